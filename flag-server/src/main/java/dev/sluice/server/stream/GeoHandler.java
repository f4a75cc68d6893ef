package dev.sluice.server.stream;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Serves the geo database to SDKs whose rules need it. */
final class GeoHandler implements Handler<RoutingContext> {

    private final GeoDatabase database;

    GeoHandler(GeoDatabase database) {
        this.database = database;
    }

    @Override
    public void handle(RoutingContext ctx) {
        GeoDatabase.Content content = database.content();
        if (content == null) {
            ctx.fail(new SdkRefusedException(
                    404,
                    "no-geo-database",
                    "No geo database",
                    "this server was built without a geo database and SLUICE_GEO_DB names none",
                    0));
            return;
        }
        ctx.response().putHeader("ETag", content.etag()).putHeader("Cache-Control", "no-cache");
        if (Etags.match(ctx.request().getHeader("If-None-Match"), content.etag())) {
            ctx.response().setStatusCode(304).end();
            return;
        }
        ctx.response().putHeader("Content-Type", "application/octet-stream").end(content.bytes());
    }
}
