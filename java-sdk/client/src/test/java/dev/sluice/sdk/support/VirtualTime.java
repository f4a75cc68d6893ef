package dev.sluice.sdk.support;

import dev.sluice.sdk.internal.http.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A loop whose clock the test turns: hours pass in milliseconds, in exactly the order in which they would have. Runs on
 * the test's thread; not thread-safe.
 */
public final class VirtualTime implements Loop {

    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Task> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now = 1_000_000_000L;
    private long order;
    private boolean running;

    @Override
    public void execute(Runnable task) {
        ready.add(task);
        if (!running) {
            drain();
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Task added = new Task(now + delay.toNanos(), order++, task);
        waiting.add(added);
        return () -> waiting.remove(added);
    }

    @Override
    public long nanos() {
        return now;
    }

    /** Lets this much time pass, and everything happen that it brings. */
    public void pass(Duration time) {
        long until = now + time.toNanos();
        while (!waiting.isEmpty() && waiting.peek().at() <= until) {
            Task next = waiting.remove();
            now = next.at();
            execute(next.task());
        }
        now = until;
    }

    /** How many timers are set. */
    public int timers() {
        return waiting.size();
    }

    /** The time since this clock was made. */
    public Duration elapsed() {
        return Duration.ofNanos(now - 1_000_000_000L);
    }

    private void drain() {
        running = true;
        try {
            for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
                task.run();
            }
        } finally {
            running = false;
        }
    }

    private record Task(long at, long order, Runnable task) {}
}
