package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network falls apart: a writer stays with the old master and one Sentinel, the others choose a new master. */
@Tag("slow")
final class SplitBrainTest {

    private static final Logger log = LoggerFactory.getLogger(SplitBrainTest.class);
    private static final int PORT = 6400;
    private static final int SENTINEL = 26400;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Opened opened = new Opened();
    private final List<RedisProcess> sentinels = new ArrayList<>();
    private final List<RedisProcess> redis = new ArrayList<>();
    private Hosts hosts;

    @AfterEach
    void stopAll() {
        try {
            opened.close();
        } finally {
            threads.shutdownNow();
        }
    }

    private void start() {
        hosts = opened.add(Hosts.of(3));
        for (int i = 0; i < 3; i++) {
            List<String> lines = i == 0 ? List.of() : List.of("replicaof " + hosts.address(0) + " " + PORT);
            redis.add(opened.add(
                    RedisProcess.start(hosts.on(i), folder.resolve("redis" + i), hosts.address(i), PORT, lines)));
        }
        for (int i = 0; i < 3; i++) {
            sentinels.add(opened.add(RedisProcess.sentinel(
                    hosts.on(i),
                    folder.resolve("sentinel" + i),
                    hosts.address(i),
                    SENTINEL,
                    SentinelSet.configuration(hosts.address(0), PORT, Duration.ofSeconds(1)))));
        }
        SentinelSet.awaitWhole(sentinels, redis);
    }

    private NodeWorkspace node(long seed, int... known) {
        List<String> names = new ArrayList<>();
        for (int sentinel : known) {
            names.add(sentinels.get(sentinel).name());
        }
        RedisLink link = opened.add(
                RedisLinks.connected("redis-sentinel://" + String.join(",", names) + "#" + SentinelSet.MASTER));
        NodeWorkspace node = Samples.workspace(new RedisStore(link, "node" + seed), seed, threads);
        Samples.sweep(node);
        return node;
    }

    @Test
    @Proves("F41")
    void noWriteThatWasAcknowledgedIsLostThoughTheWriterWasAloneWithTheOldMaster() {
        start();
        NodeWorkspace alone = node(1, 0);
        NodeWorkspace others = node(2, 1, 2);
        Samples.make(alone, PROJECT);
        Samples.sweep(others);

        try (var before = new WriteLoop(alone, "alone")) {
            await().until(() -> before.acknowledged() > 200);
            hosts.cut(0, List.of(hosts.address(1), hosts.address(2)));
            int acknowledgedThen = before.acknowledged();
            await("the others choose")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> !sentinels
                            .get(1)
                            .ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SentinelSet.MASTER)
                            .get(0)
                            .equals(hosts.address(0)));
            try (var beyond = new WriteLoop(others, "others")) {
                await("the others go on").atMost(Duration.ofSeconds(15)).until(() -> beyond.acknowledged() > 100);
                assertThat(redis.get(0).info("replication", "role")).isEqualTo("master");
                hosts.heal(0);
                int reached = before.acknowledged();
                await("the writer finds the new master")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> before.acknowledged() > reached + 50);
                before.close();
                beyond.close();

                log.info("alone with the old master: {} ({} before the cut)", before, acknowledgedThen);
                log.info("with the others: {}", beyond);
                assertThat(before.faults()).isEmpty();
                assertThat(before.lost(others)).isEmpty();
                assertThat(beyond.lost(others)).isEmpty();
            }
        }
    }
}
