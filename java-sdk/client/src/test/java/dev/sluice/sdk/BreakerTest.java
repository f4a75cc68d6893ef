package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.model.Guard;
import dev.sluice.sdk.Breaker.Permit;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Guard GUARD = new Guard("on", "off", 0.2, 10, 10_000, 5_000, null);

    private final Breaker breaker = new Breaker();
    private long now = Duration.ofDays(3).toNanos();

    @Test
    void itOpensWhenTheShareOfErrorsIsAboveTheLimitAndEnoughWasSeen() {
        outcomes(9, false);
        assertThat(breaker.isOpen()).as("nine are too few").isFalse();

        outcomes(1, false);

        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.next(GUARD, now)).isEqualTo(Permit.BASELINE);
    }

    @Test
    void aShareAtTheLimitIsNotAboveIt() {
        for (int i = 0; i < 100; i++) {
            outcomes(4, true);
            outcomes(1, false);
        }
        assertThat(breaker.isOpen()).isFalse();

        outcomes(1, false);
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void whatIsOlderThanTheWindowDoesNotCount() {
        outcomes(9, false);
        pass(Duration.ofSeconds(11));
        outcomes(5, false);
        assertThat(breaker.isOpen()).isFalse();

        outcomes(5, false);
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void whatWasCountedUnderAShorterWindowDoesNotCountAsNewUnderALongerOne() {
        outcomes(9, false);
        pass(Duration.ofDays(1).plusSeconds(6)); // to a place where nothing was counted before
        Guard longer = new Guard("on", "off", 0.2, 10, 60_000, 5_000, null);

        breaker.ended(longer, Permit.VARIATION, false, now);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void aLongCleanStartDoesNotMakeItDeaf() {
        for (int second = 0; second < 600; second++) {
            outcomes(100, true);
            pass(Duration.ofSeconds(1));
        }

        int failures = 0;
        while (!breaker.isOpen()) {
            outcomes(1, false);
            failures++;
        }

        assertThat(failures).as("a fifth of ten seconds at a hundred a second").isBetween(200, 260);
    }

    @Test
    void openItProbesOneCallAtATimeAndClosesAfterGoodOnes() {
        outcomes(10, false);
        pass(Duration.ofSeconds(5));

        for (int probe = 0; probe < Breaker.PROBES; probe++) {
            assertThat(breaker.next(GUARD, now)).isEqualTo(Permit.PROBE);
            assertThat(breaker.next(GUARD, now)).as("while one is under way").isEqualTo(Permit.BASELINE);
            breaker.ended(GUARD, Permit.PROBE, true, now);
        }

        assertThat(breaker.isOpen()).isFalse();
        outcomes(9, false);
        assertThat(breaker.isOpen()).as("it begins anew").isFalse();
    }

    @Test
    void aBadProbeMakesItWaitAgain() {
        outcomes(10, false);
        pass(Duration.ofSeconds(5));
        breaker.ended(GUARD, breaker.next(GUARD, now), false, now);

        pass(Duration.ofMillis(4_999));
        assertThat(breaker.next(GUARD, now)).isEqualTo(Permit.BASELINE);
        pass(Duration.ofMillis(1));
        assertThat(breaker.next(GUARD, now)).isEqualTo(Permit.PROBE);
    }

    @Test
    void aProbeThatNeverEndsDoesNotEndProbing() {
        outcomes(10, false);
        pass(Duration.ofSeconds(5));
        assertThat(breaker.next(GUARD, now)).isEqualTo(Permit.PROBE);

        pass(Duration.ofSeconds(5));

        assertThat(breaker.next(GUARD, now)).isEqualTo(Permit.PROBE);
    }

    @Test
    void whateverHappensTheVariationIsServedAgainOnceItWorks() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Breaker one = new Breaker();
            long clock = random.nextLong(1L << 50);
            for (int i = 0; i < 200; i++) {
                Permit permit = one.next(GUARD, clock);
                if (random.nextInt(10) > 0) {
                    one.ended(GUARD, permit, random.nextBoolean(), clock);
                }
                clock += random.nextLong(2_000_000_000L);
            }

            for (int i = 0; i < 4 * Breaker.PROBES; i++) {
                clock += Duration.ofSeconds(5).toNanos();
                one.ended(GUARD, one.next(GUARD, clock), true, clock);
            }

            assertThat(one.next(GUARD, clock)).as("seed %d", seed).isEqualTo(Permit.VARIATION);
        }
    }

    private void outcomes(int count, boolean good) {
        for (int i = 0; i < count; i++) {
            breaker.ended(GUARD, Permit.VARIATION, good, now);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
