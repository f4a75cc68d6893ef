package dev.sluice.server.stream;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * The handlers of the SDK routes, for whoever builds the router. Authentication comes before them; they find the caller by the function
 * that {@link StreamHub} was made with.
 *
 * @param stream {@code GET /sdk/v1/stream}
 * @param snapshot {@code GET /sdk/v1/snapshot}
 * @param ack {@code POST /sdk/v1/ack}
 * @param goodbye {@code POST /sdk/v1/goodbye}
 * @param geo {@code GET /sdk/v1/geo}
 */
public record StreamHandlers(
        Handler<RoutingContext> stream,
        Handler<RoutingContext> snapshot,
        Handler<RoutingContext> ack,
        Handler<RoutingContext> goodbye,
        Handler<RoutingContext> geo) {}
