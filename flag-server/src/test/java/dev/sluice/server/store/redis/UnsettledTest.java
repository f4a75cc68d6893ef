package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.store.Again;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.Quarantined;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two projects, one of them with a last write that is on too few copies: its writers want two, and there is no replica. It comes into
 * force when a node that wants one copy finds it.
 */
@Tag("slow")
final class UnsettledTest {

    private static final String OTHER = "other";

    @TempDir
    static Path folder;

    private static RedisProcess redis;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<RedisLink> links = new ArrayList<>();
    private NodeWorkspace running;

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start(folder.resolve("redis"));
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void leaveOneUncommitted() {
        NodeWorkspace hasty = node(1, "1");
        for (String project : List.of(PROJECT, OTHER)) {
            get(Again.ask(() -> hasty.write(
                    project, state -> state == null ? Optional.of(Samples.project(project)) : Optional.empty())));
        }
        links.remove(0).close(); // or it would settle what comes now
        running = node(2, "2");
        get(Again.ask(running::sweep));
        await().until(() -> {
            assertThatThrownBy(() -> get(running.write(PROJECT, state -> Samples.set(state, "f", 1))))
                    .isInstanceOfAny(OutcomeUnknownException.class, StoreUnavailableException.class);
            return redis.askText("EXISTS", "{sluice:demo}:uncommitted").equals("1");
        });
    }

    @AfterEach
    void clear() {
        links.forEach(RedisLink::close);
        threads.shutdownNow();
        redis.ask("FLUSHALL");
    }

    @Test
    void aNodeThatStartsServesTheOtherProjectAndThisOneOnceItIsInForce() {
        NodeWorkspace fresh = node(3, "2");
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            sweep(fresh);
            return fresh.loaded();
        });

        assertThat(fresh.projects()).containsExactly(OTHER);
        assertThat(fresh.complete()).as("it can't say which keys are unknown").isFalse();
        assertThat(fresh.quarantine()).extracting(Quarantined::place).containsExactly("demo/*");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThatThrownBy(() -> get(fresh.write(PROJECT, state -> {
                            throw new IllegalArgumentException("there is no such project");
                        })))
                        .as("nor that there is none")
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("demo is not on enough copies"));

        NodeWorkspace hasty = node(4, "1");
        get(Again.ask(hasty::sweep));
        get(Again.ask(fresh::sweep));

        assertThat(Samples.value(fresh.environment(PRODUCTION), "f")).isEqualTo(1);
        assertThat(fresh.complete()).isTrue();
        assertThat(fresh.quarantine()).isEmpty();
    }

    @Test
    void aNodeThatRunsDoesNotTakeItForASilentRedisNorAnswerByWhatItHas() {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            sweep(running);
            return running.status().connected();
        });

        assertThat(running.complete()).isTrue();
        assertThat(Samples.value(running.environment(PRODUCTION), "f")).isEqualTo(-1);
        assertThatThrownBy(() -> get(running.write(PROJECT, state -> Optional.empty())))
                .as("what is to be changed may be on its way already")
                .isInstanceOf(StoreUnavailableException.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            sweep(running);
            return running.status().connected();
        });
    }

    private static void sweep(NodeWorkspace node) {
        try {
            get(node.sweep());
        } catch (StoreUnavailableException unsettled) {
            assertThat(unsettled).isNotNull();
        }
    }

    private NodeWorkspace node(long seed, String copies) {
        RedisLink link = RedisLinks.connected(redis.url(), new WaitPolicy(copies));
        links.add(link);
        return Samples.workspace(new RedisStore(link, "node" + seed), seed, threads);
    }
}
