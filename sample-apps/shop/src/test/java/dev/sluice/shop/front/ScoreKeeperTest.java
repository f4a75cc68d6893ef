package dev.sluice.shop.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Epoch;
import dev.sluice.engine.Revision;
import dev.sluice.shop.crowd.Country;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoreKeeperTest {
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
    private static final Epoch EPOCH = new Epoch(7, "r1");

    private Instant now = START;
    private final ScoreKeeper keeper = new ScoreKeeper(() -> now);

    @Test
    void theLongestGapIsBetweenSuccessesAndFailuresDoNotShortenIt() {
        succeed(0, "a");
        succeed(40, "b");
        fail(100, "c");
        fail(200, "d");
        succeed(340, "e");
        succeed(350, "f");

        assertThat(score().longestGapMillis()).isEqualTo(300);
        assertThat(score().longestGapEnd()).isEqualTo(START.plusMillis(340));
    }

    @Test
    void theGapThatIsStillOpenCounts() {
        succeed(0, "a");
        succeed(50, "b");

        now = START.plusMillis(2_050);

        assertThat(score().longestGapMillis()).isEqualTo(2_000);
        assertThat(score().longestGapEnd()).isEqualTo(now);
    }

    @Test
    void beforeTheFirstOrderThereIsNoGap() {
        now = START.plusSeconds(60);

        assertThat(score().longestGapMillis()).isZero();
        assertThat(score().orders()).isZero();
    }

    @Test
    void firstAndLastFailureFrameAllOthers() {
        succeed(0, "a");
        fail(1_000, "b");
        fail(2_000, "c");
        fail(3_500, "d");
        succeed(4_000, "e");

        Score score = score();

        assertThat(score.failed()).isEqualTo(3);
        assertThat(score.succeeded()).isEqualTo(2);
        assertThat(score.firstFailure()).isEqualTo(START.plusMillis(1_000));
        assertThat(score.lastFailure()).isEqualTo(START.plusMillis(3_500));
    }

    @Test
    void ordersThatNeverReachedTheFrontAreFailedOrders() {
        succeed(0, "a");
        now = START.plusMillis(500);
        keeper.recordUnanswered(3);

        assertThat(score().orders()).isEqualTo(4);
        assertThat(score().failed()).isEqualTo(3);
        assertThat(score().failuresPerSecond()).endsWith(3);
    }

    @Test
    void theRedLineCountsEachSecondForTwoMinutes() {
        fail(0, "a");
        fail(100, "b");
        fail(5_000, "c");
        now = START.plusSeconds(6);

        List<Integer> line = score().failuresPerSecond();

        assertThat(line).hasSize(120);
        assertThat(line.subList(113, 120)).containsExactly(2, 0, 0, 0, 0, 1, 0);
        now = START.plusSeconds(126);
        assertThat(score().failuresPerSecond()).containsOnly(0);
        assertThat(score().failed()).isEqualTo(3);
    }

    @Test
    void aNewRevisionBeginsTheSharesAnew() {
        for (int i = 0; i < 10; i++) {
            order(i * 10, "a" + i, Country.GERMANY, true, false, 1);
        }
        for (int i = 0; i < 4; i++) {
            order(200 + i * 10, "b" + i, Country.GERMANY, true, true, 2);
        }

        assertThat(germany().windowOrders()).isEqualTo(4);
        assertThat(germany().newPercent()).isEqualTo(100);
        assertThat(score().newPercent()).isEqualTo(100);
        assertThat(germany().orders()).isEqualTo(14);
    }

    @Test
    void anInstanceThatIsBehindDoesNotBlurTheShareOfTheNewestRevision() {
        order(0, "a", Country.GERMANY, true, true, 5);
        order(10, "b", Country.GERMANY, true, false, 4);

        assertThat(germany().windowOrders()).isEqualTo(1);
        assertThat(germany().newPercent()).isEqualTo(100);
        assertThat(score().orders()).isEqualTo(2);
    }

    @Test
    void theShareForgetsOrdersThatAreTooOld() {
        order(0, "a", Country.FRANCE, true, true, 1);
        order(9_000, "b", Country.FRANCE, true, false, 1);

        now = START.plusSeconds(15);

        assertThat(score().windowOrders()).isEqualTo(1);
        assertThat(score().newPercent()).isZero();
        assertThat(score().viaNew()).isEqualTo(1);
    }

    @Test
    void whoChangesTheCheckoutIsCountedInTheDirectionOfTheChange() {
        order(0, "a", Country.SPAIN, true, false, 1);
        order(10, "a", Country.SPAIN, true, false, 1);
        order(20, "a", Country.SPAIN, true, true, 2);
        order(30, "a", Country.SPAIN, true, true, 2);
        order(40, "a", Country.SPAIN, true, false, 3);
        order(50, "b", Country.SPAIN, true, true, 3);

        assertThat(score().switchedOver()).isEqualTo(1);
        assertThat(score().switchedBack()).isEqualTo(1);
    }

    @Test
    void rollingBackTakesFromTheChangeToTheLastFailureAfterIt() {
        fail(1_000, "a");
        fail(2_000, "b");
        now = START.plusMillis(2_400);
        keeper.turnedOff(START.plusMillis(2_100));
        assertThat(score().rollbackMillis()).isZero();

        fail(2_450, "c");

        assertThat(score().rollbackMillis()).isEqualTo(350);
    }

    @Test
    void turningOffWithoutFailuresIsNoRollback() {
        succeed(0, "a");
        keeper.turnedOff(START);

        assertThat(score().rollbackMillis()).isNull();
    }

    @Test
    void failedDecisionsAreCountedAmongAllDecisions() {
        keeper.record(new Served("a", Country.JAPAN, true, false, true, true, null));
        keeper.record(new Served("b", Country.JAPAN, true, false, true, false, null));
        keeper.record(new Served("c", Country.JAPAN, true, false, false, false, null));

        assertThat(score().decisions()).isEqualTo(2);
        assertThat(score().failedDecisions()).isEqualTo(1);
    }

    @Test
    void aResetForgetsEverything() {
        order(0, "a", Country.JAPAN, true, true, 3);
        fail(100, "b");
        now = START.plusSeconds(3);

        keeper.reset();
        order(3_001, "a", Country.JAPAN, true, false, 3);

        Score score = score();
        assertThat(score.since()).isEqualTo(START.plusSeconds(3));
        assertThat(score.orders()).isEqualTo(1);
        assertThat(score.failed()).isZero();
        assertThat(score.lastFailure()).isNull();
        assertThat(score.switchedBack()).isZero();
        assertThat(score.longestGapMillis()).isZero();
        assertThat(score.failuresPerSecond()).containsOnly(0);
    }

    @Test
    void theScoreSurvivesItsJson() {
        SplittableRandom random = new SplittableRandom(20_261_121);
        for (int i = 0; i < 500; i++) {
            Country country = Country.values()[random.nextInt(Country.values().length)];
            order(i * 25, "s" + random.nextInt(50), country, random.nextInt(10) > 0, random.nextBoolean(), 1 + i / 100);
        }
        keeper.turnedOff(now.minusMillis(10));
        Score score = keeper.score(
                List.of(new Score.Shop("shop-a", "READY", 2, "STALE", true, 20, 17)),
                new Score.Flag(true, "10 % get on.", START));

        Score again = Score.fromJson(new JsonObject(score.toJson().encode()));

        assertThat(again).isEqualTo(score);
    }

    @Test
    void theLineReadsAsThePageShowsIt() {
        for (int i = 0; i < 1_200; i++) {
            succeed(i * 41L, "s" + i);
        }

        assertThat(score().line()).isEqualTo("orders 1,200 · failed 0 · longest gap 41 ms · new checkout 0 %");
    }

    private void succeed(long millis, String shopper) {
        order(millis, shopper, Country.GERMANY, true, false, null);
    }

    private void fail(long millis, String shopper) {
        order(millis, shopper, Country.GERMANY, false, null, null);
    }

    private void order(
            long millis,
            String shopper,
            Country country,
            boolean succeeded,
            @Nullable Boolean viaNew,
            @Nullable Integer revision) {
        now = START.plus(Duration.ofMillis(millis));
        Revision decidedBy = revision == null ? null : new Revision(EPOCH, revision);
        keeper.record(new Served(shopper, country, succeeded, viaNew, revision != null, false, decidedBy));
    }

    private Score score() {
        return keeper.score(List.of(), null);
    }

    private Score.CountryShare germany() {
        return score().countries().get(Country.GERMANY.ordinal());
    }
}
