package dev.sluice.server.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Lets pages of other origins use OFREP, and nothing else: it takes a key in a header and never a cookie, so a page gets no more
 * there than its own key is worth.
 */
final class Cors implements Handler<RoutingContext> {
    private static final String SECONDS = "7200";

    @Override
    public void handle(RoutingContext ctx) {
        if (OfrepProblems.concern(ctx)) {
            MultiMap headers = ctx.response().headers();
            headers.set("Access-Control-Allow-Origin", "*");
            headers.set("Access-Control-Expose-Headers", "ETag, Retry-After");
            headers.set("Cross-Origin-Resource-Policy", "cross-origin");
        }
        ctx.next();
    }

    /** What a browser asks before it sends a request of another origin. */
    static Future<Reply> preflight(Call call) {
        return Future.succeededFuture(new Reply(
                204,
                null,
                Map.of(
                        "Access-Control-Allow-Methods",
                        "POST",
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, If-None-Match",
                        "Access-Control-Max-Age",
                        SECONDS),
                "application/json",
                null));
    }
}
