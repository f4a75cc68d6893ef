package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import io.lettuce.core.KillArgs;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions are closed as fast as nodes open them: hints arrive seldom or never. */
class DeafNodesTest {
    private static final Duration EQUAL_WITHIN = Duration.ofSeconds(10);
    private static final int NODES = 3;

    @TempDir
    private Path folder;

    @Test
    @Tag("drill")
    @Proves("F34")
    void nodesThatHearNoHintForMinutesAreEqualWithinTenSecondsOfEachWrite() throws Exception {
        int writes = 40;
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"));
                Nodes nodes = Nodes.start(folder, Collections.nCopies(NODES, redis.url()), Map.of());
                Deafening deafening = new Deafening(redis)) {
            await().atMost(EQUAL_WITHIN).until(() -> deafening.killed.get() >= NODES);
            long longest = 0;
            for (int i = 1; i <= writes; i++) {
                long revision = nodes.rest(i % NODES)
                        .call(
                                "PUT",
                                Demo.PRODUCTION + "/percentage",
                                "{\"variation\":\"on\",\"percentage\":" + BigDecimal.valueOf(i, 3)
                                        + ",\"enable\":true}")
                        .expectSuccess()
                        .path("revision")
                        .asLong();
                longest = Math.max(longest, awaitEverywhere(nodes, revision));
            }
            Figures.report(
                    "deaf-nodes",
                    Figures.object()
                            .put("nodes", NODES)
                            .put("writes", writes)
                            .put("subscriptionsClosed", deafening.killed.get())
                            .put("longestUntilAllNodesEqualMillis", TimeUnit.NANOSECONDS.toMillis(longest)));
        }
    }

    private static long awaitEverywhere(Nodes nodes, long revision) throws Exception {
        long from = System.nanoTime();
        for (ServerProcess node : nodes.all()) {
            while (Ends.stateOf(node).revision() < revision) {
                assertThat(Duration.ofNanos(System.nanoTime() - from))
                        .as("a node is not at revision %s but at %s", revision, Ends.stateOf(node))
                        .isLessThan(EQUAL_WITHIN);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        assertThat(nodes.all().stream().map(DeafNodesTest::state).distinct()).hasSize(1);
        return System.nanoTime() - from;
    }

    private static Object state(ServerProcess node) {
        try {
            return Ends.stateOf(node);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes every subscription that it sees, without a pause. */
    private static final class Deafening implements AutoCloseable {
        final AtomicLong killed = new AtomicLong();
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final Thread thread;

        Deafening(RedisProcess redis) {
            thread = new Thread(() -> {
                try (RedisAdmin admin = redis.admin()) {
                    while (going.get()) {
                        killed.addAndGet(admin.ask().clientKill(KillArgs.Builder.typePubsub()));
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                    }
                }
            });
            thread.start();
        }

        @Override
        public void close() throws InterruptedException {
            going.set(false);
            thread.join();
        }
    }
}
