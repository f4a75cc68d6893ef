package dev.sluice.server.http;

import dev.sluice.server.rows.RowFormat;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads bodies with a bound on size and time, and only after the caller was found to be allowed to send one. */
final class Bodies {
    /** Bytes of the largest body. */
    static final int LARGEST = 1024 * 1024;

    private static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(10);
    private static final long LAST_WORD_MILLIS = 5_000;
    private static final long MOST_UNREAD = 32L << 20;

    private Bodies() {}

    /**
     * What a route takes.
     *
     * @param largest bytes
     * @param types media types, in lower case
     */
    record Taken(int largest, List<String> types) {
        /** What most take. */
        static final Taken JSON = new Taken(LARGEST, List.of("application/json", "application/merge-patch+json"));

        /** Rows of NDJSON or CSV. */
        static Taken rows(int largest) {
            return new Taken(largest, List.of(RowFormat.NDJSON.mediaType(), RowFormat.CSV.mediaType()));
        }
    }

    /** The whole body; fails with a 408, 413 or 415. */
    static Future<byte[]> read(Vertx vertx, HttpServerRequest request, Taken taken) {
        int largest = taken.largest();
        if (declaredLength(request) > largest) {
            return Future.failedFuture(new HttpRefusedException(Problems.bodyTooLarge(largest)));
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        Promise<byte[]> whole = Promise.promise();
        Buffer buffer = Buffer.buffer();
        long timer = vertx.setTimer(LONGEST_MILLIS, late -> whole.tryFail(new HttpRefusedException(slow())));
        AtomicLong seen = new AtomicLong();
        request.handler(chunk -> {
            if (seen.addAndGet(chunk.length()) > largest) {
                whole.tryFail(new HttpRefusedException(Problems.bodyTooLarge(largest)));
            } else if (!whole.future().isComplete()) {
                buffer.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(broken -> whole.tryFail(new HttpRefusedException(Problems.ofStatus(400))));
        request.endHandler(end -> {
            String type = request.getHeader("Content-Type");
            if (buffer.length() > 0 && !taken.types().contains(bare(type))) {
                whole.tryFail(new HttpRefusedException(wrongType(type, String.join(" or ", taken.types()))));
            } else {
                whole.tryComplete(buffer.getBytes());
            }
        });
        request.resume();
        return whole.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /**
     * Lets pass by unread what is still to come of the body of a request that is being refused, so that its client gets to read the answer:
     * to close a connection into which somebody writes destroys what they have not read yet. Who has not ended 5 seconds later is cut off;
     * of who sends more than 32 MiB meanwhile nothing more is taken. To be called once for a request.
     */
    static void discard(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long timer = vertx.setTimer(LAST_WORD_MILLIS, late -> cutOff(request));
        AtomicLong seen = new AtomicLong();
        request.handler(chunk -> {
            if (seen.addAndGet(chunk.length()) > MOST_UNREAD) {
                request.pause();
            }
        });
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(end -> vertx.cancelTimer(timer));
        request.resume();
    }

    /** Ends a request that can't be answered to its end: its connection, or its stream where others share the connection. */
    static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    private static long declaredLength(HttpServerRequest request) {
        String declared = request.getHeader("Content-Length");
        if (declared == null) {
            return 0;
        }
        try {
            return Long.parseLong(declared.trim());
        } catch (NumberFormatException e) {
            return 0; // the HTTP codec has refused what is no number; what is left is read up to the limit
        }
    }

    /** A media type without its parameters, in lower case. */
    static String bare(@Nullable String type) {
        return type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    static Problem wrongType(@Nullable String type, String expected) {
        return Problem.of(
                415,
                "unsupported-media-type",
                "The body is not declared as what is expected here",
                "Content-Type: " + (type == null ? "missing" : type + " is not allowed") + "; expected " + expected);
    }

    private static Problem slow() {
        return Problem.of(408, "slow-body", "The body took too long", "the body took over 10 s; expected it sooner")
                .withHeader("Connection", "close");
    }
}
