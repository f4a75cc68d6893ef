package dev.sluice.swarm;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many streams are live, and what befell the others. Thread-safe. */
final class Tally {
    private final Map<String, Integer> mishaps = new HashMap<>();
    private int live;
    private long changedAt = System.nanoTime();

    /** So many more are live; fewer, if negative. */
    synchronized void count(int more) {
        live += more;
        changedAt = System.nanoTime();
        notifyAll();
    }

    /** A connection ended without being asked to, or did not begin. */
    synchronized void mishap(String what) {
        mishaps.merge(what, 1, Integer::sum);
    }

    synchronized int live() {
        return live;
    }

    /** How often what was seen. */
    synchronized Map<String, Integer> mishaps() {
        return Map.copyOf(mishaps);
    }

    /**
     * Waits until so many are live.
     *
     * @return when the last change of that number was, as {@link System#nanoTime()}
     * @throws IllegalStateException with what was seen, if that is not so within the limit
     */
    synchronized long await(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (live != count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException(
                        live + " of " + count + " streams are live after " + limit + "; seen: " + mishaps);
            }
            wait(left);
        }
        return changedAt;
    }
}
