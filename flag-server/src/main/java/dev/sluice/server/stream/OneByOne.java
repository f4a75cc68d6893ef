package dev.sluice.server.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * One environment's line to threads that all share: its tasks run one after the other, so that an environment with much to encode takes
 * one thread and leaves the others to the rest. Thread-safe.
 */
final class OneByOne implements Executor {

    private final Executor threads;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    OneByOne(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (busy) {
                return;
            }
            busy = true;
        }
        threads.execute(this::next);
    }

    private void next() {
        Runnable task;
        synchronized (waiting) {
            task = waiting.poll();
            busy = task != null;
        }
        if (task != null) {
            try {
                task.run();
            } finally {
                threads.execute(this::next);
            }
        }
    }
}
