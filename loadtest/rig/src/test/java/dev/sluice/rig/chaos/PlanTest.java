package dev.sluice.rig.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void oneSeedIsOnePlan() {
        assertThat(plan(7)).isEqualTo(plan(7)).isNotEqualTo(plan(8));
    }

    @Test
    void aLongPlanHasEveryKindOfHarm() {
        Set<Harm> drawn = EnumSet.noneOf(Harm.class);
        plan(7).events().forEach(event -> drawn.add(event.harm()));

        assertThat(drawn).containsExactly(Harm.values());
    }

    @Test
    void noVictimSuffersTwiceAtOnceAndAllHarmEndsInTime() {
        for (long seed = 0; seed < 200; seed++) {
            var events = Plan.of(seed, Duration.ofMinutes(5), LONG, Surroundings.victims())
                    .events();
            for (int i = 0; i < events.size(); i++) {
                Plan.Event one = events.get(i);
                assertThat(one.untilMillis()).as("seed %s: %s", seed, one).isLessThanOrEqualTo(300_000);
                for (Plan.Event other : events.subList(i + 1, events.size())) {
                    boolean same = one.harm().victims() == other.harm().victims() && one.victim() == other.victim();
                    assertThat(same && other.fromMillis() < one.untilMillis())
                            .as("seed %s: %s and %s", seed, one, other)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void noHarmOutlastsTheLongestAllowed() {
        Plan plan = Plan.of(7, Duration.ofMinutes(2), Duration.ofSeconds(2), Surroundings.victims());

        assertThat(plan.events())
                .isNotEmpty()
                .allMatch(event -> event.untilMillis() - event.fromMillis() <= 2_000)
                .noneMatch(event -> event.harm() == Harm.RESTART_NODE);
    }

    private static Plan plan(long seed) {
        return Plan.of(seed, HALF_AN_HOUR, LONG, Surroundings.victims());
    }
}
