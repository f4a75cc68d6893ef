package dev.sluice.shop.checkout;

import io.vertx.core.Future;

/** The checkout that has always been there: every article ships for itself. */
public final class OldCheckout implements Checkout {
    private static final long SHIPPING_PER_LINE = 390;

    private final Payment payment;

    public OldCheckout(Payment payment) {
        this.payment = payment;
    }

    @Override
    public String name() {
        return "old";
    }

    @Override
    public Future<Receipt> place(Order order) {
        long shipping = SHIPPING_PER_LINE * order.lines().size();
        long total = Catalogue.total(order) + shipping;
        return payment.charge(total).map(new Receipt(name(), total, shipping));
    }
}
