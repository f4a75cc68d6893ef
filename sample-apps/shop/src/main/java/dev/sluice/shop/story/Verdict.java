package dev.sluice.shop.story;

import dev.sluice.shop.front.Score;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the story promises, held against the score at its end. */
final class Verdict {
    static final Duration LONGEST_GAP = Duration.ofSeconds(1);
    static final Duration ROLLBACK_WITHIN = Duration.ofSeconds(1);

    private Verdict() {}

    /**
     * What was promised and not kept; empty when all was.
     *
     * @param brokenAt just before the new checkout was broken
     * @param backAt just before the flag was turned off
     */
    static List<String> faults(Score score, Instant brokenAt, Instant backAt) {
        List<String> faults = new ArrayList<>();
        Instant first = score.firstFailure();
        Instant last = score.lastFailure();
        if (first != null && first.isBefore(brokenAt)) {
            faults.add("an order failed at " + first + ", before the new checkout was broken at " + brokenAt);
        }
        if (last != null && last.isAfter(backAt.plus(ROLLBACK_WITHIN))) {
            faults.add("an order failed at " + last + ", more than " + ROLLBACK_WITHIN.toSeconds()
                    + " s after the flag was turned off at " + backAt);
        }
        if (score.longestGapMillis() > LONGEST_GAP.toMillis()) {
            faults.add("for " + score.longestGapMillis() + " ms no order succeeded (until " + score.longestGapEnd()
                    + "); at most " + LONGEST_GAP.toMillis() + " ms are promised");
        }
        return faults;
    }
}
