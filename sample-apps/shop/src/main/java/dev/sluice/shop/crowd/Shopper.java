package dev.sluice.shop.crowd;

/**
 * Somebody who shops.
 *
 * @param id the shopper's ID, the same at every visit
 * @param address where the shopper comes from, the same at every visit
 */
public record Shopper(String id, Country country, String address) {}
