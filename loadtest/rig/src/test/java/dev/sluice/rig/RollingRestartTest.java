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
    /** HAProxy asks each node twice a second: a node that is to leave goes on until it has been asked twice. */
    private static final Map<String, String> ASKED = Map.of("SLUICE_DRAIN_WAIT_SECONDS", "3");
    /** nginx has been told before the node is, so the node need not wait. */
    private static final Map<String, String> TOLD = Map.of("SLUICE_DRAIN_WAIT_SECONDS", "0");

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    @Proves("F32")
    void oneRoundBehindHaproxyFailsNoDecisionAndNoCall() throws Exception {
        assumeThere(Haproxy.missing());

        RollingRestart.Outcome outcome = RollingRestart.run(folder, Haproxy::start, small(ASKED));

        assertThat(outcome.failures()).as("%s", outcome.figures()).isEmpty();
    }

    @Test
    @Tag("slow")
    @Proves("F32")
    void oneRoundBehindNginxFailsNoDecisionAndNoCall() throws Exception {
        assumeThere(Nginx.missing());

        RollingRestart.Outcome outcome =
                RollingRestart.run(folder, (at, members) -> Nginx.start(at, members), small(TOLD));

        assertThat(outcome.failures()).as("%s", outcome.figures()).isEmpty();
    }

    @Test
    @Tag("drill")
    void tenRoundsBehindHaproxyFailNoDecisionAndNoCall() throws Exception {
        assumeThere(Haproxy.missing());

        RollingRestart.Outcome outcome = RollingRestart.run(folder, Haproxy::start, large(ASKED));

        Figures.report("rolling-restart-haproxy", outcome.figures());
        assertThat(outcome.failures()).isEmpty();
    }

    @Test
    @Tag("drill")
    void tenRoundsBehindNginxFailNoDecisionAndNoCall() throws Exception {
        assumeThere(Nginx.missing());

        RollingRestart.Outcome outcome =
                RollingRestart.run(folder, (at, members) -> Nginx.start(at, members), large(TOLD));

        Figures.report("rolling-restart-nginx", outcome.figures());
        assertThat(outcome.failures()).isEmpty();
    }

    private static RollingRestart.Size small(Map<String, String> settings) {
        return new RollingRestart.Size(1, 12, 20, settings, false);
    }

    private static RollingRestart.Size large(Map<String, String> settings) {
        return new RollingRestart.Size(10, 60, 40, settings, true);
    }

    private static void assumeThere(Optional<String> missing) {
        assumeTrue(missing.isEmpty(), missing::orElseThrow);
    }
}
