package dev.sluice.server.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs tasks one after the other, in the order they came, on threads of another executor. Safe on any thread. */
public final class SerialExecutor implements Executor {

    private final Executor threads;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /** On these threads. */
    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        threads.execute(this::runNext);
    }

    private void runNext() {
        Runnable task = take();
        if (task == null) {
            return;
        }
        try {
            task.run();
        } finally {
            if (more()) {
                threads.execute(this::runNext);
            }
        }
    }

    private @Nullable Runnable take() {
        synchronized (waiting) {
            return waiting.poll();
        }
    }

    private boolean more() {
        synchronized (waiting) {
            running = !waiting.isEmpty();
            return running;
        }
    }
}
