package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.proof.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis itself is asked what the nodes asked of it. */
class StartTogetherTest {
    private static final int NODES = 5;
    private static final int ENVIRONMENTS = 20;
    private static final int FLAGS = 1_000;
    private static final Duration READY_WITHIN = Duration.ofSeconds(10);

    /** A start may say that the node is there, and, once, which secret the nodes of this Redis share. */
    private static final int SMALL_WRITES_A_NODE = 4;

    private static final Set<String> WRITES = Set.of(
            "set", "setex", "hset", "hmset", "hdel", "del", "unlink", "xadd", "xtrim", "mset", "rename", "restore",
            "copy", "zadd", "sadd", "incr", "incrby", "lpush", "rpush");

    @TempDir
    private Path folder;

    @Test
    @Tag("drill")
    @Proves("F30")
    void fiveNodesThatStartTogetherOnAThousandFlagsInTwentyEnvironmentsAreReadyWithinTenSeconds() throws Exception {
        ObjectNode figures = startTogether();

        Figures.report("start-together", figures);
        assertThat(figures.path("readyMillis").asLong()).isLessThan(READY_WITHIN.toMillis());
    }

    private ObjectNode startTogether() throws Exception {
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"));
                RedisAdmin admin = redis.admin()) {
            fill(redis);
            admin.ask().configResetstat();
            long from = System.nanoTime();
            try (Nodes nodes = Nodes.start(folder.resolve("cold"), Collections.nCopies(NODES, redis.url()), Map.of())) {
                long ready = System.nanoTime() - from;
                Map<String, Long> calls = calls(admin.ask().info("commandstats"));

                for (String write : WRITES) {
                    assertThat(calls.getOrDefault(write, 0L))
                            .as("%s in %s", write, calls)
                            .isLessThanOrEqualTo(NODES * SMALL_WRITES_A_NODE);
                }
                assertThat(calls.getOrDefault("hgetall", 0L))
                        .as("whole hashes read: %s", calls)
                        .isLessThanOrEqualTo(NODES * (ENVIRONMENTS * 3L + 20));
                assertThat(nodes.all().stream().map(ServerProcess::readiness)).containsOnly(200);
                ObjectNode figures = Figures.object()
                        .put("nodes", NODES)
                        .put("environments", ENVIRONMENTS)
                        .put("flagsInEach", FLAGS)
                        .put("readyMillis", TimeUnit.NANOSECONDS.toMillis(ready));
                ObjectNode commands = figures.putObject("redisCommands");
                calls.forEach(commands::put);
                return figures;
            }
        }
    }

    private void fill(RedisProcess redis) throws Exception {
        try (Nodes first = Nodes.start(folder.resolve("first"), List.of(redis.url()), Map.of())) {
            RestClient rest = first.rest(0);
            for (int i = 2; i < ENVIRONMENTS; i++) {
                rest.call("POST", "projects/demo/environments", Map.of("key", "environment-" + i))
                        .expectSuccess();
            }
            for (int i = 0; i < FLAGS; i++) {
                rest.call(
                                "POST",
                                "projects/demo/flags",
                                Map.of("key", "flag-" + i, "type", "boolean", "description", "one of many"))
                        .expectSuccess();
            }
        }
    }

    /** {@code cmdstat_hgetall:calls=12,usec=...} for each command. */
    private static Map<String, Long> calls(String info) {
        Map<String, Long> calls = new TreeMap<>();
        info.lines().filter(line -> line.startsWith("cmdstat_")).forEach(line -> {
            String name = line.substring("cmdstat_".length(), line.indexOf(':'));
            calls.put(name, Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")));
        });
        return calls;
    }
}
