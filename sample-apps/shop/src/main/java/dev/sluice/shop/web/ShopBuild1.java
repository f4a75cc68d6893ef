package dev.sluice.shop.web;

import dev.sluice.shop.checkout.NewCheckout;
import dev.sluice.shop.checkout.OldCheckout;
import dev.sluice.shop.checkout.Order;
import dev.sluice.shop.checkout.Payment;
import org.jspecify.annotations.Nullable;

/** The shop as it was before the new checkout was written: it has one checkout and asks no flag. */
public final class ShopBuild1 implements Build {
    private final OldCheckout checkout;

    private ShopBuild1(Payment payment) {
        checkout = new OldCheckout(payment);
    }

    /** Runs this build as a process of its own. */
    public static void main(String[] args) {
        ShopProgram.run((self, payment) -> new ShopBuild1(payment));
    }

    @Override
    public int number() {
        return 1;
    }

    @Override
    public Choice choose(Order order, @Nullable String forwardedFor, String peer) {
        return new Choice(checkout, false, false, null);
    }

    @Override
    public String flagStatus() {
        return "NONE";
    }

    @Override
    public @Nullable NewCheckout newCheckout() {
        return null;
    }

    @Override
    public void close() {}
}
