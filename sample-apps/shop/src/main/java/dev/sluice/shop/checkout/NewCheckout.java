package dev.sluice.shop.checkout;

import io.vertx.core.Future;

/**
 * The checkout that is being released: one parcel for everything, free from 50 euros. It can be told to fail a share of its
 * orders, which is how the demo shows what a bad release looks like. Confined to one event loop.
 */
public final class NewCheckout implements Checkout {
    private static final long SHIPPING_PER_PARCEL = 490;
    private static final long FREE_SHIPPING_FROM = 5000;

    private final Payment payment;
    private int failPercent;
    private int owed;

    public NewCheckout(Payment payment) {
        this.payment = payment;
    }

    @Override
    public String name() {
        return "new";
    }

    @Override
    public Future<Receipt> place(Order order) {
        long goods = Catalogue.total(order);
        long shipping = goods >= FREE_SHIPPING_FROM ? 0 : SHIPPING_PER_PARCEL;
        Receipt receipt = new Receipt(name(), goods + shipping, shipping);
        boolean fails = nextFails();
        return payment.charge(receipt.totalCents())
                .compose(paid -> fails
                        ? Future.failedFuture(new CheckoutFailedException("the parcel could not be reserved"))
                        : Future.succeededFuture(receipt));
    }

    /**
     * Makes this checkout fail from now on.
     *
     * @param percent how many orders of a hundred, 0 to 100, evenly spread; 0 mends it
     */
    public void failPercent(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent: " + percent + " is not allowed; expected 0 to 100");
        }
        failPercent = percent;
        owed = 0;
    }

    /** How many orders of a hundred fail now. */
    public int failPercent() {
        return failPercent;
    }

    private boolean nextFails() {
        owed += failPercent;
        if (owed >= 100) {
            owed -= 100;
            return true;
        }
        return false;
    }
}
