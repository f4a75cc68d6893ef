package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.PatientStore;
import dev.sluice.server.store.Samples;
import io.lettuce.core.XAddArgs;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of changes may be cut, lost or run ahead: what counts is the state beside it. */
@Proves("F49")
final class RedisLogTest {

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private EmbeddedRedis redis;
    private RedisLink link;
    private NodeWorkspace writer;
    private NodeWorkspace behind;

    @BeforeEach
    void leaveOneNodeBehind() throws Exception {
        redis = EmbeddedRedis.start(folder);
        link = RedisLinks.connected(redis.url());
        writer = Samples.workspace(new PatientStore(new RedisStore(link, "one")), 1, threads);
        behind = Samples.workspace(new PatientStore(new RedisStore(link, "one")), 2, threads);
        get(writer.write(PROJECT, state -> Optional.of(Samples.project())));
        get(behind.sweep());
        for (long i = 0; i < 40; i++) {
            long value = i;
            get(writer.write(PROJECT, state -> Samples.set(state, "f" + value % 7, value)));
        }
    }

    @AfterEach
    void stop() {
        link.close();
        redis.close();
        threads.shutdownNow();
    }

    @Test
    void aNodeThatWasAwayWhileTheLogWasTrimmedTakesTheWhole() throws Exception {
        RedisLinks.run(link, redis -> redis.xtrim(changes(), 10));

        theNodeBehindCatchesUp();
    }

    @Test
    void aLogThatIsGoneCostsNothingButTheShortCut() throws Exception {
        RedisLinks.run(link, redis -> redis.del(changes()));

        theNodeBehindCatchesUp();
        get(writer.write(PROJECT, state -> Samples.set(state, "after", 1)));
        theNodeBehindCatchesUp();
    }

    @Test
    void anEntryAboveTheStateMakesNobodyWaitForIt() throws Exception {
        addAbove(changes());

        theNodeBehindCatchesUp();

        int audited = get(writer.audit(PROJECT, 1, 1_000)).size();
        get(writer.write(PROJECT, state -> Samples.set(state, "after", 1)));

        theNodeBehindCatchesUp();
        assertThat(get(writer.audit(PROJECT, 1, 1_000))).hasSize(audited + 1);
    }

    @Test
    void aCommitWhoseAuditEntryIsRefusedWritesNothingElse() throws Exception {
        NodeWorkspace refused = Samples.workspace(new RedisStore(link, "one"), 3, threads);
        Samples.sweep(refused);
        addAbove(RedisKeys.audit(PROJECT));

        assertThatThrownBy(() -> get(refused.write(PROJECT, state -> Samples.set(state, "after", 1))))
                .isNotNull();

        theNodeBehindCatchesUp();
        assertThat(Objects.requireNonNull(behind.project(PROJECT))
                        .environments()
                        .values())
                .allSatisfy(
                        environment -> assertThat(environment.replica().flags()).doesNotContainKey("after"));
    }

    @Test
    void aGapInTheLogIsSeen() throws Exception {
        RedisLinks.run(link, redis -> redis.xdel(changes(), "20-0"));

        theNodeBehindCatchesUp();
    }

    private void theNodeBehindCatchesUp() {
        get(behind.sweep());

        assertThat(behind.environment(PRODUCTION).stateId())
                .isEqualTo(writer.environment(PRODUCTION).stateId());
        assertThat(behind.environment(PRODUCTION).targeting().keySet())
                .isEqualTo(writer.environment(PRODUCTION).targeting().keySet());
    }

    /** Another entry each time that it is asked, for Redis takes none twice. */
    private void addAbove(byte[] log) {
        var number = new AtomicLong(9_000);
        RedisLinks.run(
                link,
                redis -> redis.xadd(
                        log,
                        XAddArgs.Builder.minId("0").id(number.getAndIncrement() + "-0"),
                        Map.of(RedisKeys.bytes("x"), RedisKeys.bytes("y"))));
    }

    private static byte[] changes() {
        return RedisKeys.environment(PRODUCTION).get(4);
    }
}
