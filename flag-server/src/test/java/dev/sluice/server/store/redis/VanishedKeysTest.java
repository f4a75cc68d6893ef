package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.bytes;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.EnvironmentChange;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.PatientStore;
import dev.sluice.server.store.ProjectChange;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Write;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that vanish one by one behind our back: deleted by hand, or evicted by a Redis that may. */
@Proves("F52")
final class VanishedKeysTest {

    private static final String P = "{sluice:demo}:";
    private static final List<String> KEYS = List.of(
            "project",
            "flags",
            "keys",
            "environments",
            "audit",
            "env:production:targeting",
            "env:production:segments",
            "env:production:records",
            "env:production:state");

    @TempDir
    static Path folder;

    private static RedisProcess redis;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private RedisLink link;
    private NodeWorkspace node;

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start(folder);
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void aProjectWithSomethingInEachOfItsKeys() {
        redis.ask("FLUSHALL");
        link = RedisLinks.connected(redis.url());
        node = workspace(1);
        byte[] document = bytes("{}");
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        get(node.write(
                PROJECT,
                state -> Optional.of(new Write(
                        PROJECT,
                        new ProjectChange(
                                1, null, Map.of("f", Optional.of(document)), Map.of("k1", Optional.of(document))),
                        List.of(new EnvironmentChange(
                                "production",
                                false,
                                1,
                                Map.of("f", Optional.of(document)),
                                Map.of("s", Optional.of(document)),
                                Map.of("f", Optional.of(Samples.record("f", 7))),
                                Map.of(),
                                false)),
                        Samples.audit("flag.create")))));
        get(node.write(PROJECT, state -> Samples.set(state, "g", 8)));
    }

    @AfterEach
    void stop() {
        link.close();
        threads.shutdownNow();
    }

    private NodeWorkspace workspace(long seed) {
        NodeWorkspace workspace =
                Samples.workspace(new PatientStore(new RedisStore(link, "node" + seed)), seed, threads);
        get(workspace.sweep());
        return workspace;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project",
                "flags",
                "keys",
                "environments",
                "audit",
                "env:production:targeting",
                "env:production:segments",
                "env:production:records",
                "env:production:state",
                "env:production:changes"
            })
    void whatVanishedIsBackAfterTheNextSweepUnderTheOldName(String key) {
        redis.ask("DEL", P + key);

        get(node.sweep());

        everythingIsThere();
        assertThat(node.status().connected()).isTrue();
    }

    @Test
    void aFieldThatVanishedIsBackToo() {
        redis.ask("HDEL", P + "env:production:records", "flag/f");

        get(node.sweep());

        everythingIsThere();
    }

    @Test
    void whatRedisEvictedIsBackOnceThereIsRoom() {
        long used = Long.parseLong(redis.info("memory", "used_memory"));
        redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        redis.ask("CONFIG", "SET", "maxmemory", Long.toString(used + 1_000_000));
        String junk = "j".repeat(20_000);
        for (int i = 0; i < 1_000 && allThere(); i++) {
            redis.ask("SET", "junk" + i, junk);
        }
        assertThat(allThere()).as("Redis evicted a key of ours").isFalse();
        redis.ask("CONFIG", "SET", "maxmemory", "0");
        redis.ask("CONFIG", "SET", "maxmemory-policy", "noeviction");

        await().until(() -> {
            get(node.sweep());
            return allThere();
        });

        everythingIsThere();
    }

    private static boolean allThere() {
        return KEYS.stream().allMatch(key -> redis.ask("EXISTS", P + key).equals(List.of(1L)));
    }

    private void everythingIsThere() {
        NodeWorkspace fresh = workspace(2);
        ProjectState read = fresh.project(PROJECT);
        ProjectState held = node.project(PROJECT);
        assertThat(read.documentsId()).isEqualTo(held.documentsId());
        assertThat(read.lineage()).isEqualTo(held.lineage());
        assertThat(read.flags()).containsOnlyKeys("f");
        assertThat(read.keys()).containsOnlyKeys("k1");
        EnvironmentState production = fresh.environment(PRODUCTION);
        assertThat(production.stateId()).isEqualTo(node.environment(PRODUCTION).stateId());
        assertThat(production.stateId().revision()).isEqualTo(3);
        assertThat(production.targeting()).containsOnlyKeys("f", "g");
        assertThat(production.segments()).containsOnlyKeys("s");
        assertThat(Samples.value(production, "f")).isEqualTo(7);
        assertThat(get(fresh.audit(PROJECT, 1, 10)))
                .allMatch(AuditRecord::intact)
                .extracting(AuditRecord::action)
                .startsWith("project.create", "flag.create", "flag.change");
    }
}
