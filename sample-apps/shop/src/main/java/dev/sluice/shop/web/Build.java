package dev.sluice.shop.web;

import dev.sluice.shop.checkout.Checkout;
import dev.sluice.shop.checkout.NewCheckout;
import dev.sluice.shop.checkout.Order;
import org.jspecify.annotations.Nullable;

/** One build of the shop: what code it has, and which checkout an order goes through. Confined to one event loop. */
interface Build extends AutoCloseable {

    /** Which build this is, counted from 1. */
    int number();

    /**
     * Chooses the checkout of an order. Never fails and never blocks.
     *
     * @param forwardedFor the {@code X-Forwarded-For} header, if there is one
     * @param peer the address the request came from
     */
    Choice choose(Order order, @Nullable String forwardedFor, String peer);

    /** How the flags of this build are doing, or {@code NONE} when it has none. */
    String flagStatus();

    /** The checkout that is being released, if this build has it. */
    @Nullable
    NewCheckout newCheckout();

    @Override
    void close();

    /**
     * A chosen checkout.
     *
     * @param decisionFailed whether a flag was asked and had to answer with the code's default
     * @param decided whether a flag was asked at all
     * @param revision the revision the flag was decided by, as {@code epoch:number}; null when none was asked or known
     */
    record Choice(
            Checkout checkout,
            boolean decided,
            boolean decisionFailed,
            @Nullable String revision) {}
}
