package dev.sluice.shop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shop.front.Score;
import dev.sluice.shop.front.Score.CountryShare;
import dev.sluice.shop.front.Score.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void germanyAloneIsOnWhenEveryGermanOrderIsNewAndTheOthersStayAtTenPercent() {
        Conditions.Condition condition = Conditions.everybodyFrom("DE", 80).and(Conditions.shareIsAbout(10, 300, "DE"));

        assertThat(condition.missing(shares(new int[] {100, 100}, new int[] {400, 41})))
                .isNull();
        assertThat(condition.missing(shares(new int[] {100, 99}, new int[] {400, 41})))
                .contains("99 of 100");
        assertThat(condition.missing(shares(new int[] {10, 10}, new int[] {400, 41})))
                .contains("10 of 80");
        assertThat(condition.missing(shares(new int[] {100, 100}, new int[] {400, 120})))
                .contains("30.0 %");
        assertThat(condition.missing(shares(new int[] {100, 100}, new int[] {200, 20})))
                .contains("200 of 300");
    }

    @Test
    void aShareIsJudgedWithTheNoiseItHas() {
        Conditions.Condition condition = Conditions.shareIsAbout(10, 100, null);

        assertThat(condition.missing(shares(new int[] {100, 20}))).isNull();
        assertThat(condition.missing(shares(new int[] {10_000, 2_000}))).isNotNull();
        assertThat(condition.missing(shares(new int[] {10_000, 1_050}))).isNull();
        assertThat(condition.missing(shares(new int[] {400, 0}))).isNotNull();
    }

    @Test
    void bothShopsAreReadyOnlyInRotationWithTheBuildAndWithContact() {
        Shop good = new Shop("shop-a", "READY", 2, "READY", true, 0, 1);
        Conditions.Condition condition = Conditions.bothShopsReady(2);

        assertThat(condition.missing(shops(good, good))).isNull();
        assertThat(condition.missing(shops(good))).contains("1 of 2");
        assertThat(condition.missing(shops(good, new Shop("b", "READY", 2, "STALE", true, 0, 1))))
                .isNotNull();
        assertThat(condition.missing(shops(good, new Shop("b", "READY", 1, "NONE", true, 0, 1))))
                .isNotNull();
        assertThat(condition.missing(shops(good, new Shop("b", "DRAINING", 2, "READY", false, 0, 1))))
                .isNotNull();
        assertThat(Conditions.bothShopsStale().missing(shops(good, good))).contains("0 of 2");
    }

    @Test
    void aFailureAfterTheMomentIsSeen() {
        assertThat(Conditions.noFailureAfter(BEGIN).missing(failures(0, null, null)))
                .isNull();
        assertThat(Conditions.noFailureAfter(BEGIN).missing(failures(1, BEGIN, BEGIN)))
                .isNull();
        assertThat(Conditions.noFailureAfter(BEGIN).missing(failures(1, BEGIN, BEGIN.plusMillis(1))))
                .isNotNull();
    }

    @Test
    void failuresBetweenBreakingAndOneSecondAfterTurningOffAreTheStory() {
        Instant broken = BEGIN.plusSeconds(80);
        Instant back = BEGIN.plusSeconds(90);

        assertThat(Verdict.faults(failures(0, null, null), broken, back)).isEmpty();
        assertThat(Verdict.faults(failures(40, broken, back.plusMillis(1_000)), broken, back))
                .isEmpty();
        assertThat(Verdict.faults(failures(40, broken, back.plusMillis(1_001)), broken, back))
                .singleElement()
                .asString()
                .contains("more than 1 s after");
        assertThat(Verdict.faults(failures(40, broken.minusMillis(1), back), broken, back))
                .singleElement()
                .asString()
                .contains("before the new checkout was broken");
    }

    @Test
    void aGapOverOneSecondIsAFault() {
        assertThat(Verdict.faults(gap(1_000), BEGIN, BEGIN)).isEmpty();
        assertThat(Verdict.faults(gap(1_001), BEGIN, BEGIN))
                .singleElement()
                .asString()
                .contains("1001 ms");
    }

    @Test
    void timeHasPassedOnlyWhenItHas() {
        Conditions.Condition condition = Conditions.passed(BEGIN, Duration.ofSeconds(4));

        assertThat(condition.missing(score(BEGIN.plusMillis(3_999), 0, null, null, 0, List.of(), List.of())))
                .isNotNull();
        assertThat(condition.missing(score(BEGIN.plusSeconds(4), 0, null, null, 0, List.of(), List.of())))
                .isNull();
    }

    /** One pair of orders and new ones for each country: Germany, then France. */
    private static Score shares(int[]... pairs) {
        List<CountryShare> countries = new java.util.ArrayList<>();
        String[] codes = {"DE", "FR"};
        for (int i = 0; i < pairs.length; i++) {
            countries.add(new CountryShare(codes[i], codes[i], pairs[i][0], pairs[i][0], pairs[i][1]));
        }
        return score(BEGIN, 0, null, null, 0, countries, List.of());
    }

    private static Score shops(Shop... shops) {
        return score(BEGIN, 0, null, null, 0, List.of(), List.of(shops));
    }

    private static Score failures(long failed, @Nullable Instant first, @Nullable Instant last) {
        return score(BEGIN, failed, first, last, 0, List.of(), List.of());
    }

    private static Score gap(long millis) {
        return score(BEGIN, 0, null, null, millis, List.of(), List.of());
    }

    private static Score score(
            Instant at,
            long failed,
            @Nullable Instant first,
            @Nullable Instant last,
            long gapMillis,
            List<CountryShare> countries,
            List<Shop> shops) {
        return new Score(
                BEGIN, at, 1_000, failed, first, last, gapMillis, null, 0, 0, 0, 0, 0, 0, 0, null, List.of(), countries,
                shops, null);
    }
}
