package dev.sluice.sdk.internal.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the JDK's HTTP client works: never on the loop, and never more than two daemon threads.
 *
 * <p>Beginning a request looks up the server's name, and asks which proxy to take; that takes as long as a resolver likes. So requests are
 * begun on a thread that does nothing else, one after the other, as look-ups of one name come one after the other anyway. What
 * arrives meanwhile is brought on by the other thread. Both end once they have had nothing to do for a while. Thread-safe.
 */
final class HttpThreads implements Executor, AutoCloseable {

    private static final Duration KEPT_IDLE = Duration.ofMinutes(1);

    private final ThreadPoolExecutor beginning = one(task -> this.beginner = daemon(task, "sluice-http-begin"));
    private final ThreadPoolExecutor arriving = one(task -> daemon(task, "sluice-http"));
    private volatile @Nullable Thread beginner;

    /** Begins a request: what the HTTP client makes of it at once runs here, too. */
    void begin(Runnable request) {
        beginning.execute(request);
    }

    /** Does a piece of the HTTP client's work: at once, if it belongs to the beginning of a request. */
    @Override
    public void execute(Runnable work) {
        if (Thread.currentThread() == beginner) {
            work.run();
        } else {
            arriving.execute(work);
        }
    }

    /** Ends both threads as soon as they have nothing to do; what the HTTP client has to wind up is done all the same. */
    @Override
    public void close() {
        beginning.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
        arriving.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    }

    private static ThreadPoolExecutor one(ThreadFactory threads) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, KEPT_IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), threads);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
