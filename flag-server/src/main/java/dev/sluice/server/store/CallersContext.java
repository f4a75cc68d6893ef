package dev.sluice.server.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Brings an answer that comes from another thread back to where it was asked for. */
public final class CallersContext {

    private CallersContext() {}

    /** The same result, completed on the Vert.x context that calls this now; on any thread if there is none. */
    public static <T> Future<T> of(Future<T> future) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return future;
        }
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(turn -> promise.handle(result)));
        return promise.future();
    }
}
