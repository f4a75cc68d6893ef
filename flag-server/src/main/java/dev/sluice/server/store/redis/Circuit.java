package dev.sluice.server.store.redis;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Spares a server that does not answer, and its callers the wait: after {@value #MOST_FAILURES} failures in a row calls are refused
 * at once, but for one now and then that tries. The pause between tries is drawn, so that many nodes do not try together. Safe on
 * any thread.
 *
 * <p>closed: failures &lt; 5, every call goes; open: none goes until the pause is over; half open: one goes, its outcome closes or
 * opens.
 */
final class Circuit {

    static final int MOST_FAILURES = 5;
    private static final long LEAST_PAUSE_NANOS = 300_000_000;
    private static final long MOST_PAUSE_NANOS = 900_000_000;
    private static final long LONGEST_TRY_NANOS = 2_000_000_000;

    private final LongSupplier nanos;
    private final RandomGenerator random;
    private int failures;
    private long tryAt;

    Circuit(LongSupplier nanos, RandomGenerator random) {
        this.nanos = nanos;
        this.random = random;
    }

    /** Whether a call may go now. The one that tries keeps others back for a while only: it might never report. */
    synchronized boolean allows() {
        if (failures < MOST_FAILURES) {
            return true;
        }
        long now = nanos.getAsLong();
        if (now - tryAt < 0) {
            return false;
        }
        tryAt = now + LONGEST_TRY_NANOS;
        return true;
    }

    /** The server answered, whatever it said. */
    synchronized void succeeded() {
        failures = 0;
    }

    /** It did not. True if this is what opened the circuit. */
    synchronized boolean failed() {
        failures++;
        tryAt = nanos.getAsLong() + pause();
        return failures == MOST_FAILURES;
    }

    synchronized boolean open() {
        return failures >= MOST_FAILURES;
    }

    private long pause() {
        return random.nextLong(LEAST_PAUSE_NANOS, MOST_PAUSE_NANOS);
    }
}
