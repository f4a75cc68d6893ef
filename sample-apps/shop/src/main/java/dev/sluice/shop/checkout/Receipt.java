package dev.sluice.shop.checkout;

/**
 * What a shopper gets for an order that went through.
 *
 * @param checkout name of the checkout that took it
 * @param totalCents what was paid, in cents, shipping included
 * @param shippingCents the shipping's part of it
 */
public record Receipt(String checkout, long totalCents, long shippingCents) {}
