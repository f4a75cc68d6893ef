package dev.sluice.server;

import dev.sluice.server.json.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link that signs in the first person, told once it is stored. A store that is slow just then is no reason for a node that serves to end:
 * it is asked again until it has taken one. What is refused, though, is refused the next time too.
 */
final class FirstLink {
    private static final Logger log = LoggerFactory.getLogger(FirstLink.class);
    private static final long AGAIN_MILLIS = 1_000;

    private final Vertx vertx;
    private final Supplier<Future<String>> link;
    private final Consumer<String> told;
    private boolean complained;

    /**
     * Tells nothing yet.
     *
     * @param link makes and stores a new one
     * @param told gets one that is stored
     */
    FirstLink(Vertx vertx, Supplier<Future<String>> link, Consumer<String> told) {
        this.vertx = vertx;
        this.link = link;
        this.told = told;
    }

    /** Begins; ends when a link was told, or refused. */
    void tell() {
        link.get().onSuccess(told::accept).onFailure(this::again);
    }

    private void again(Throwable cause) {
        if (cause instanceof RefusedException) {
            log.warn("there is no first link to sign in: {}", cause.getMessage());
            return;
        }
        if (!complained) {
            complained = true;
            log.warn("the first link to sign in can't be stored yet ({}); it is told once it is", cause.getMessage());
        }
        vertx.setTimer(AGAIN_MILLIS, due -> tell());
    }
}
