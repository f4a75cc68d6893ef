package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static dev.sluice.server.store.Samples.make;
import static dev.sluice.server.store.Samples.put;
import static dev.sluice.server.store.Samples.sweep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.store.Again;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.StoreUnavailableException;
import dev.sluice.server.store.Written;
import io.lettuce.core.RedisCommandTimeoutException;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write counts once enough copies have it, and until then nobody is told of it. One master, two replicas. */
@Tag("slow")
final class CopiesTest {

    @TempDir
    static Path folder;

    private static SentinelSet set;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<RedisLink> links = new ArrayList<>();
    private NodeWorkspace writer;
    private NodeWorkspace other;

    @BeforeAll
    static void startRedis() {
        set = SentinelSet.start(folder, Duration.ofSeconds(20));
    }

    @AfterAll
    static void stopRedis() {
        set.close();
    }

    @BeforeEach
    void twoNodes() {
        writer = node(1, WaitPolicy.MAJORITY);
        other = node(2, WaitPolicy.MAJORITY);
        make(writer, PROJECT);
        sweep(other);
    }

    @AfterEach
    void wholeAgain() {
        set.redis().forEach(RedisProcess::goOn);
        links.forEach(RedisLink::close);
        threads.shutdownNow();
        await().until(() -> set.master().info("replication", "connected_slaves").equals("2"));
        set.master().ask("FLUSHALL");
    }

    private NodeWorkspace node(long seed, WaitPolicy wait) {
        RedisLink link = RedisLinks.connected(set.url(), wait);
        links.add(link);
        NodeWorkspace node = Samples.workspace(new RedisStore(link, "node" + seed), seed, threads);
        sweep(node);
        return node;
    }

    /** The copies that it names did not confirm. What is said of them comes 200 ms before the command is given up, or too late. */
    private static void assertUnconfirmed(Future<?> late, String copies) {
        assertThatThrownBy(() -> get(late))
                .isInstanceOf(OutcomeUnknownException.class)
                .satisfiesAnyOf(
                        unknown -> assertThat(unknown).hasMessageContaining(copies),
                        unknown -> assertThat(unknown).hasCauseInstanceOf(RedisCommandTimeoutException.class));
    }

    @Test
    void oneReplicaOfTwoIsEnough() {
        replicas().get(0).stop();

        put(writer, "f", 1);

        sweep(other);
        assertThat(Samples.value(other.environment(PRODUCTION), "f")).isEqualTo(1);
        assertThat(committed()).isEqualTo("2");
    }

    @Test
    void whatOnlyTheMasterHasIsNotAcknowledgedNorServedNorWrittenUpon() {
        replicas().forEach(RedisProcess::stop);

        Future<Written> late = writer.write(PROJECT, state -> Samples.set(state, "f", 1));

        assertUnconfirmed(late, "only 1 of the 2 copies");
        assertThat(((OutcomeUnknownException) late.cause()).revisions()).containsEntry("production", 2L);

        assertThatThrownBy(() -> get(other.write(PROJECT, state -> Samples.set(state, "g", 1))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(writer.environment(PRODUCTION).stateId().revision()).isEqualTo(1);
        assertThat(other.environment(PRODUCTION).stateId().revision()).isEqualTo(1);
        assertThat(committed()).isEqualTo("1");
    }

    @Test
    void aNodeTakesUpWhatItsWriterLeftUncommittedOnceCopiesHaveIt() {
        replicas().forEach(RedisProcess::stop);
        assertThatThrownBy(() -> get(writer.write(PROJECT, state -> Samples.set(state, "f", 1))))
                .isInstanceOf(OutcomeUnknownException.class);
        links.get(0).close();

        replicas().forEach(RedisProcess::goOn);

        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            get(other.sweep());
            return Samples.value(other.environment(PRODUCTION), "f") == 1;
        });
        assertThat(committed()).isEqualTo("2");
        put(other, "g", 1);
        assertThat(get(Again.ask(() -> other.audit(PROJECT, 1, 10)))).hasSize(3);
    }

    @Test
    void whatANodeWritesBackIsInForceOnlyOnceEnoughCopiesHaveIt() {
        put(writer, "f", 1);
        replicas().forEach(RedisProcess::stop);
        set.master().ask("FLUSHALL");

        assertUnconfirmed(writer.sweep(), "only 1 of the 2 copies");
        RedisLink link = RedisLinks.connected(set.url(), WaitPolicy.MAJORITY);
        links.add(link);
        NodeWorkspace fresh = Samples.workspace(new RedisStore(link, "fresh"), 3, threads);
        assertThatThrownBy(() -> get(fresh.sweep())).isInstanceOf(StoreUnavailableException.class);
        assertThat(fresh.projects()).isEmpty();
        assertThat(committed()).isNotEqualTo("2");

        replicas().forEach(RedisProcess::goOn);

        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            get(fresh.sweep());
            return Samples.value(fresh.environment(PRODUCTION), "f") == 1;
        });
        sweep(writer);
        assertThat(committed()).isEqualTo("2");
        assertThat(fresh.environment(PRODUCTION).stateId())
                .isEqualTo(writer.environment(PRODUCTION).stateId());
        assertThat(get(Again.ask(() -> fresh.audit(PROJECT, 1, 10))))
                .extracting(AuditRecord::action)
                .containsExactly("project.create", "flag.change", "store.replay");
    }

    @Test
    void theNumberOfCopiesDoesNotShrinkWithThoseThatAreConnected() {
        put(writer, "f", 1);
        String copies = set.master().askText("HGET", "{sluice:demo}:project", "copies");
        replicas().forEach(RedisProcess::stop);
        set.master().ask("CLIENT", "KILL", "TYPE", "replica");

        assertThatThrownBy(() -> get(writer.write(PROJECT, state -> Samples.set(state, "f", 2))))
                .isInstanceOf(OutcomeUnknownException.class);

        assertThat(copies).isEqualTo("3");
        assertThat(set.master().info("replication", "connected_slaves")).isEqualTo("0");
    }

    @Test
    void whoAsksForOneCopyIsAnsweredByTheMasterAlone() {
        NodeWorkspace hasty = node(3, new WaitPolicy("1"));
        replicas().forEach(RedisProcess::stop);

        put(hasty, "f", 1);

        assertThat(Samples.value(hasty.environment(PRODUCTION), "f")).isEqualTo(1);
    }

    @Test
    void whoAsksForAllIsRefusedWhileOneIsMissing() {
        NodeWorkspace careful = node(3, new WaitPolicy("all"));
        put(careful, "f", 1);
        replicas().get(0).stop();

        assertUnconfirmed(careful.write(PROJECT, state -> Samples.set(state, "f", 2)), "only 2 of the 3 copies");
    }

    private static List<RedisProcess> replicas() {
        RedisProcess master = set.master();
        return set.redis().stream().filter(each -> each != master).toList();
    }

    private static String committed() {
        return set.master().askText("HGET", "{sluice:demo}:env:production:state", "committed");
    }
}
