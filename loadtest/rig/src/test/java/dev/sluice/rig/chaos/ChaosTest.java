package dev.sluice.rig.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.rig.Figures;
import dev.sluice.rig.balance.Haproxy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosTest {
    private static final long SEED = 20261121;

    @TempDir
    private Path folder;

    @BeforeEach
    void needsHaproxy() {
        assumeTrue(Haproxy.missing().isEmpty(), () -> Haproxy.missing().orElseThrow());
    }

    @Test
    @Tag("slow")
    void afterSomeHarmEverySdkEndsWhereTheNodesAreAndNothingAcknowledgedIsLost() throws Exception {
        Chaos.Outcome outcome =
                Chaos.run(folder, new Chaos.Size(SEED, Duration.ofSeconds(8), Duration.ofSeconds(2), 20));

        assertThat(outcome.failures()).as(outcome.plan()).isEmpty();
    }

    @Test
    @Tag("drill")
    void afterMinutesOfHarmEverySdkEndsWhereTheNodesAreAndNothingAcknowledgedIsLost() throws Exception {
        Duration time = Duration.ofMinutes(Long.getLong("sluice.drill.minutes"));
        long seed = Long.getLong("sluice.drill.seed");

        Chaos.Outcome outcome = Chaos.run(folder, new Chaos.Size(seed, time, Duration.ofSeconds(40), 20));

        Figures.report("chaos", outcome.figures());
        assertThat(outcome.failures()).as(outcome.plan()).isEmpty();
    }
}
