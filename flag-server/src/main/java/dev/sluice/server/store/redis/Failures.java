package dev.sluice.server.store.redis;

import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Turns what the client reports into the two failures that the server knows: surely not written, or nobody can say. An error that Redis
 * itself answers comes from before the first write of a script, for every script compares first; a time-out or a connection that broke
 * on the way says nothing.
 */
final class Failures {

    private Failures() {}

    static <T> Future<T> ofReading(RedisLink link, Supplier<CompletionStage<T>> call) {
        return run(call).recover(e -> Future.failedFuture(unavailable(link, e)));
    }

    /**
     * Turns the failures of a write.
     *
     * @param revisions to look for if nobody can say
     * @param sent whether it surely stands in the store already, in force or not
     */
    static <T> Future<T> ofWriting(
            RedisLink link, Supplier<CompletionStage<T>> call, Map<String, Long> revisions, AtomicBoolean sent) {
        return run(call).recover(e -> {
            if (e instanceof OutcomeUnknownException) {
                return Future.failedFuture(e);
            }
            boolean nothingWritten = e instanceof RedisCommandExecutionException
                    || e instanceof StoreUnavailableException
                    || e instanceof RedisLink.AgainException;
            return Future.failedFuture(
                    nothingWritten && !sent.get()
                            ? unavailable(link, e)
                            : new OutcomeUnknownException(
                                    "Redis at " + link.name()
                                            + " took the write and did not answer; it may be in force",
                                    revisions,
                                    e));
        });
    }

    /** No connection could be made: nothing was sent. */
    static StoreUnavailableException unreachable(String node, Throwable e) {
        return e instanceof RedisCommandExecutionException
                ? refused(node, e)
                : new StoreUnavailableException("no connection to Redis at " + node, e);
    }

    private static StoreUnavailableException unavailable(RedisLink link, Throwable e) {
        if (e instanceof StoreUnavailableException already) {
            return already;
        }
        if (e instanceof RedisCommandExecutionException) {
            return refused(link.name(), e);
        }
        if (e instanceof RedisCommandTimeoutException) {
            return new StoreUnavailableException("Redis at " + link.name() + " did not answer within a second", e);
        }
        return new StoreUnavailableException("no connection to Redis at " + link.name(), e);
    }

    private static StoreUnavailableException refused(String name, Throwable e) {
        String why = "Redis at " + name + " refused: " + e.getMessage();
        return Refusal.of(e).isFull() ? StoreUnavailableException.full(why, e) : new StoreUnavailableException(why, e);
    }

    private static <T> Future<T> run(Supplier<CompletionStage<T>> call) {
        CompletionStage<T> stage;
        try {
            stage = call.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
        return Future.fromCompletionStage(stage)
                .recover(e -> Future.failedFuture(
                        e instanceof CompletionException && e.getCause() != null ? e.getCause() : e));
    }
}
