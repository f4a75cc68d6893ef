package dev.sluice.server.fleet;

import dev.sluice.server.store.EnvironmentId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * How fast SDKs may talk to this node: spread so that it gets at most 5,000 acknowledgements and 2,000 reports a second, however many
 * there are. The numbers move in steps of a quarter, so that a fleet that grows by one is not told of it. Thread-safe.
 */
public final class Pace {

    /** Sessions up to which an urgent change is acknowledged without delay. */
    public static final int MOST_URGENT_SESSIONS = 10_000;

    private static final int ACKS_A_SECOND = 5_000;
    private static final int REPORTS_A_SECOND = 2_000;
    private static final long REPORT_MILLIS = 10_000;
    private static final long WATCHED_REPORT_MILLIS = 1_000;

    private final IntSupplier sessions;
    private final Ticker ticker;
    private final Map<EnvironmentId, Long> watchedUntil = new ConcurrentHashMap<>();

    /**
     * The numbers of {@code hello}.
     *
     * @param ackSpreadMillis over how long acknowledgements are spread; 0 = at once
     * @param reportEveryMillis how often to report
     */
    public record Numbers(long ackSpreadMillis, long reportEveryMillis) {}

    /** For so many sessions as this node has at a time. */
    public Pace(IntSupplier sessions, Ticker ticker) {
        this.sessions = sessions;
        this.ticker = ticker;
    }

    /** Somebody watches an environment for a while: it reports every second, as far as the node can take that. */
    public void watch(EnvironmentId environment, Duration duration) {
        watchedUntil.merge(
                environment, ticker.nanos() + duration.toNanos(), (one, other) -> one - other > 0 ? one : other);
    }

    /** Whether somebody watches it. */
    public boolean isWatched(EnvironmentId environment) {
        Long until = watchedUntil.get(environment);
        if (until == null) {
            return false;
        }
        if (until - ticker.nanos() > 0) {
            return true;
        }
        watchedUntil.remove(environment, until);
        return false;
    }

    /** Whether an urgent change may be acknowledged by everybody at once. */
    public boolean takesUrgentAcks() {
        return sessions.getAsInt() <= MOST_URGENT_SESSIONS;
    }

    /** The numbers for an environment now. */
    public Numbers of(EnvironmentId environment) {
        long here = stepped(sessions.getAsInt());
        long usual = isWatched(environment) ? WATCHED_REPORT_MILLIS : REPORT_MILLIS;
        return new Numbers(here * 1_000 / ACKS_A_SECOND, Math.max(usual, here * 1_000 / REPORTS_A_SECOND));
    }

    /** The next number that is a power of two, or a quarter, a half or three quarters on the way to the next one. */
    static long stepped(long sessions) {
        if (sessions <= 64) {
            return 0;
        }
        long power = Long.highestOneBit(sessions);
        long quarter = power / 4;
        return power + (sessions - power + quarter - 1) / quarter * quarter;
    }
}
