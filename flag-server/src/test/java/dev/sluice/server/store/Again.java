package dev.sluice.server.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks a store again that did not answer within its second, as a busy machine makes it: the store is right to say so, and a test that is
 * about something else goes on. Only for what may be done twice.
 */
public final class Again {

    /** Less than {@link Samples#get} waits, so that the store's own words are what a test fails with. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private static final Executor SOON = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private Again() {}

    /** The answer, or what the store said last. */
    public static <T> Future<T> ask(Supplier<Future<T>> question) {
        return ask(question, System.nanoTime() + LONGEST.toNanos());
    }

    private static <T> Future<T> ask(Supplier<Future<T>> question, long until) {
        return question.get().recover(e -> {
            boolean late = e instanceof OutcomeUnknownException
                    || (e instanceof StoreUnavailableException unavailable
                            && (unavailable.kind() == StoreUnavailableException.Cause.AWAY
                                    || unavailable.kind() == StoreUnavailableException.Cause.UNSETTLED));
            if (!late || System.nanoTime() - until > 0) {
                return Future.failedFuture(e);
            }
            Promise<T> answer = Promise.promise();
            SOON.execute(() -> ask(question, until).onComplete(answer));
            return answer.future();
        });
    }
}
