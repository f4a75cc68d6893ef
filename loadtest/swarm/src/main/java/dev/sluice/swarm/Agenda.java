package dev.sluice.swarm;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** What is to be done at a later time. Owned by one thread, which comes to look. */
final class Agenda {
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::at));

    private record Entry(long at, Runnable what) {}

    void add(Duration delay, Runnable what) {
        entries.add(new Entry(System.nanoTime() + delay.toNanos(), what));
    }

    /** Does what is due. */
    void run() {
        long now = System.nanoTime();
        for (Entry next = entries.peek(); next != null && next.at() <= now; next = entries.peek()) {
            entries.poll();
            next.what().run();
        }
    }

    /** How long nothing is due: 1 to 1,000 ms. */
    long idleMillis() {
        Entry next = entries.peek();
        return next == null
                ? LONGEST_WAIT_MILLIS
                : Math.max(
                        1, Math.min(LONGEST_WAIT_MILLIS, TimeUnit.NANOSECONDS.toMillis(next.at() - System.nanoTime())));
    }

    void clear() {
        entries.clear();
    }
}
