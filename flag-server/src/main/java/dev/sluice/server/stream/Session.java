package dev.sluice.server.stream;

import dev.sluice.engine.StateId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream. Everything here happens on the event loop of its connection, so the order of its events is total.
 *
 * <p>A session remembers two things only: the state it was last sent, and whether it was told that the node is without its store. While
 * the socket takes no more bytes it is simply left behind; when the socket has drained, it is told how the node stands, if that has
 * changed, and sent the one delta from its state to the newest. So its queue is never longer than what the socket's own buffer took plus
 * one event, however much changes meanwhile; and no event is larger than a bound, above which the session is told to fetch the state
 * instead. Who takes no byte for too long is closed.
 *
 * <p>A node that is without its store says so before it says any state: an SDK takes a state for the newest unless it knows better.
 */
final class Session {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    /** How long after its own time a session that was sent away is still served. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Why a session ended. */
    enum End {
        /** The client closed it, or its connection broke. */
        LEFT,
        /** It took no bytes. */
        SLOW,
        REVOKED,
        DRAIN,
        REBALANCE,
        /** Something of ours broke. */
        FAILED
    }

    private final String id;
    private final String keyId;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final Line line;
    private final Pulse pulse;
    private final StreamMetrics metrics;
    private final int pulsePlace;
    private int beatsLeft;
    private int linePlace;
    private @Nullable StateId written;
    private boolean saidStale;
    private boolean snapshotUnderWay;
    private boolean full;
    private long fullSince;
    private boolean leaving;
    private long leaveAt;
    private @Nullable End end;

    Session(String id, String keyId, HttpServerRequest request, Line line, Pulse pulse, StreamMetrics metrics) {
        this.id = id;
        this.keyId = keyId;
        this.connection = request.connection();
        this.response = request.response();
        this.line = line;
        this.pulse = pulse;
        this.metrics = metrics;
        this.beatsLeft = pulse.drawLife();
        this.pulsePlace = pulse.add(this);
        line.add(this);
    }

    String id() {
        return id;
    }

    String keyId() {
        return keyId;
    }

    int linePlace() {
        return linePlace;
    }

    void linePlace(int place) {
        linePlace = place;
    }

    /** Sends the first events; {@code resumed} is the remembered state that the SDK says it has, or null. */
    void begin(Buffer hello, @Nullable StateId resumed) {
        response.drainHandler(drained -> {
            full = false;
            run(Session::advance);
        });
        write(hello);
        sayStanding();
        written = resumed;
        Published newest = line.published();
        if (newest.id().equals(resumed)) {
            write(newest.heartbeat());
        } else {
            advance();
        }
    }

    /** Brings the session to the newest state, as far as the socket takes bytes. */
    void advance() {
        sayStanding();
        if (end != null || snapshotUnderWay) {
            return;
        }
        Published newest = line.published();
        StateId mine = written;
        if (newest.id().equals(mine) || isFull()) {
            return;
        }
        Buffer delta = mine == null ? null : newest.deltaFrom(mine);
        if (delta != null) {
            write(delta);
            written = newest.id();
        } else if (newest.bytes() > line.largestEvent()) {
            write(Events.refetch(newest.id(), line.withinMillis(newest)));
            written = newest.id();
        } else {
            snapshotUnderWay = true;
            line.onLoop(newest.snapshotEvent(), this, event -> {
                snapshotUnderWay = false;
                if (end == null) {
                    metrics.snapshot(event.length());
                    write(event);
                    written = newest.id();
                    advance();
                }
            });
        }
    }

    /** Says what was last sent, so that the SDK notices a difference, and that the line is alive. */
    void beat() {
        if (end != null) {
            return;
        }
        if (leaving && pulse.nanos() - leaveAt > GRACE_NANOS) {
            end(End.REBALANCE);
            return;
        }
        if (isFull()) {
            return;
        }
        sayStanding();
        StateId mine = written;
        if (mine != null && !snapshotUnderWay) {
            Published newest = line.published();
            write(newest.id().equals(mine) ? newest.heartbeat() : Events.heartbeat(mine));
        }
        if (--beatsLeft == 0) {
            dismiss("rebalance", pulse.drawReturnMillis());
        }
    }

    /** Says {@code stale} or {@code fresh} if that is news here; while the socket takes no bytes, not yet. */
    void sayStanding() {
        Staleness stale = line.staleness();
        if (end == null && saidStale != (stale != null) && !isFull()) {
            saidStale = stale != null;
            write(stale == null ? Events.fresh() : Events.stale(stale));
        }
    }

    /** An event that is not part of the history; skipped while the socket takes no bytes. */
    void tell(Buffer event) {
        if (end == null && !isFull()) {
            write(event);
        }
    }

    /** Asks the client to go elsewhere after a time, and serves it until then. */
    void dismiss(String reason, long reconnectAfterMillis) {
        if (end == null && !leaving) {
            leaving = true;
            leaveAt = pulse.nanos() + TimeUnit.MILLISECONDS.toNanos(reconnectAfterMillis);
            tell(Events.bye(reason, reconnectAfterMillis));
        }
    }

    /** The key is no longer good: nothing more is told than that. */
    void revoke() {
        if (end == null) {
            end = End.REVOKED;
            response.end(Events.bye("revoked", 0));
        }
    }

    /** Ends the stream in order. */
    void end(End why) {
        if (end == null) {
            end = why;
            response.end();
        }
    }

    /** Cuts the connection, whatever waits to be written. */
    void cut(End why) {
        if (end == null) {
            end = why;
            Sockets.cut(connection, response);
        }
    }

    /** Cuts the connection if the socket has taken nothing for that long; else goes on watching it, if it is full. */
    void closeIfStuck(long now, long longestNanos) {
        if (end != null || !full) {
            return;
        }
        if (now - fullSince > longestNanos) {
            log.info("a stream took no bytes for {} s and is closed", TimeUnit.NANOSECONDS.toSeconds(longestNanos));
            cut(End.SLOW);
        } else {
            pulse.watch(this);
        }
    }

    /** The connection is gone; called once. */
    End gone() {
        End why = end == null ? End.LEFT : end;
        end = why;
        pulse.remove(this, pulsePlace);
        line.remove(this);
        return why;
    }

    /** Runs an action on this session; what it throws ends this session and no other. */
    void run(Consumer<Session> action) {
        try {
            action.accept(this);
        } catch (RuntimeException e) {
            log.error("a stream failed and is closed", e);
            cut(End.FAILED);
        }
    }

    private boolean isFull() {
        if (!response.writeQueueFull()) {
            return false;
        }
        if (!full) {
            full = true;
            fullSince = pulse.nanos();
            pulse.watch(this);
            metrics.waited();
        }
        return true;
    }

    private void write(Buffer event) {
        metrics.wrote(event.length());
        response.write(event);
    }
}
