package dev.sluice.shop.checkout;

/** An order that the shop should have taken and did not: the shop's fault, never the shopper's. */
public final class CheckoutFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CheckoutFailedException(String message) {
        super(message);
    }
}
