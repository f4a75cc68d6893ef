package dev.sluice.shop.crowd;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * When shoppers arrive: an open model. Arrival {@code i} is due at {@code i / rate} plus a little jitter after the start, no
 * matter whether earlier orders have been answered: shoppers do not wait for each other, so a shop that stalls meets
 * everybody who came meanwhile.
 *
 * <p>Law: {@code |due(i) - i * gap| <= gap / 5}, and {@code due} never decreases.
 */
final class ArrivalSchedule {
    private final long gapNanos;
    private final SplittableRandom jitter;
    private long index;

    ArrivalSchedule(int perSecond, long seed) {
        if (perSecond < 1 || perSecond > 1000) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " is not allowed; expected 1 to 1000");
        }
        gapNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        jitter = new SplittableRandom(seed);
    }

    /** The next arrival, in nanoseconds after the start. */
    long nextDueNanos() {
        long most = gapNanos / 5;
        return index++ * gapNanos + jitter.nextLong(-most, most + 1);
    }
}
