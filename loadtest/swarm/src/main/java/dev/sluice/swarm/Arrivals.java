package dev.sluice.swarm;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * When each change reached each stream. The writer says which revision it is about to make, the streams say what came; both read the same
 * clock, for they are in one process. Thread-safe.
 */
final class Arrivals {
    private final Histogram deliveries = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
    private final TreeMap<Long, Awaited> awaited = new TreeMap<>();

    /** One change under way. */
    private static final class Awaited {
        private final long from;
        private final int streams;
        private int arrived;
        private long last;

        Awaited(long from, int streams) {
            this.from = from;
            this.streams = streams;
        }
    }

    /**
     * From now on {@code revision} is looked for.
     *
     * @param from when the request for it leaves, as {@link System#nanoTime()}
     * @param streams how many must get it
     */
    synchronized void expect(long revision, long from, int streams) {
        awaited.put(revision, new Awaited(from, streams));
    }

    /** A stream came from one revision to another, at {@code nanos}. */
    synchronized void arrived(long before, long revision, long nanos) {
        boolean complete = false;
        for (Map.Entry<Long, Awaited> entry :
                awaited.subMap(before, false, revision, true).entrySet()) {
            Awaited change = entry.getValue();
            change.arrived++;
            change.last = Math.max(change.last, nanos);
            deliveries.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos - change.from)));
            complete |= change.arrived >= change.streams;
        }
        if (complete) {
            notifyAll();
        }
    }

    /**
     * Waits until a change is everywhere and forgets it.
     *
     * @return the time from its request until the last arrival
     * @throws IllegalStateException with how many did not get it within the limit
     */
    synchronized Duration await(long revision, Duration limit) throws InterruptedException {
        Awaited change = awaited.get(revision);
        if (change == null) {
            throw new IllegalArgumentException("revision " + revision + " was not announced");
        }
        long end = System.nanoTime() + limit.toNanos();
        while (change.arrived < change.streams) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                awaited.remove(revision);
                throw new IllegalStateException("revision " + revision + " reached " + change.arrived + " of "
                        + change.streams + " streams within " + limit);
            }
            wait(left);
        }
        awaited.remove(revision);
        return Duration.ofNanos(change.last - change.from);
    }

    /** A change is not waited for any more; what arrived of it stays counted. */
    synchronized void forget(long revision) {
        awaited.headMap(revision, true).clear();
    }

    /** Microseconds from a request until each single arrival since the last call; begins anew. */
    synchronized Histogram takeDeliveries() {
        Histogram taken = deliveries.copy();
        deliveries.reset();
        return taken;
    }
}
