package dev.sluice.shop.checkout;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;

/**
 * The payment provider of the demo: takes every card after 2 to 6 ms, which is what an order mostly waits for. It holds no
 * thread while it waits. Confined to one event loop.
 */
public final class Payment {
    private static final int FASTEST_MILLIS = 2;
    private static final int SLOWEST_MILLIS = 6;

    private final Vertx vertx;
    private final SplittableRandom random = new SplittableRandom(7790);

    public Payment(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<Void> charge(long cents) {
        if (cents <= 0) {
            throw new IllegalArgumentException("cents: " + cents + " is not allowed; expected more than 0");
        }
        return vertx.timer(random.nextInt(FASTEST_MILLIS, SLOWEST_MILLIS + 1)).mapEmpty();
    }
}
