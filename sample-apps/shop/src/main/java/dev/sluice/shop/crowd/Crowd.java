package dev.sluice.shop.crowd;

import dev.sluice.shop.checkout.Catalogue;
import dev.sluice.shop.checkout.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Everybody who shops: thousands of shoppers with fixed IDs and addresses, of whom a few hundred regulars come back every
 * half a minute. Who they are depends on the seed alone, who comes next on the draw. Confined to one thread.
 */
public final class Crowd {
    /** How many shoppers there are. */
    public static final int SIZE = 4_000;

    private static final long SEED = 20_261_121;
    private static final int REGULARS = 400;
    private static final int LARGEST_BASKET = 3;

    private final List<Shopper> shoppers;
    private final SplittableRandom random;

    /** The crowd of the demo. */
    public Crowd() {
        SplittableRandom who = new SplittableRandom(SEED);
        List<Shopper> all = new ArrayList<>(SIZE);
        for (int i = 0; i < SIZE; i++) {
            Country country = Country.draw(who);
            all.add(new Shopper("shopper-%04d".formatted(i), country, country.drawAddress(who)));
        }
        shoppers = List.copyOf(all);
        random = who.split();
    }

    /** Everybody, in a fixed order. */
    public List<Shopper> shoppers() {
        return shoppers;
    }

    /** Who orders next: a regular every other time. */
    Shopper next() {
        return shoppers.get(random.nextBoolean() ? random.nextInt(REGULARS) : random.nextInt(SIZE));
    }

    /** What a shopper wants this time. */
    Order basketOf(Shopper shopper) {
        List<Order.Line> lines = new ArrayList<>();
        int count = random.nextInt(1, LARGEST_BASKET + 1);
        for (int i = 0; i < count; i++) {
            String article = Catalogue.ARTICLES.get(random.nextInt(Catalogue.ARTICLES.size()));
            lines.add(new Order.Line(article, random.nextInt(1, 3)));
        }
        return new Order(shopper.id(), lines);
    }
}
