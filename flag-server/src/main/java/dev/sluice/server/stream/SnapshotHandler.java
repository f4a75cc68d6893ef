package dev.sluice.server.stream;

import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.fleet.Identity;
import dev.sluice.server.fleet.Pace;
import dev.sluice.server.store.CallersContext;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The poll: the whole state, or 304 for who has it. Compressed once for all who take gzip. */
final class SnapshotHandler implements Handler<RoutingContext> {

    private final StreamHub hub;
    private final FleetRegistry fleet;
    private final String node;
    private final Function<RoutingContext, SdkCaller> callers;

    SnapshotHandler(StreamHub hub, FleetRegistry fleet, String node, Function<RoutingContext, SdkCaller> callers) {
        this.hub = hub;
        this.fleet = fleet;
        this.node = node;
        this.callers = callers;
    }

    @Override
    public void handle(RoutingContext ctx) {
        SdkCaller caller = callers.apply(ctx);
        Published published = hub.published(caller.environment());
        if (published == null) {
            ctx.fail(StreamHub.notLoaded(caller.environment()));
            return;
        }
        if (ctx.request().getHeader("Sluice-Instance") != null) {
            Identity identity = Identities.of(ctx.request(), "unnamed");
            fleet.polled(caller.environment(), identity);
            ctx.response().putHeader("Sluice-Session", identity.instance());
        }
        Pace.Numbers numbers = hub.pace().of(caller.environment());
        String etag = "\"" + published.id().eventId() + "\"";
        HttpServerResponse response = ctx.response()
                .putHeader("ETag", etag)
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Vary", "Accept-Encoding, Authorization")
                .putHeader("Sluice-Node", node)
                .putHeader("Sluice-Ack-Spread-Millis", Long.toString(numbers.ackSpreadMillis()))
                .putHeader("Sluice-Report-Every-Millis", Long.toString(numbers.reportEveryMillis()));
        Staleness stale = hub.staleness(caller.environment());
        if (stale != null) {
            response.putHeader("Sluice-Stale", stale.since().toString());
            response.putHeader("Sluice-Stale-For-Millis", Long.toString(stale.forMillis()));
        }
        if (Etags.match(ctx.request().getHeader("If-None-Match"), etag)) {
            response.setStatusCode(304).end();
            return;
        }
        boolean gzip = takesGzip(ctx.request().getHeader("Accept-Encoding"));
        Future<Buffer> body = gzip ? published.gzippedJson() : published.json();
        CallersContext.of(body)
                .onSuccess(bytes -> {
                    response.putHeader("Content-Type", "application/json");
                    if (gzip) {
                        response.putHeader("Content-Encoding", "gzip");
                    }
                    hub.metrics().snapshot(bytes.length());
                    response.end(bytes);
                })
                .onFailure(ctx::fail);
    }

    private static boolean takesGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        for (String coding : accepted.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = coding.trim().split(";");
            boolean refused = parts.length > 1 && parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            if (parts[0].trim().equals("gzip") && !refused) {
                return true;
            }
        }
        return false;
    }
}
