package dev.sluice.shop.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {
    private static final long GAP = 25_000_000;

    @Test
    void fortyASecondStaysFortyASecondForever() {
        ArrivalSchedule schedule = new ArrivalSchedule(40, 1);

        for (long i = 0; i < 100_000; i++) {
            assertThat(Math.abs(schedule.nextDueNanos() - i * GAP))
                    .as("arrival " + i)
                    .isLessThanOrEqualTo(GAP / 5);
        }
    }

    @Test
    void arrivalsNeverOvertakeEachOther() {
        for (long seed = 0; seed < 20; seed++) {
            ArrivalSchedule schedule = new ArrivalSchedule(40, seed);
            long before = Long.MIN_VALUE;
            for (int i = 0; i < 5_000; i++) {
                long due = schedule.nextDueNanos();
                assertThat(due).as("seed " + seed + ", arrival " + i).isGreaterThan(before);
                before = due;
            }
        }
    }

    @Test
    void aRateThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new ArrivalSchedule(0, 1)).hasMessageContaining("perSecond: 0");
    }
}
