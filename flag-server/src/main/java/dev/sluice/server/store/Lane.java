package dev.sluice.server.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one-track line of a project: asynchronous jobs run one after the other, so that a node never prepares two writes of one project
 * at once. The queue is bounded; what does not fit is refused, not kept. Safe on any thread.
 */
final class Lane {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final Executor executor;
    private final int limit;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    Lane(Executor executor, int limit) {
        this.executor = executor;
        this.limit = limit;
    }

    /** Runs the job when its turn comes; it is done when its future is. */
    <T> Future<T> run(Supplier<Future<T>> job) {
        Promise<T> promise = Promise.promise();
        synchronized (waiting) {
            if (waiting.size() >= limit) {
                return Future.failedFuture(new StoreUnavailableException(
                        limit + " writes of this project are waiting already; try again in a second", null));
            }
            waiting.add(() -> start(job, promise));
            if (busy) {
                return promise.future();
            }
            busy = true;
        }
        goOn();
        return promise.future();
    }

    private <T> void start(Supplier<Future<T>> job, Promise<T> promise) {
        Future<T> running;
        try {
            running = job.get();
        } catch (RuntimeException | Error e) {
            running = Future.failedFuture(e);
        }
        running.onComplete(result -> {
            goOn();
            promise.handle(result);
        });
    }

    private void goOn() {
        try {
            executor.execute(this::next);
        } catch (RejectedExecutionException stopped) {
            log.debug("the node stops; what still waits in a lane is dropped");
        }
    }

    private void next() {
        Runnable job;
        synchronized (waiting) {
            job = waiting.poll();
            busy = job != null;
        }
        if (job != null) {
            job.run();
        }
    }
}
