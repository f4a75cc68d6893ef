package dev.sluice.server.stream;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import dev.sluice.server.fleet.Ticker;
import dev.sluice.server.store.EnvironmentId;
import io.vertx.core.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All streams of one environment on this node.
 *
 * <p>Who owns what: the newest {@link Published} is replaced only by the workspace's line of the project, one state after the other, and
 * read by everybody. The sessions belong to the event loops of their connections: each loop has a {@link Line} of its own that no
 * other thread touches. Publishing costs one task per event loop, not per session; a loop that is busy finds the newest state when its
 * turn comes, so tasks never pile up states.
 */
final class EnvironmentStream {

    /** What a node gives away of its time and its line to whole states that are fetched: so many bytes a millisecond. */
    private static final long FETCHED_BYTES_PER_MILLI = 200_000;

    private static final int USUALLY_COMPRESSED_TO = 4;
    private static final long LONGEST_WITHIN_MILLIS = 15_000;

    private final EnvironmentId id;
    private final StreamLimits limits;
    private final StreamMetrics metrics;
    private final Ticker ticker;
    private final Map<Thread, Line> lines = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile Published published;
    private volatile @Nullable Staleness staleness;

    EnvironmentStream(EnvironmentId id, Published first, StreamLimits limits, StreamMetrics metrics, Ticker ticker) {
        this.id = id;
        this.published = first;
        this.limits = limits;
        this.metrics = metrics;
        this.ticker = ticker;
    }

    EnvironmentId id() {
        return id;
    }

    Published published() {
        return published;
    }

    int largestEvent() {
        return limits.largestEvent();
    }

    /**
     * Takes the next state over and wakes every loop. Called one after the other; a state that a first session has already found in
     * memory comes a second time and changes nothing.
     */
    void publish(Replica newer, boolean urgent) {
        Published before = published;
        if (before.id().standingOf(newer.id()) != StateId.Standing.NEWER) {
            return;
        }
        published = before.then(newer, urgent, ticker.nanos());
        lines.values().forEach(Line::wake);
    }

    /** That this node is without the environment's store, if its streams say so; null while they do not. */
    @Nullable
    Staleness staleness() {
        return staleness;
    }

    /** The node is without the environment's store, or is not (null); each session says so if it is news there. */
    void stale(@Nullable Staleness now) {
        boolean news = (now == null) != (staleness == null);
        staleness = now;
        if (news) {
            each(Session::sayStanding);
        }
    }

    /** This event loop's line; a session must be on it before it reads the newest state, or it could miss one. */
    Line line(Context context) {
        return lines.computeIfAbsent(Thread.currentThread(), loop -> new Line(this, context));
    }

    /** Does something with every session, each on its own loop. */
    void each(Consumer<Session> action) {
        lines.values().forEach(line -> line.each(action));
    }

    /** Across how long those who must fetch this state are to spread: as long as the node needs for all who are here by now. */
    long withinMillis(Published state) {
        long each = state.bytes() / USUALLY_COMPRESSED_TO;
        return Math.min(LONGEST_WITHIN_MILLIS, sessions.get() * each / FETCHED_BYTES_PER_MILLI);
    }

    void count(int more) {
        sessions.addAndGet(more);
    }

    /** A line has come around with the newest state. */
    void reached() {
        metrics.fannedOut(ticker.nanos() - published.atNanos());
    }
}
