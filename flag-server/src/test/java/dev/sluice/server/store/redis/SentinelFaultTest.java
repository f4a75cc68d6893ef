package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The master is killed while a node writes as fast as it can. */
final class SentinelFaultTest {

    private static final Logger log = LoggerFactory.getLogger(SentinelFaultTest.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Opened opened = new Opened();
    private SentinelSet set;
    private NodeWorkspace node;
    private WriteLoop writes;

    private void begin(WaitPolicy wait) {
        set = opened.add(SentinelSet.start(folder, Duration.ofSeconds(1)));
        RedisLink link = opened.add(RedisLinks.connected(set.url(), wait));
        node = Samples.workspace(new RedisStore(link, "writer"), 1, threads);
        Samples.sweep(node);
        Samples.make(node, PROJECT);
        writes = opened.add(new WriteLoop(node, "f"));
        await().until(() -> writes.acknowledged() > 50);
    }

    @AfterEach
    void stop() {
        try {
            opened.close();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Tag("slow")
    @Proves("F40")
    void writesGoOnAfterTheMasterWasKilled() {
        killTheMaster(1);
    }

    @Test
    @Tag("drill")
    @Proves("F40")
    void writesGoOnAfterTheMasterWasKilledTwentyTimes() {
        killTheMaster(20);
    }

    private void killTheMaster(int times) {
        begin(WaitPolicy.MAJORITY);
        Duration longest = Duration.ZERO;
        for (int kill = 0; kill < times; kill++) {
            writes.forgetGaps();
            RedisProcess master = set.master();
            master.kill();
            int before = writes.acknowledged();
            await("kill " + kill).atMost(LONGEST.multipliedBy(2)).until(() -> writes.acknowledged() > before + 20);
            longest = longest.compareTo(writes.longestGap()) > 0 ? longest : writes.longestGap();
            master.startAgain();
            set.awaitWhole();
        }
        writes.close();

        log.info("the master killed {} times: {}; longest pause {} ms", times, writes, longest.toMillis());
        assertThat(writes.lost(node)).isEmpty();
        assertThat(writes.faults()).isEmpty();
        assertThat(longest).isLessThan(LONGEST);
    }
}
