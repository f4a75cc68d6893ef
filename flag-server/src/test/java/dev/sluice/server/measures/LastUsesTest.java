package dev.sluice.server.measures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.fleet.Identity;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.InMemoryMeasureStore;
import dev.sluice.server.store.MeasureStore.Use;
import dev.sluice.server.store.MeasureStore.Uses;
import dev.sluice.server.store.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LastUsesTest {

    private static final EnvironmentId PRODUCTION = Samples.PRODUCTION;
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final InMemoryMeasureStore store = new InMemoryMeasureStore();
    private final LastUses uses = new LastUses(store, 3);

    private void note(String application, Instant at) {
        uses.note(Use.BY_APPLICATION, PRODUCTION, "f", "/" + application, at.getEpochSecond() / 60);
    }

    private Uses stored() {
        Samples.get(uses.write());
        return Samples.get(store.used(PRODUCTION, Use.BY_APPLICATION));
    }

    @Test
    void whatHasNoRoomIsNotNotedAndThatIsNoted() {
        for (String application : new String[] {"a", "b", "c"}) {
            note(application, NOON);
        }
        assertThat(stored().unnoted()).isNull();

        note("d", NOON.plusSeconds(60));
        note("a", NOON.plusSeconds(120));

        assertThat(stored().last()).containsOnlyKeys("f/a", "f/b", "f/c").containsEntry("f/a", NOON.plusSeconds(120));
        assertThat(stored().unnoted()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void afterADayWithoutUseThereIsRoomAgain() {
        for (String application : new String[] {"a", "b", "c"}) {
            note(application, NOON);
        }
        note("c", NOON.plusSeconds(3_600));
        stored();

        uses.tidy(NOON.plus(Duration.ofHours(24)).plusSeconds(60));
        note("d", NOON.plus(Duration.ofHours(25)));
        note("e", NOON.plus(Duration.ofHours(25)));

        assertThat(stored().last()).containsKeys("f/d", "f/e");
        assertThat(stored().unnoted()).isNull();
    }

    @Test
    void whatIsNotWrittenYetTakesItsRoomHoweverLongTheStoreIsAway() {
        for (String application : new String[] {"a", "b", "c"}) {
            note(application, NOON);
        }

        uses.tidy(NOON.plus(Duration.ofDays(2)));
        note("d", NOON.plus(Duration.ofDays(2)));

        assertThat(stored().last()).containsOnlyKeys("f/a", "f/b", "f/c");
        assertThat(stored().unnoted()).isEqualTo(NOON.plus(Duration.ofDays(2)));
    }

    @Test
    void theStoreForgetsAnApplicationThatUsedAFlagLastThreeMonthsAgo() {
        note("a", NOON);
        stored();
        note("b", NOON.plus(Duration.ofDays(91)));
        stored();

        uses.tidy(NOON.plus(Duration.ofDays(91)));

        assertThat(stored().last()).containsOnlyKeys("f/b");
        assertThat(stored().since()).isEqualTo(NOON);
    }

    @Test
    void aLongNameOfAnApplicationIsCut() {
        assertThat(new Identity("i", "x".repeat(300), "java/1").application()).isEqualTo("x".repeat(200));
    }
}
