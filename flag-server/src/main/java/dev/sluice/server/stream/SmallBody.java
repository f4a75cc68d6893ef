package dev.sluice.server.stream;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads what SDKs send with a bound on size and time: who takes over 10 seconds is cut off. */
final class SmallBody {

    private static final long LONGEST_MILLIS = 10_000;

    private SmallBody() {}

    /** Gives the whole body, or so much of one that is too large that it is seen to be. */
    static void read(Vertx vertx, HttpServerRequest request, int largest, Handler<Buffer> whole) {
        Buffer body = Buffer.buffer();
        long late = vertx.setTimer(LONGEST_MILLIS, due -> request.connection().close());
        request.handler(part -> {
            if (body.length() <= largest) {
                body.appendBuffer(part);
            }
        });
        request.exceptionHandler(broken -> vertx.cancelTimer(late));
        request.endHandler(end -> {
            vertx.cancelTimer(late);
            whole.handle(body);
        });
    }
}
