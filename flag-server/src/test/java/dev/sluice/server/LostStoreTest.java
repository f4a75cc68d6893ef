package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.redis.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes whose Redis is away, empty, or made anew. */
final class LostStoreTest {

    /** Some of this only a sweep finds, of which there is one every five seconds. */
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void aNodeStartsFromItsDiskWithoutRedisAndComesBackAlone() throws Exception {
        try (RedisProcess redis = durable()) {
            String state;
            try (OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
                turnOn(server);
                state = server.state();
            }
            redis.kill();

            try (OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
                assertThat(server.management("/readyz").statusCode()).isEqualTo(200);
                assertThat(server.state()).isEqualTo(state);
                assertThat(server.sdk("/sdk/v1/snapshot").statusCode()).isEqualTo(200);
                assertThat(server.api("POST", OneServer.FLAG + "/off").statusCode())
                        .isEqualTo(503);
                assertThat(server.storeState()).isEqualTo("AWAY");

                redis.startAgain();

                await().atMost(SOON).until(() -> server.storeState().equals("CONNECTED"));
                turnOff(server);
            }
        }
    }

    @Test
    @Proves("F50")
    void afterAFlushTheNodesWriteEverythingBackAndNobodyNotices() throws Exception {
        try (RedisProcess redis = durable();
                OneServer one = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()));
                OneServer other = OneServer.start(folder.resolve("b"), OneServer.on(redis.url()))) {
            turnOn(one);
            one.act("POST", "/api/v1/users", "{\"name\":\"ana\"}");
            await().atMost(SOON).until(other::enabled);
            String state = one.state();

            redis.ask("FLUSHALL");

            await().atMost(SOON).until(() -> exists(redis, "{sluice:demo}:project"));
            await().atMost(SOON).until(() -> exists(redis, "{sluice:_access}:keys"));
            assertThat(one.state()).isEqualTo(state);
            assertThat(other.state()).isEqualTo(state);
            turnOff(one);
            await().atMost(SOON).until(() -> !other.enabled());
            assertThat(one.act("GET", "/api/v1/projects/demo/audit").body()).contains("store.replay");
            await().atMost(SOON).until(() -> exists(redis, "sluice:secret-fingerprint"));
        }
    }

    @Test
    void aFreshNodeInAnEmptiedStoreWaitsForThoseWhoHoldTheProjects() throws Exception {
        try (RedisProcess redis = durable();
                OneServer one = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
            turnOn(one);
            String state = one.state();

            redis.ask("FLUSHALL");

            try (OneServer fresh = OneServer.start(folder.resolve("b"), OneServer.on(redis.url()))) {
                assertThat(fresh.state()).isEqualTo(state);
                assertThat(fresh.enabled()).isTrue();
                await().atMost(SOON).until(() -> one.storeState().equals("CONNECTED"));
                assertThat(one.state()).isEqualTo(state);
            }
        }
    }

    @Test
    @Proves("F50")
    void aRedisThatStartsAgainWithoutItsDataIsFilledByTheNodesThatRun() throws Exception {
        try (RedisProcess redis = forgetful();
                OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
            turnOn(server);
            String state = server.state();

            redis.kill();
            redis.startAgain();

            await().atMost(SOON).until(() -> exists(redis, "{sluice:demo}:project"));
            assertThat(server.state()).isEqualTo(state);
            turnOff(server);
        }
    }

    @Test
    void aRedisWithoutDataIsFilledByANodeThatStartsFromItsDisk() throws Exception {
        try (RedisProcess redis = forgetful()) {
            String state;
            try (OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
                turnOn(server);
                state = server.state();
            }
            redis.kill();
            redis.startAgain();

            try (OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
                assertThat(server.state()).isEqualTo(state);
                await().atMost(SOON).until(() -> exists(redis, "{sluice:demo}:project"));
                await().atMost(SOON).until(() -> server.storeState().equals("CONNECTED"));
                assertThat(server.enabled()).isTrue();
            }
        }
    }

    private static void turnOn(OneServer server) {
        assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(200);
    }

    private static void turnOff(OneServer server) {
        assertThat(server.act("POST", OneServer.FLAG + "/off").statusCode()).isEqualTo(200);
    }

    private static boolean exists(RedisProcess redis, String key) {
        return redis.ask("EXISTS", key).equals(List.of(1L));
    }

    private RedisProcess durable() {
        return RedisProcess.start(folder.resolve("redis"), "appendonly yes", "appendfsync always");
    }

    private RedisProcess forgetful() {
        return RedisProcess.start(folder.resolve("redis"), "appendonly no");
    }
}
