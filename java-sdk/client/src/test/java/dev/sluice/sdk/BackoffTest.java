package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);

    @Test
    void everyDelayLiesBetweenTheLeastAndThreeTimesTheOneBefore() {
        for (long seed = 0; seed < 200; seed++) {
            Backoff backoff = new Backoff(LEAST, MOST, new SplittableRandom(seed));
            Duration before = LEAST;
            for (int i = 0; i < 50; i++) {
                Duration next = backoff.next();
                Duration high = before.multipliedBy(3).compareTo(MOST) < 0 ? before.multipliedBy(3) : MOST;
                assertThat(next).as("seed %d, delay %d", seed, i).isBetween(LEAST, high);
                before = next;
            }
        }
    }

    @Test
    void resettingStartsAtTheLeast() {
        Backoff backoff = new Backoff(LEAST, MOST, new SplittableRandom(7));
        for (int i = 0; i < 20; i++) {
            backoff.next();
        }

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(LEAST.multipliedBy(3));
    }

    @Test
    void aLongOutageIsWaitedForPatiently() {
        Backoff backoff = new Backoff(LEAST, MOST, new SplittableRandom(11));
        Duration sum = Duration.ZERO;
        for (int i = 0; i < 1_000; i++) {
            sum = sum.plus(backoff.next());
        }

        assertThat(sum.dividedBy(1_000)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void aBackoffOfNothingIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, MOST, new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S")
                .hasMessageContaining("above zero");
    }
}
