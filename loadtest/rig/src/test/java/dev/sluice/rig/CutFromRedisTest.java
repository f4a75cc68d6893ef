package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.engine.Context;
import dev.sluice.proof.Proves;
import dev.sluice.rig.fault.Netns;
import dev.sluice.rig.watch.BucketOracle;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis is on another host here, so that packets really vanish: nothing is refused and nothing is reset. */
class CutFromRedisTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int THOUSANDTHS = 50_000;

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    @Proves({"F33", "F35"})
    void aNodeCutFromRedisServesSaysStaleRefusesWritesAndIsNotRestarted() throws Exception {
        cutOff(Duration.ofSeconds(4));
    }

    @Test
    @Tag("drill")
    void aNodeCutFromRedisForTenMinutesServesSaysStaleRefusesWritesAndIsNotRestarted() throws Exception {
        cutOff(Duration.ofMinutes(10));
    }

    @Test
    @Tag("slow")
    @Proves("F35")
    void aNodeThatHasNothingToServeLivesAndIsNotReady() throws Exception {
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"));
                Nodes nodes = Nodes.start(folder, List.of(redis.url()), Map.of())) {
            nodes.get(0).kill();
            redis.kill();
            deleteAll(folder.resolve("node-1"));

            nodes.get(0).launchAgain();

            await().atMost(SOON).until(() -> nodes.get(0).readiness() == 503);
            assertThat(told(nodes.get(0), "/livez")).isEqualTo(200);
            redis.startAgain();
            await().atMost(SOON).until(() -> nodes.get(0).readiness() == 200);
        }
    }

    private void cutOff(Duration time) throws Exception {
        assumeTrue(Netns.missing().isEmpty(), () -> Netns.missing().orElseThrow());
        try (Netns host = Netns.make();
                RedisProcess redis = RedisProcess.start(folder.resolve("redis"), host);
                Nodes nodes = Nodes.start(folder, List.of(redis.url()), Map.of());
                FlagClient flags = FlagClient.connect(nodes.get(0).uri(), Nodes.SDK_KEY)) {
            ServerProcess node = nodes.get(0);
            RestClient rest = nodes.rest(0);
            long pid = node.pid();
            Demo.setPercentage(rest, "50", 1);

            host.cut();
            await().atMost(SOON).until(() -> flags.status() == ClientStatus.STALE);
            long until = System.nanoTime() + time.toNanos();
            for (int i = 0; System.nanoTime() < until; i++) {
                RestClient.Answer refused = rest.call("POST", Demo.PRODUCTION + "/off", null);

                assertThat(refused.status()).as("a write: %s", refused.body()).isEqualTo(503);
                assertThat(told(node, "/readyz")).isEqualTo(200);
                assertThat(told(node, "/livez")).isEqualTo(200);
                assertThat(told(node, "/healthz/deps")).isEqualTo(503);
                assertThat(rest.call("GET", Demo.PRODUCTION + "/percentage", null)
                                .status())
                        .isEqualTo(200);
                assertThat(flags.isOn(Demo.FLAG, Context.of("shopper-" + i)))
                        .isEqualTo(BucketOracle.isIn(Demo.FLAG, "shopper-" + i, THOUSANDTHS));
                assertThat(flags.status()).isEqualTo(ClientStatus.STALE);
                assertThat(Ends.stateOf(node)).isEqualTo(flags.state().orElseThrow());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
            host.heal();

            await().atMost(SOON).until(() -> flags.status() == ClientStatus.READY);
            await().atMost(SOON)
                    .until(() ->
                            rest.call("POST", Demo.PRODUCTION + "/off", null).status() == 200);
            assertThat(node.isAlive()).isTrue();
            assertThat(node.pid()).isEqualTo(pid);
        }
    }

    /** What it answers there; asked again when nobody answers within 2 seconds though the process runs, for it may not have its turn. */
    private static int told(ServerProcess node, String path) {
        return await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .until(() -> node.probe(path), status -> status != 0 || !node.isAlive());
    }

    private static void deleteAll(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectories(folder);
    }
}
