package dev.sluice.shop.checkout;

import io.vertx.core.Future;

/** Takes an order from basket to paid. Implementations are confined to one event loop. */
public interface Checkout {

    /** The name by which the score counts this checkout. */
    String name();

    /**
     * Places an order.
     *
     * @return the receipt; failed with {@link CheckoutFailedException} when the order could not be placed
     * @throws IllegalArgumentException when the order names what the shop does not have
     */
    Future<Receipt> place(Order order);
}
