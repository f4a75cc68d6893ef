package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.proof.Proves;
import dev.sluice.rig.balance.Haproxy;
import dev.sluice.rig.balance.Nginx;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingRestartTest {
    private static final RollingRestart.Size LARGE = new RollingRestart.Size(10, 60, 40, Map.of());

    private static final RollingRestart.Size SMALL =
            new RollingRestart.Size(1, 12, 20, Map.of("SLUICE_DRAIN_WAIT_SECONDS", "3"));

    /** nginx has been told before the node is, so the node need not wait. */
    private static final RollingRestart.Size SMALL_AND_TOLD =
            new RollingRestart.Size(1, 12, 20, Map.of("SLUICE_DRAIN_WAIT_SECONDS", "0"));

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    @Proves("F32")
    void oneRoundBehindHaproxyFailsNoDecisionAndNoCall() throws Exception {
        assumeThere(Haproxy.missing());

        RollingRestart.Outcome outcome = RollingRestart.run(folder, Haproxy::start, SMALL);

        assertThat(outcome.failures()).as("%s", outcome.figures()).isEmpty();
    }

    @Test
    @Tag("slow")
    @Proves("F32")
    void oneRoundBehindNginxFailsNoDecisionAndNoCall() throws Exception {
        assumeThere(Nginx.missing());

        RollingRestart.Outcome outcome =
                RollingRestart.run(folder, (at, members) -> Nginx.start(at, members), SMALL_AND_TOLD);

        assertThat(outcome.failures()).as("%s", outcome.figures()).isEmpty();
    }

    @Test
    @Tag("drill")
    void tenRoundsBehindHaproxyFailNoDecisionAndNoCall() throws Exception {
        assumeThere(Haproxy.missing());

        RollingRestart.Outcome outcome = RollingRestart.run(folder, Haproxy::start, LARGE);

        Figures.report("rolling-restart-haproxy", outcome.figures());
        assertThat(outcome.failures()).isEmpty();
    }

    @Test
    @Tag("drill")
    void tenRoundsBehindNginxFailNoDecisionAndNoCall() throws Exception {
        assumeThere(Nginx.missing());

        RollingRestart.Outcome outcome = RollingRestart.run(folder, (at, members) -> Nginx.start(at, members), LARGE);

        Figures.report("rolling-restart-nginx", outcome.figures());
        assertThat(outcome.failures()).isEmpty();
    }

    private static void assumeThere(Optional<String> missing) {
        assumeTrue(missing.isEmpty(), missing::orElseThrow);
    }
}
