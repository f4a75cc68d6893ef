package dev.sluice.sdk;

import dev.sluice.engine.model.Guard;

/**
 * Stops a failing variation in this process, within the limits that travel with its flag, and tries it again later.
 *
 * <p>Closed, it counts outcomes over a sliding window; when there are at least the minimum, and the share of errors is above the
 * limit, it opens. Open, it lets nothing through until the time to probe has come; then one call at a time: {@value #PROBES} good
 * ones in a row close it, a bad one, or one that does not end, makes it wait again. Thread-safe; what it is given as time is elapsed
 * time in nanoseconds, and must not come from several clocks.
 */
final class Breaker {

    static final int PROBES = 3;

    private static final int SLOTS = 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What may be served. */
    enum Permit {
        /** The variation. */
        VARIATION,
        /** The variation, to see whether it works again. */
        PROBE,
        /** The baseline. */
        BASELINE
    }

    private final long[] slotOf = new long[SLOTS];
    private final long[] successes = new long[SLOTS];
    private final long[] failures = new long[SLOTS];
    private boolean open;
    private boolean probing;
    private long waitUntil;
    private int goodProbes;

    /** What may be served to the next one. */
    synchronized Permit next(Guard limits, long now) {
        if (!open) {
            return Permit.VARIATION;
        }
        if (now - waitUntil < 0) {
            return Permit.BASELINE;
        }
        probing = true;
        waitUntil = now + limits.probeAfterMillis() * NANOS_PER_MILLI; // until then this probe has the word
        return Permit.PROBE;
    }

    /** What became of it; tells whether that opened the breaker. */
    synchronized boolean ended(Guard limits, Permit permit, boolean good, long now) {
        if (permit == Permit.PROBE) {
            probed(limits, good, now);
            return false;
        }
        if (permit == Permit.BASELINE || open) {
            return false;
        }
        count(limits, good, now);
        if (!good && isTooBad(limits, now)) {
            open = true;
            goodProbes = 0;
            waitUntil = now + limits.probeAfterMillis() * NANOS_PER_MILLI;
            return true;
        }
        return false;
    }

    synchronized boolean isOpen() {
        return open;
    }

    private void probed(Guard limits, boolean good, long now) {
        if (!open || !probing) {
            return;
        }
        probing = false;
        if (!good) {
            goodProbes = 0;
            waitUntil = now + limits.probeAfterMillis() * NANOS_PER_MILLI;
            return;
        }
        waitUntil = now;
        if (++goodProbes >= PROBES) {
            open = false;
            for (int i = 0; i < SLOTS; i++) {
                successes[i] = 0;
                failures[i] = 0;
            }
        }
    }

    private void count(Guard limits, boolean good, long now) {
        long slot = now / slotNanos(limits);
        int at = (int) Math.floorMod(slot, (long) SLOTS);
        if (slotOf[at] != slot) {
            slotOf[at] = slot;
            successes[at] = 0;
            failures[at] = 0;
        }
        if (good) {
            successes[at]++;
        } else {
            failures[at]++;
        }
    }

    private boolean isTooBad(Guard limits, long now) {
        long newest = now / slotNanos(limits);
        long good = 0;
        long bad = 0;
        for (int i = 0; i < SLOTS; i++) {
            // Below zero of a time when the window was shorter: slots had higher numbers then.
            long age = newest - slotOf[i];
            if (age >= 0 && age < SLOTS) {
                good += successes[i];
                bad += failures[i];
            }
        }
        return good + bad >= Math.max(1, limits.minimum()) && bad > limits.maxErrorShare() * (good + bad);
    }

    private static long slotNanos(Guard limits) {
        return Math.max(1, limits.windowMillis() * NANOS_PER_MILLI / SLOTS);
    }
}
