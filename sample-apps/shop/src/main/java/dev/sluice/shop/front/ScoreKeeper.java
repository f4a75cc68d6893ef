package dev.sluice.shop.front;

import dev.sluice.engine.Revision;
import dev.sluice.shop.crowd.Country;
import dev.sluice.shop.front.Score.CountryShare;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what shoppers met. Confined to one event loop.
 *
 * <p>Three choices carry the honesty of the figures. The <em>longest gap</em> is between two orders that succeeded, and the
 * gap that is still open counts too: a shop that is down now cannot look well. The <em>share</em> of the new checkout is of
 * the orders of the last {@link #SHARE_WINDOW} that were decided by the newest revision seen, so that it shows what a change
 * of the flag has done and not an average over before and after. A shopper who <em>switched</em> is one whose previous order
 * went through the other checkout: that, not the share, tells whether people stay where they are.
 */
final class ScoreKeeper {
    static final Duration SHARE_WINDOW = Duration.ofSeconds(10);
    static final int LINE_SECONDS = 120;

    private final InstantSource clock;
    private final Map<Country, Tally> tallies = new EnumMap<>(Country.class);
    private final Deque<Sample> window = new ArrayDeque<>();
    private final Deque<Long> recentFailures = new ArrayDeque<>();
    private final Map<String, Boolean> lastCheckout = new HashMap<>();
    private Instant since;
    private long succeeded;
    private long failed;
    private long viaNew;
    private @Nullable Instant firstFailure;
    private @Nullable Instant lastFailure;
    private @Nullable Instant lastSuccess;
    private long longestGapMillis;
    private @Nullable Instant longestGapEnd;
    private long decisions;
    private long failedDecisions;
    private long switchedOver;
    private long switchedBack;
    private @Nullable Revision newest;
    private @Nullable Instant offAt;
    private @Nullable Instant lastFailureOfOff;

    private record Sample(long atMillis, @Nullable Country country, boolean viaNew) {}

    private static final class Tally {
        private long orders;
        private int windowOrders;
        private int windowNew;
    }

    ScoreKeeper(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
        forgetShares();
    }

    /** Begins anew: nothing has been ordered yet. Who went through which checkout before is forgotten as well. */
    void reset() {
        since = clock.instant();
        succeeded = 0;
        failed = 0;
        viaNew = 0;
        firstFailure = null;
        lastFailure = null;
        lastSuccess = null;
        longestGapMillis = 0;
        longestGapEnd = null;
        decisions = 0;
        failedDecisions = 0;
        switchedOver = 0;
        switchedBack = 0;
        offAt = null;
        lastFailureOfOff = null;
        lastCheckout.clear();
        recentFailures.clear();
        tallies.values().forEach(tally -> tally.orders = 0);
        forgetShares();
    }

    /** Takes down how an order ended, now. */
    void record(Served order) {
        Instant now = clock.instant();
        if (order.decided()) {
            decisions++;
            failedDecisions += order.decisionFailed() ? 1 : 0;
        }
        if (order.succeeded()) {
            succeed(now);
        } else {
            fail(now, 1);
        }
        if (order.country() != null) {
            tally(order.country()).orders++;
        }
        if (order.viaNew() != null) {
            share(now, order, order.viaNew());
        }
    }

    /** Takes down orders that never reached the front, told of now. */
    void recordUnanswered(int orders) {
        fail(clock.instant(), orders);
    }

    /** Takes down that the flag was turned off at a moment; the failures after it tell how long rolling back took. */
    void turnedOff(Instant at) {
        if (lastFailure != null && lastFailure.isAfter(at.minus(Duration.ofSeconds(5)))) {
            offAt = at;
            lastFailureOfOff = lastFailure;
        }
    }

    /** The score, now; shops and flag are the caller's to add. */
    Score score(List<Score.Shop> shops, Score.@Nullable Flag flag) {
        Instant now = clock.instant();
        forgetOld(now);
        int newInWindow = 0;
        for (Sample sample : window) {
            newInWindow += sample.viaNew() ? 1 : 0;
        }
        List<CountryShare> countries = new ArrayList<>();
        for (Country country : Country.values()) {
            Tally tally = tally(country);
            countries.add(new CountryShare(
                    country.code(), country.title(), tally.orders, tally.windowOrders, tally.windowNew));
        }
        long openGap =
                lastSuccess == null ? 0 : Duration.between(lastSuccess, now).toMillis();
        boolean openIsLongest = openGap > longestGapMillis;
        return new Score(
                since,
                now,
                succeeded,
                failed,
                firstFailure,
                lastFailure,
                openIsLongest ? openGap : longestGapMillis,
                openIsLongest ? now : longestGapEnd,
                viaNew,
                window.size(),
                newInWindow,
                decisions,
                failedDecisions,
                switchedOver,
                switchedBack,
                rollbackMillis(),
                failuresPerSecond(now),
                countries,
                shops,
                flag);
    }

    private void succeed(Instant now) {
        succeeded++;
        if (lastSuccess != null) {
            long gap = Duration.between(lastSuccess, now).toMillis();
            if (gap > longestGapMillis) {
                longestGapMillis = gap;
                longestGapEnd = now;
            }
        }
        lastSuccess = now;
    }

    private void fail(Instant now, int orders) {
        failed += orders;
        if (firstFailure == null) {
            firstFailure = now;
        }
        lastFailure = now;
        if (offAt != null && now.isBefore(offAt.plusSeconds(60))) {
            lastFailureOfOff = now;
        }
        for (int i = 0; i < orders; i++) {
            recentFailures.addLast(now.getEpochSecond());
        }
    }

    private void share(Instant now, Served order, boolean isNew) {
        viaNew += isNew ? 1 : 0;
        Boolean before = lastCheckout.put(order.shopper(), isNew);
        if (before != null && before != isNew) {
            switchedOver += isNew ? 1 : 0;
            switchedBack += isNew ? 0 : 1;
        }
        Revision revision = order.revision();
        if (revision != null && newest != null && revision.compareTo(newest) < 0) {
            return;
        }
        if (revision != null && !revision.equals(newest)) {
            newest = revision;
            forgetShares();
        }
        window.addLast(new Sample(now.toEpochMilli(), order.country(), isNew));
        if (order.country() != null) {
            Tally tally = tally(order.country());
            tally.windowOrders++;
            tally.windowNew += isNew ? 1 : 0;
        }
        forgetOld(now);
    }

    private void forgetOld(Instant now) {
        long oldest = now.minus(SHARE_WINDOW).toEpochMilli();
        for (Sample first = window.peekFirst();
                first != null && first.atMillis() < oldest;
                first = window.peekFirst()) {
            window.removeFirst();
            if (first.country() != null) {
                Tally tally = tally(first.country());
                tally.windowOrders--;
                tally.windowNew -= first.viaNew() ? 1 : 0;
            }
        }
        long oldestSecond = now.getEpochSecond() - LINE_SECONDS;
        while (!recentFailures.isEmpty() && recentFailures.getFirst() < oldestSecond) {
            recentFailures.removeFirst();
        }
    }

    private void forgetShares() {
        window.clear();
        for (Country country : Country.values()) {
            Tally tally = tally(country);
            tally.windowOrders = 0;
            tally.windowNew = 0;
        }
    }

    private Tally tally(Country country) {
        return tallies.computeIfAbsent(country, any -> new Tally());
    }

    private @Nullable Long rollbackMillis() {
        if (offAt == null || lastFailureOfOff == null) {
            return null;
        }
        return Math.max(0, Duration.between(offAt, lastFailureOfOff).toMillis());
    }

    private List<Integer> failuresPerSecond(Instant now) {
        int[] line = new int[LINE_SECONDS];
        long firstSecond = now.getEpochSecond() - LINE_SECONDS + 1;
        for (long second : recentFailures) {
            int index = (int) (second - firstSecond);
            if (index >= 0 && index < LINE_SECONDS) {
                line[index]++;
            }
        }
        List<Integer> result = new ArrayList<>(LINE_SECONDS);
        for (int failures : line) {
            result.add(failures);
        }
        return result;
    }
}
