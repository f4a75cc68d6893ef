package dev.sluice.sdk.internal.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A {@link Loop} of one daemon thread. */
public final class ThreadLoop implements Loop, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Throwable> uncaught;

    /**
     * Starts no thread before there is something to do.
     *
     * @param threadName what thread dumps show
     * @param uncaught takes what a task throws; the loop goes on with the next task
     */
    public ThreadLoop(String threadName, Consumer<Throwable> uncaught) {
        this.uncaught = uncaught;
        this.executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, threadName);
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(guarded(task));
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Future<?> future = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /** Drops what waits, and ends the thread when the running task is done. */
    @Override
    public void close() {
        executor.shutdown();
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable thrown) { // nothing may stop the loop but close()
                uncaught.accept(thrown);
            }
        };
    }
}
