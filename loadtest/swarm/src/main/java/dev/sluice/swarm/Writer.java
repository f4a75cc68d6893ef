package dev.sluice.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Somebody who changes a flag again and again, at a steady pace as long as the server keeps up. Begins at once, in a thread of its own. */
final class Writer {
    private final Callable<Long> change;
    private final long periodNanos;
    private final List<Double> millis = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopped;

    Writer(Callable<Long> change, Duration period) {
        this.change = change;
        this.periodNanos = period.toNanos();
        this.thread = new Thread(this::run, "swarm-writer");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long due = System.nanoTime();
        while (!stopped) {
            long from = System.nanoTime();
            try {
                change.call();
                synchronized (millis) {
                    millis.add(Crowd.millis(System.nanoTime() - from));
                }
            } catch (Exception e) {
                failures.incrementAndGet();
                Progress.say("a write failed: %s", e);
            }
            due = Math.max(due + periodNanos, System.nanoTime() - periodNanos);
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /** Ends it and gives how long each write took, from its request to its answer, in milliseconds. */
    List<Double> stop(Duration limit) throws InterruptedException {
        stopped = true;
        thread.join(TimeUnit.NANOSECONDS.toMillis(limit.toNanos()));
        synchronized (millis) {
            return List.copyOf(millis);
        }
    }

    int failures() {
        return failures.get();
    }
}
