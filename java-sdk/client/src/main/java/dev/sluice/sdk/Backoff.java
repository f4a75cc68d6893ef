package dev.sluice.sdk;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: decorrelated jitter.
 *
 * <p>{@code next = min(most, uniform(least, 3 * previous))}, {@code previous = least} at the start. Drawing each delay
 * from the one before, not from the number of attempts, keeps a crowd that lost its server together from coming back
 * together. Not thread-safe.
 */
final class Backoff {

    private final long least;
    private final long most;
    private final RandomGenerator random;
    private long previous;

    Backoff(Duration least, Duration most, RandomGenerator random) {
        if (least.isNegative() || least.isZero() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "A backoff from " + least + " to " + most + " is none: both must be above zero, in this order");
        }
        this.least = least.toNanos();
        this.most = most.toNanos();
        this.random = random;
        this.previous = this.least;
    }

    /** The delay before the next attempt, between the least and the most, both included. */
    Duration next() {
        long high = Math.min(most, previous > most / 3 ? most : previous * 3);
        previous = least + random.nextLong(high - least + 1);
        return Duration.ofNanos(previous);
    }

    /**
     * The delay before the next attempt, where a server may have asked for one: that and up to a fifth more, so that not all come back at
     * once; never below the least.
     *
     * @param asked null when it has not
     */
    Duration after(@Nullable Duration asked) {
        Duration drawn = next();
        if (asked == null) {
            return drawn;
        }
        long spread = Math.max(least, asked.toNanos() / 5);
        return Duration.ofNanos(Math.max(least, asked.toNanos() + random.nextLong(spread + 1)));
    }

    /** Starts again at the least, after a time of health. */
    void reset() {
        previous = least;
    }
}
