package dev.sluice.server.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * One open stream of events that are hints: whoever misses one reads everything when it comes back. So a client that does not keep
 * up is cut off rather than waited for. Safe on any thread; written on its own context.
 */
public final class EventStream {
    private static final int MOST_WAITING_BYTES = 256 * 1024;

    private final Context context;
    private final HttpServerRequest request;
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile boolean gone;

    private EventStream(Context context, HttpServerRequest request) {
        this.context = context;
        this.request = request;
    }

    /**
     * Answers this request, on whose event loop it is called, with a stream that begins with the given text. The stream is gone already
     * if the client left while it was found out who asks: then no handler would hear of it any more.
     */
    public static EventStream open(Vertx vertx, HttpServerRequest request, String beginning) {
        EventStream stream = new EventStream(vertx.getOrCreateContext(), request);
        HttpServerResponse response = request.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(MOST_WAITING_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        response.closeHandler(closed -> stream.left());
        response.endHandler(ended -> stream.left());
        response.exceptionHandler(broken -> stream.left());
        if (response.closed()) {
            stream.left();
        } else {
            response.write(beginning);
        }
        return stream;
    }

    /** Hears once when the stream has ended; to be called where it was opened. */
    public void onGone(Runnable listener) {
        if (gone) {
            listener.run();
        } else {
            listeners.add(listener);
        }
    }

    /** Whether the stream has ended. */
    public boolean isGone() {
        return gone;
    }

    /** Sends an event, or cuts the stream if its client does not read. */
    public void send(String text) {
        context.runOnContext(turn -> {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                Sockets.cut(request.connection(), response);
                return;
            }
            response.write(text);
        });
    }

    /** Ends the stream in order. */
    public void end() {
        context.runOnContext(turn -> {
            HttpServerResponse response = request.response();
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }

    private void left() {
        if (!gone) {
            gone = true;
            listeners.forEach(Runnable::run);
            listeners.clear();
        }
    }
}
