package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.proof.Proves;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis is killed with -9 at random moments while a node writes as fast as it can. */
final class KilledRedisTest {

    private static final long SEED = 31;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void everyAcknowledgedWriteIsThereAfterAKill() throws Exception {
        killAndCheck(folder, SEED, 12);
    }

    @Test
    @Tag("slow")
    @Proves("F31")
    void atAHundredRandomPointsAWriteIsThereWholeOrNotAtAll() throws Exception {
        killFourAtOnce(25);
    }

    @Test
    @Tag("drill")
    @Proves("F31")
    void atFiveHundredRandomPointsAWriteIsThereWholeOrNotAtAll() throws Exception {
        killFourAtOnce(125);
    }

    /** Four Redis at once, for most of the time is spent waiting for one to come back. */
    private void killFourAtOnce(int kills) throws Exception {
        List<Future<?>> runs = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            Path own = Files.createDirectory(folder.resolve("redis" + run));
            long seed = SEED + run;
            runs.add(threads.submit(() -> {
                killAndCheck(own, seed, kills);
                return seed;
            }));
        }
        for (Future<?> run : runs) {
            run.get();
        }
    }

    private void killAndCheck(Path own, long seed, int kills) throws Exception {
        var random = new SplittableRandom(seed);
        try (var redis = EmbeddedRedis.start(own);
                RedisLink link = RedisLinks.connected(redis.url())) {
            NodeWorkspace node = Samples.workspace(new RedisStore(link, "writer"), 1, threads);
            // A first connection may be lost while four Redis start on a busy machine; a node would ask again, too.
            Samples.sweep(node);
            Samples.make(node, PROJECT);
            var acknowledged = new AtomicLong();
            var stop = new AtomicBoolean();
            var writer = threads.submit(() -> writeUntil(stop, node, acknowledged));

            for (int kill = 0; kill < kills; kill++) {
                long reached = acknowledged.get();
                await().pollInterval(Duration.ofMillis(5)).until(() -> acknowledged.get() > reached);
                LockSupport.parkNanos(random.nextInt(3_000_000));
                long pid = redis.pid();
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                await().pollInterval(Duration.ofMillis(5)).until(() -> redis.pid() != pid);
                check(link, acknowledged, "seed " + seed + ", kill " + kill);
            }
            stop.set(true);
            writer.get();
            check(link, acknowledged, "seed " + seed + ", at the end");
        }
    }

    /** Each write sets two flags to the next number, so that half a write would show. */
    private static void writeUntil(AtomicBoolean stop, NodeWorkspace node, AtomicLong acknowledged) {
        for (long number = 1; !stop.get(); number++) {
            long value = number;
            try {
                get(node.write(PROJECT, state -> Pairs.set(state, value)));
                acknowledged.set(value);
            } catch (StoreUnavailableException | OutcomeUnknownException refused) {
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private void check(RedisLink link, AtomicLong acknowledged, String when) {
        long least = acknowledged.get();
        var store = new RedisStore(link, "checker");
        NodeWorkspace fresh = Samples.workspace(store, 2, threads);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            get(fresh.sweep());
            return true;
        });
        EnvironmentState state = fresh.environment(PRODUCTION);
        assertThat(Samples.value(state, "left")).as(when).isGreaterThanOrEqualTo(least);
        assertThat(Samples.value(state, "right")).as(when).isEqualTo(Samples.value(state, "left"));
        assertThat(new String(state.targeting().get("left"), StandardCharsets.UTF_8))
                .as(when)
                .isEqualTo("{\"value\":" + Samples.value(state, "left") + "}");
        EnvironmentHash sum = EnvironmentHash.EMPTY;
        for (var record : state.replica().flags().entrySet()) {
            sum = sum.plus(RecordHash.of(
                    RecordKind.FLAG, record.getKey(), record.getValue().bytes()));
        }
        assertThat(state.stateId().hash()).as(when).isEqualTo(sum);
        // Its connection may come back a moment after the one of the sweep.
        List<AuditRecord> tail = await().ignoreExceptions()
                .until(() -> get(store.audit(PROJECT, state.stateId().revision(), 10)), records -> true);
        assertThat(tail).as(when).isNotEmpty();
        assertThat(tail.get(0).intact()).as(when).isTrue();
        assertThat(tail.get(0).seq()).as(when).isEqualTo(state.stateId().revision());
    }
}
