package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.StateId;
import dev.sluice.proof.Proves;
import dev.sluice.rig.watch.AuditLog;
import dev.sluice.rig.watch.SdkFleet;
import dev.sluice.rig.watch.WriteLog;
import dev.sluice.rig.watch.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two nodes is killed again and again while it writes, and SDKs of both look on. */
class KilledWhilePublishingTest {
    private static final int KILLS_A_MINUTE = 20;
    private static final int CLIENTS = 6;
    private static final Duration AGREED = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    @Tag("drill")
    @Proves("F31")
    void whateverANodeWasKilledAtHundredsOfTimesEverySdkSeesTheChangeOrNoneDoes() throws Exception {
        int kills = Math.toIntExact(KILLS_A_MINUTE * Long.getLong("sluice.drill.minutes"));

        long seed = Long.getLong("sluice.drill.seed");
        SplittableRandom random = new SplittableRandom(seed);
        WriteLog log = new WriteLog();
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"));
                Nodes nodes = Nodes.start(folder, Collections.nCopies(2, redis.url()), Map.of());
                SdkFleet fleet = SdkFleet.connect(nodes.rest(1), Demo.FLAG, nodes.uris(), CLIENTS, 500)) {
            Writer writer = Writer.start(nodes.rest(0), Demo.PRODUCTION, log, 2, 200);
            try (writer) {
                for (int i = 0; i < kills; i++) {
                    int before = log.acknowledged().size();
                    await().pollInterval(Duration.ofMillis(1))
                            .until(() -> log.acknowledged().size() > before);
                    LockSupport.parkNanos(random.nextLong(100_000_000));
                    nodes.get(0).kill();
                    nodes.get(0).startAgain();
                }
            }
            StateId end = Ends.oneStateOf(nodes, AGREED);
            assertThat(fleet.awaitAllAt(end, AGREED))
                    .as("%s; expected %s", fleet, end)
                    .isTrue();
            AuditLog audit = AuditLog.read(nodes.rest(1), "demo", "production");
            assertThat(log.contradictions(audit)).isEmpty();
            assertThat(fleet.violations()).isEmpty();
            assertThat(fleet.wrongDecisions(audit)).isEmpty();
            assertThat(fleet.failedDecisions()).isZero();
            Figures.report(
                    "killed-while-publishing",
                    Figures.object()
                            .put("seed", seed)
                            .put("kills", kills)
                            .put("sdks", CLIENTS)
                            .put("acknowledgedWrites", log.acknowledged().size())
                            .put("writesOfUnknownOutcome", log.unknown().size())
                            .put("decisions", fleet.decided()));
        }
    }
}
