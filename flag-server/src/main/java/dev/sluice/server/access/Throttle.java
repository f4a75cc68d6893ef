package dev.sluice.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How often something may be tried under each name: so many times at once, and one more after each stretch of time. Remembers the 10,000
 * names that were used last. Safe on any thread.
 */
final class Throttle {
    private static final long MOST_NAMES = 10_000;

    private final InstantSource clock;
    private final int atOnce;
    private final Duration each;
    private final Cache<String, Instant> fullAgain =
            Caffeine.newBuilder().maximumSize(MOST_NAMES).build();

    Throttle(InstantSource clock, int atOnce, Duration each) {
        this.clock = clock;
        this.atOnce = atOnce;
        this.each = each;
    }

    /** Takes one try; how long to wait for the next one if there is none. */
    Optional<Duration> take(String name) {
        Instant now = clock.instant();
        Instant after = fullAgain
                .asMap()
                .compute(name, (key, full) -> (full == null || full.isBefore(now) ? now : full).plus(each));
        Duration over = Duration.between(now.plus(each.multipliedBy(atOnce)), after);
        if (over.isNegative() || over.isZero()) {
            return Optional.empty();
        }
        giveBack(name);
        return Optional.of(over);
    }

    /** Gives back a try that was none. */
    void giveBack(String name) {
        fullAgain.asMap().computeIfPresent(name, (key, full) -> full.minus(each));
    }
}
