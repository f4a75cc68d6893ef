package dev.sluice.sdk;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.StateId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the application back, one call after the other, on a daemon thread of its own that exists only while there is
 * something to call: a listener that hangs harms other listeners, and nothing else. Thread-safe.
 */
final class Listeners {

    private static final int MOST_WAITING = 10_000;

    private final BiFunction<String, Context, Decision> decide;
    private final Complaints complaints;
    private final List<Consumer<StatusChange>> onStatus = new CopyOnWriteArrayList<>();
    private final List<Consumer<RevisionChange>> onRevision = new CopyOnWriteArrayList<>();
    private final List<FlagListener> onFlag = new CopyOnWriteArrayList<>();
    private final AtomicLong liveChanges = new AtomicLong();
    private final ThreadPoolExecutor executor;

    Listeners(BiFunction<String, Context, Decision> decide, Complaints complaints) {
        this.decide = decide;
        this.complaints = complaints;
        this.executor =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "sluice-listeners");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    Subscription onStatus(Consumer<StatusChange> listener) {
        onStatus.add(listener);
        return () -> onStatus.remove(listener);
    }

    Subscription onRevision(Consumer<RevisionChange> listener) {
        onRevision.add(listener);
        return () -> onRevision.remove(listener);
    }

    Subscription onFlag(String flag, Context context, Consumer<FlagChange> listener) {
        long before = liveChanges.get();
        FlagListener added = new FlagListener(flag, context, listener, decide.apply(flag, context));
        onFlag.add(added);
        if (liveChanges.get() != before) {
            call(added::look);
        }
        return () -> onFlag.remove(added);
    }

    void statusChanged(StatusChange change) {
        for (Consumer<StatusChange> listener : onStatus) {
            call(() -> listener.accept(change));
        }
    }

    void liveChanged(@Nullable StateId before, StateId after) {
        if (!after.equals(before)) {
            for (Consumer<RevisionChange> listener : onRevision) {
                call(() -> listener.accept(new RevisionChange(before, after)));
            }
        }
        liveChanges.incrementAndGet();
        for (FlagListener listener : onFlag) {
            call(listener::look);
        }
    }

    /** Calls nobody any more, save for what waits already. */
    void close() {
        executor.shutdown();
    }

    private void call(Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException theirs) {
                    complaints.warn("A listener of the application threw "
                            + theirs.getClass().getName());
                }
            });
        } catch (RejectedExecutionException full) {
            if (!executor.isShutdown()) {
                complaints.warn("Listeners are too slow: " + MOST_WAITING + " calls wait, later ones are dropped");
            }
        }
    }

    /** Remembers the decision it told last; that belongs to the thread of the listeners. */
    private final class FlagListener {

        private final String flag;
        private final Context context;
        private final Consumer<FlagChange> listener;
        private Decision last;

        FlagListener(String flag, Context context, Consumer<FlagChange> listener, Decision now) {
            this.flag = flag;
            this.context = context;
            this.listener = listener;
            this.last = now;
        }

        void look() {
            Decision before = last;
            Decision now = decide.apply(flag, context);
            last = now;
            boolean same = Objects.equals(before.value(), now.value())
                    && Objects.equals(before.variation(), now.variation())
                    && before.errorCode() == now.errorCode();
            if (!same) {
                listener.accept(new FlagChange(flag, before, now));
            }
        }
    }
}
