package dev.sluice.shop.checkout;

import java.util.List;
import java.util.Map;

/** What the shop has, and what it costs. */
public final class Catalogue {

    private static final Map<String, Integer> CENTS = Map.of(
            "espresso-cups", 2490,
            "moka-pot", 3450,
            "kettle", 5990,
            "hand-grinder", 7900,
            "filter-papers", 495,
            "beans-1kg", 1890);

    /** Every article, in a fixed order. */
    public static final List<String> ARTICLES = CENTS.keySet().stream().sorted().toList();

    private Catalogue() {}

    /**
     * The price of one piece in cents.
     *
     * @throws IllegalArgumentException for an article the shop does not have
     */
    static int cents(String article) {
        Integer cents = CENTS.get(article);
        if (cents == null) {
            throw new IllegalArgumentException(
                    "article: \"" + article + "\" is not in the catalogue; expected one of " + ARTICLES);
        }
        return cents;
    }

    static long total(Order order) {
        long total = 0;
        for (Order.Line line : order.lines()) {
            total += (long) cents(line.article()) * line.quantity();
        }
        return total;
    }
}
