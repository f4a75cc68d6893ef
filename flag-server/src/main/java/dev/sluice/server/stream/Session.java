package dev.sluice.server.stream;

import dev.sluice.engine.StateId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One open stream. Everything here happens on the event loop of its connection, so the order of its events is total.
 *
 * <p>A session remembers one thing only: the state it was last sent. While the socket takes no more bytes it is simply left behind;
 * when the socket has drained, it is sent the one delta from there to the newest. So its queue is never longer than what the
 * socket's own buffer took plus one event, however much changes meanwhile.
 */
final class Session {

    /** Heartbeats without a single byte taken until the peer counts as gone. */
    private static final int MOST_SILENT_BEATS = 3;

    private final String id;
    private final String keyId;
    private final HttpServerResponse response;
    private final EnvironmentStream stream;
    private @Nullable StateId written;
    private boolean snapshotUnderWay;
    private int silentBeats;
    private boolean closed;

    Session(String id, String keyId, HttpServerResponse response, EnvironmentStream stream) {
        this.id = id;
        this.keyId = keyId;
        this.response = response;
        this.stream = stream;
    }

    String id() {
        return id;
    }

    String keyId() {
        return keyId;
    }

    /** Sends the first events; {@code resumed} is the remembered state that the SDK says it has, or null. */
    void begin(Buffer hello, @Nullable StateId resumed) {
        response.drainHandler(drained -> {
            silentBeats = 0;
            advance();
        });
        write(hello);
        written = resumed;
        if (resumed != null && resumed.equals(stream.published().id())) {
            write(Events.heartbeat(resumed));
        } else {
            advance();
        }
    }

    /** Brings the session to the newest state, as far as the socket takes bytes. */
    void advance() {
        if (closed || snapshotUnderWay || response.writeQueueFull()) {
            return;
        }
        Published newest = stream.published();
        StateId mine = written;
        if (newest.id().equals(mine)) {
            return;
        }
        Buffer delta = mine == null ? null : newest.deltaFrom(mine);
        if (delta != null) {
            write(delta);
            written = newest.id();
            return;
        }
        snapshotUnderWay = true;
        stream.onLoop(newest.snapshotEvent(), this, event -> {
            snapshotUnderWay = false;
            if (!closed) {
                write(event);
                written = newest.id();
                advance();
            }
        });
    }

    /** Says what was last sent, so that the SDK notices a difference, and that the line is alive. */
    void beat() {
        if (closed) {
            return;
        }
        if (response.writeQueueFull()) {
            if (++silentBeats >= MOST_SILENT_BEATS) {
                close();
            }
            return;
        }
        silentBeats = 0;
        StateId mine = written;
        if (mine != null && !snapshotUnderWay) {
            write(Events.heartbeat(mine));
        }
    }

    /** An event that is not part of the history; skipped while the socket takes no bytes. */
    void tell(Buffer event) {
        if (!closed && !response.writeQueueFull()) {
            write(event);
        }
    }

    Future<Void> bye(String reason, long reconnectAfterMillis) {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        return response.end(Events.bye(reason, reconnectAfterMillis)).recover(gone -> Future.succeededFuture());
    }

    /** The peer is gone, or taken to be. */
    void close() {
        if (!closed) {
            closed = true;
            response.reset();
        }
    }

    void gone() {
        closed = true;
    }

    private void write(Buffer event) {
        response.write(event);
    }
}
