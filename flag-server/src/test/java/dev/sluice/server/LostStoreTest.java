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

    @TempDir
    Path folder;

    @Test
    void aNodeStartsFromItsDiskWithoutRedisAndComesBackAlone() throws Exception {
        try (RedisProcess redis = durable()) {
            String state;
            try (OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
                server.api("POST", OneServer.FLAG + "/on");
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

                await().until(() -> server.storeState().equals("CONNECTED"));
                assertThat(server.api("POST", OneServer.FLAG + "/off").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    @Proves("F50")
    void afterAFlushTheNodesWriteEverythingBackAndNobodyNotices() throws Exception {
        try (RedisProcess redis = durable();
                OneServer one = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()));
                OneServer other = OneServer.start(folder.resolve("b"), OneServer.on(redis.url()))) {
            one.api("POST", OneServer.FLAG + "/on");
            one.api("POST", "/api/v1/users", "{\"name\":\"ana\"}");
            await().until(other::enabled);
            String state = one.state();

            redis.ask("FLUSHALL");

            await().atMost(Duration.ofSeconds(8)).until(() -> exists(redis, "{sluice:demo}:project"));
            await().atMost(Duration.ofSeconds(8)).until(() -> exists(redis, "{sluice:_access}:keys"));
            assertThat(one.state()).isEqualTo(state);
            assertThat(other.state()).isEqualTo(state);
            await().until(() -> one.api("POST", OneServer.FLAG + "/off").statusCode() == 200);
            await().until(() -> !other.enabled());
            assertThat(one.api("GET", "/api/v1/projects/demo/audit").body()).contains("store.replay");
            assertThat(exists(redis, "sluice:secret-fingerprint")).isTrue();
        }
    }

    @Test
    void aFreshNodeInAnEmptiedStoreWaitsForThoseWhoHoldTheProjects() throws Exception {
        try (RedisProcess redis = durable();
                OneServer one = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
            one.api("POST", OneServer.FLAG + "/on");
            String state = one.state();

            redis.ask("FLUSHALL");

            try (OneServer fresh = OneServer.start(folder.resolve("b"), OneServer.on(redis.url()))) {
                assertThat(fresh.state()).isEqualTo(state);
                assertThat(fresh.enabled()).isTrue();
                await().until(() -> one.storeState().equals("CONNECTED"));
                assertThat(one.state()).isEqualTo(state);
            }
        }
    }

    @Test
    @Proves("F50")
    void aRedisThatStartsAgainWithoutItsDataIsFilledByTheNodesThatRun() throws Exception {
        try (RedisProcess redis = forgetful();
                OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
            server.api("POST", OneServer.FLAG + "/on");
            String state = server.state();

            redis.kill();
            redis.startAgain();

            await().until(() -> exists(redis, "{sluice:demo}:project"));
            assertThat(server.state()).isEqualTo(state);
            await().until(() -> server.api("POST", OneServer.FLAG + "/off").statusCode() == 200);
        }
    }

    @Test
    void aRedisWithoutDataIsFilledByANodeThatStartsFromItsDisk() throws Exception {
        try (RedisProcess redis = forgetful()) {
            String state;
            try (OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
                server.api("POST", OneServer.FLAG + "/on");
                state = server.state();
            }
            redis.kill();
            redis.startAgain();

            try (OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
                assertThat(server.state()).isEqualTo(state);
                await().until(() -> exists(redis, "{sluice:demo}:project"));
                await().until(() -> server.storeState().equals("CONNECTED"));
                assertThat(server.enabled()).isTrue();
            }
        }
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
