package dev.sluice.server.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What serves the SDKs behind {@code /sdk/v1}. Each handler runs after authentication, so that
 * {@link dev.sluice.server.access.Caller#keyEnvironment()} says whose state is wanted.
 *
 * @param stream {@code GET /sdk/v1/stream}
 * @param snapshot {@code GET /sdk/v1/snapshot}
 * @param ack {@code POST /sdk/v1/ack}
 * @param goodbye {@code POST /sdk/v1/goodbye}
 * @param report {@code POST /sdk/v1/report}
 * @param geo {@code GET /sdk/v1/geo}
 * @param onDrain takes what is to run when the node begins to send its streams away
 * @param revoke is told the id of each key that was revoked, and closes its streams on this node
 */
public record SdkHandlers(
        Handler<RoutingContext> stream,
        Handler<RoutingContext> snapshot,
        Handler<RoutingContext> ack,
        Handler<RoutingContext> goodbye,
        Handler<RoutingContext> report,
        Handler<RoutingContext> geo,
        Consumer<Runnable> onDrain,
        Consumer<String> revoke) {
    /** Checks for nulls. */
    public SdkHandlers {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(ack, "ack");
        Objects.requireNonNull(goodbye, "goodbye");
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(geo, "geo");
        Objects.requireNonNull(onDrain, "onDrain");
        Objects.requireNonNull(revoke, "revoke");
    }
}
