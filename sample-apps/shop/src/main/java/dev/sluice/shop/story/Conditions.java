package dev.sluice.shop.story;

import dev.sluice.shop.front.Score;
import dev.sluice.shop.front.Score.CountryShare;
import dev.sluice.shop.front.Score.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a scene of the story is over. Each condition is a function of a score and answers with what is still missing, or null
 * when it holds.
 *
 * <p>Shares are judged with the sampling noise they have: a share {@code p} seen in {@code n} orders may differ from what was
 * asked for by four standard errors, and by two points more because regulars weigh more than others.
 */
final class Conditions {
    private static final double SIGMAS = 4;
    private static final double REGULARS_POINTS = 2;

    /** Something that a scene waits for. */
    @FunctionalInterface
    interface Condition {
        @Nullable
        String missing(Score score);

        default Condition and(Condition other) {
            return score -> {
                String first = missing(score);
                return first != null ? first : other.missing(score);
            };
        }
    }

    private Conditions() {}

    static Condition ordersAtLeast(long orders) {
        return score -> score.orders() >= orders ? null : "only " + score.orders() + " of " + orders + " orders yet";
    }

    static Condition nothingFailed() {
        return score -> score.failed() == 0 ? null : score.failed() + " orders failed";
    }

    static Condition failedAtLeast(long failed) {
        return score -> score.failed() >= failed ? null : "only " + score.failed() + " of " + failed + " failures yet";
    }

    /** Both shops take orders, with this build; a build that asks flags has contact with the server. */
    static Condition bothShopsReady(int build) {
        return score -> {
            int ready = 0;
            for (Shop shop : score.shops()) {
                boolean flagsReady = shop.flags().equals(build == 1 ? "NONE" : "READY");
                ready += shop.inRotation() && shop.build() == build && flagsReady ? 1 : 0;
            }
            return ready == 2 ? null : ready + " of 2 shops are ready with build " + build;
        };
    }

    static Condition bothShopsStale() {
        return score -> {
            long stale = score.shops().stream()
                    .filter(shop -> shop.flags().equals("STALE"))
                    .count();
            return stale == 2 ? null : stale + " of 2 shops say STALE";
        };
    }

    static Condition nobodyMeetsTheNewCheckout(int orders) {
        return score -> {
            if (score.windowOrders() < orders) {
                return "only " + score.windowOrders() + " of " + orders + " orders since the change";
            }
            return score.windowNew() == 0 ? null : score.windowNew() + " orders met the new checkout";
        };
    }

    /** The share of the new checkout over all countries, or over all but one that has a rule of its own. */
    static Condition shareIsAbout(double percent, int orders, @Nullable String butNot) {
        return score -> {
            long seen = 0;
            long isNew = 0;
            for (CountryShare each : score.countries()) {
                if (!each.code().equals(butNot)) {
                    seen += each.windowOrders();
                    isNew += each.windowNew();
                }
            }
            if (seen < orders) {
                return "only " + seen + " of " + orders + " orders since the change";
            }
            double share = 100.0 * isNew / seen;
            double allowed = SIGMAS * Math.sqrt(percent * (100 - percent) / seen) + REGULARS_POINTS;
            return Math.abs(share - percent) <= allowed
                    ? null
                    : String.format(Locale.ROOT, "%.1f %% met the new checkout, not about %.1f %%", share, percent);
        };
    }

    static Condition everybodyFrom(String country, int orders) {
        return score -> {
            for (CountryShare each : score.countries()) {
                if (each.code().equals(country)) {
                    if (each.windowOrders() < orders) {
                        return "only " + each.windowOrders() + " of " + orders + " orders from " + each.name();
                    }
                    return each.windowNew() == each.windowOrders()
                            ? null
                            : each.windowNew() + " of " + each.windowOrders() + " orders from " + each.name()
                                    + " met the new checkout";
                }
            }
            return "nobody comes from " + country;
        };
    }

    static Condition nobodySwitchedBack() {
        return score -> score.switchedBack() == 0 ? null : score.switchedBack() + " shoppers lost the new checkout";
    }

    static Condition noDecisionFailed() {
        return score -> score.failedDecisions() == 0 ? null : score.failedDecisions() + " decisions failed";
    }

    /** A while has passed since a moment, so that what would still go wrong had time to. */
    static Condition passed(Instant since, Duration time) {
        return score -> score.at().isBefore(since.plus(time)) ? "waiting to see more" : null;
    }

    static Condition noFailureAfter(Instant moment) {
        return score -> score.lastFailure() == null || !score.lastFailure().isAfter(moment)
                ? null
                : "an order failed at " + score.lastFailure() + ", after " + moment;
    }
}
