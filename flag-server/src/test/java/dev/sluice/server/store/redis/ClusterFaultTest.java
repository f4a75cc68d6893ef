package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.StoreUnavailableException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Masters of a cluster die, shards are lost and slots move, while a node writes as fast as it can. */
final class ClusterFaultTest {

    private static final Logger log = LoggerFactory.getLogger(ClusterFaultTest.class);
    private static final byte[] KEY = RedisKeys.project(PROJECT);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Opened opened = new Opened();
    private ClusterOfSix cluster;
    private NodeWorkspace node;
    private WriteLoop writes;

    @AfterEach
    void stop() {
        try {
            opened.close();
        } finally {
            threads.shutdownNow();
        }
    }

    private void begin(Duration silence, String... configuration) {
        cluster = opened.add(ClusterOfSix.start(folder, silence, configuration));
        RedisLink link = opened.add(RedisLinks.connected(cluster.url()));
        node = Samples.workspace(new RedisStore(link, "writer"), 1, threads);
        Samples.sweep(node);
        Samples.make(node, PROJECT);
        writes = opened.add(new WriteLoop(node, "f"));
        await().until(() -> writes.acknowledged() > 50);
    }

    @Test
    @Tag("slow")
    @Proves("F53")
    void writesGoOnAfterTheMasterOfTheProjectWasKilled() {
        killTheMaster(1);
    }

    @Test
    @Tag("drill")
    @Proves("F53")
    void writesGoOnAfterTheMasterOfTheProjectWasKilledTwentyTimes() {
        killTheMaster(20);
    }

    /** Of two copies a majority is both: writes pause until the one that was killed is back, as a service manager brings it back. */
    private void killTheMaster(int times) {
        begin(Duration.ofSeconds(1));
        Duration longest = Duration.ZERO;
        for (int kill = 0; kill < times; kill++) {
            writes.forgetGaps();
            RedisProcess master = cluster.masterOf(KEY);
            master.kill();
            int before = writes.acknowledged();
            await("another master after kill " + kill)
                    .ignoreExceptions()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> cluster.masterOf(KEY) != master);
            master.startAgain();
            await("writes after kill " + kill)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> writes.acknowledged() > before + 20);
            longest = longest.compareTo(writes.longestGap()) > 0 ? longest : writes.longestGap();
            cluster.awaitWhole();
        }
        writes.close();

        log.info("a master killed {} times: {}; longest pause {} ms", times, writes, longest.toMillis());
        assertThat(writes.lost(node)).isEmpty();
        assertThat(writes.faults()).isEmpty();
        assertThat(longest).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    @Tag("slow")
    @Proves("F54")
    void theLossOfAShardStopsOnlyTheProjectsThatItHadAndTheyAreStillServed() {
        begin(Duration.ofSeconds(1), "cluster-require-full-coverage no");
        String elsewhere = List.of("a", "b", "c", "d", "e", "g", "h").stream()
                .filter(project -> cluster.masterOf(RedisKeys.project(project)) != cluster.masterOf(KEY))
                .findFirst()
                .orElseThrow();
        Samples.make(node, elsewhere);
        RedisProcess master = cluster.masterOf(KEY);
        List<RedisProcess> replicas = cluster.replicasOf(master);
        replicas.forEach(RedisProcess::kill);
        master.kill();

        await("the shard is missed")
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThatThrownBy(
                                () -> get(node.write(PROJECT, state -> Samples.set(state, "g", 1))))
                        .isInstanceOf(StoreUnavailableException.class));
        await("the other shards go on")
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> get(node.write(elsewhere, state -> Samples.set(state, "g", System.nanoTime())))
                        .changed());
        assertThat(Objects.requireNonNull(node.project(PROJECT)).environments()).containsKey("production");
    }

    @Test
    @Tag("slow")
    @Proves("F55")
    void noErrorReachesAnybodyWhileTheSlotOfTheProjectMoves() {
        begin(Duration.ofSeconds(20));
        int slot = SlotHash.getSlot(KEY);
        for (int move = 0; move < 6; move++) {
            RedisProcess from = cluster.masterOf(KEY);
            RedisProcess to = cluster.masters().stream()
                    .filter(each -> each != from)
                    .skip(move % 2)
                    .findFirst()
                    .orElseThrow();
            int before = writes.acknowledged();
            cluster.move(slot, from, to);
            await("writes after move " + move)
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> writes.acknowledged() > before + 50);
        }
        writes.close();

        log.info("a slot moved 6 times: {}", writes);
        assertThat(writes.lost(node)).isEmpty();
        assertThat(writes.faults()).isEmpty();
        List<RuntimeException> failed = new ArrayList<>(writes.refused());
        failed.addAll(writes.unknown());
        assertThat(failed).allMatch(ClusterFaultTest::isLate).hasSizeLessThan(5);
    }

    /** What comes of a process that this machine held up for most of a second. A move itself says MOVED, ASK or TRYAGAIN. */
    private static boolean isLate(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof RedisCommandTimeoutException
                        || String.valueOf(cause.getMessage()).contains("only 1 of the 2 copies"));
    }
}
