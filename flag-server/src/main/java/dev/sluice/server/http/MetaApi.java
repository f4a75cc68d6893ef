package dev.sluice.server.http;

import io.vertx.core.Future;

/** What the server says of itself. */
final class MetaApi {
    /** Rendered once, when it is first asked for. */
    private static final class Description {
        static final Reply REPLY = Reply.ok(OpenApi.document()).rendered();
    }

    /** {@code GET /openapi.json} */
    Future<Reply> description(Call call) {
        return Future.succeededFuture(Description.REPLY.header("Cache-Control", "no-cache"));
    }
}
