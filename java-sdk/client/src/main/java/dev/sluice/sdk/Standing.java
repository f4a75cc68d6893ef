package dev.sluice.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server stands with its own store. One that has lost it cannot know whether what it has is the newest; it says for how long that has
 * been so, by its own clock, and here it goes on by elapsed time, so that no wall clock of this machine has a part in it.
 *
 * @param inTouch whether it has its store
 * @param lostAtNanos when it lost it, on the loop's clock; null while it has it, and where it does not say
 */
record Standing(boolean inTouch, @Nullable Long lostAtNanos) {

    static final Standing IN_TOUCH = new Standing(true, null);

    private static final Duration LONGEST = Duration.ofDays(36_500); // and no number of nanoseconds overflows

    /** Out of touch for so many milliseconds by now; null where the server does not say. */
    static Standing lost(@Nullable Long forMillis, long nowNanos) {
        if (forMillis == null) {
            return new Standing(false, null);
        }
        Duration lost = Duration.ofMillis(Math.min(Math.max(0, forMillis), LONGEST.toMillis()));
        return new Standing(false, nowNanos - lost.toNanos());
    }

    /** Time since the server could know that what it says is the newest: zero while it can, null when nobody knows. */
    @Nullable
    Duration age(long nowNanos) {
        if (inTouch) {
            return Duration.ZERO;
        }
        return lostAtNanos == null ? null : Duration.ofNanos(nowNanos - lostAtNanos);
    }
}
