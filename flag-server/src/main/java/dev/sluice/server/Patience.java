package dev.sluice.server;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits of the thread that starts a server: none is for ever, and a long one says what it waits for. */
final class Patience {

    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final int LONGEST_SECONDS = 120;
    private static final int SAY_EVERY_SECONDS = 10;

    private Patience() {}

    /**
     * The result of a future, or what it failed with.
     *
     * @param what will be true then, for people
     * @throws IllegalStateException if it takes longer than two minutes
     */
    static <T> T await(String what, Future<T> future) throws InterruptedException {
        CompletableFuture<T> result = future.toCompletionStage().toCompletableFuture();
        for (int waited = 0; waited < LONGEST_SECONDS; waited += SAY_EVERY_SECONDS) {
            try {
                return result.get(SAY_EVERY_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException slow) {
                log.warn("the start waits until {}: {} s so far", what, waited + SAY_EVERY_SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        throw new IllegalStateException(
                "the start was given up: after " + LONGEST_SECONDS + " s it could not be said that " + what);
    }
}
