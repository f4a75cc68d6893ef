package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisHealthTest {

    @TempDir
    Path folder;

    @Test
    @Proves("F52")
    void anEvictionPolicyThatCouldThrowFlagsAwayIsWarnedOfUntilItIsGone() {
        try (RedisProcess redis = RedisProcess.start(folder);
                RedisLink link = RedisLinks.connected(redis.url())) {
            var health = new RedisHealth(link);
            get(health.look());
            assertThat(health.warnings()).isEmpty();

            redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            await("a look that is answered in time").untilAsserted(() -> {
                get(health.look());
                assertThat(health.warnings())
                        .singleElement()
                        .asString()
                        .contains("maxmemory-policy is allkeys-lru; expected noeviction");
            });

            redis.ask("CONFIG", "SET", "maxmemory-policy", "noeviction");
            get(health.look());
            assertThat(health.warnings()).isEmpty();
        }
    }

    @Test
    void replicasThatNobodyWaitsForAreWarnedOf() {
        try (RedisProcess master = RedisProcess.start(folder.resolve("master"));
                RedisProcess replica =
                        RedisProcess.start(folder.resolve("replica"), "replicaof 127.0.0.1 " + master.port());
                RedisLink link = RedisLinks.connected(master.url())) {
            var health = new RedisHealth(link);

            await("the replica is in step").until(() -> {
                get(health.look());
                return !health.warnings().isEmpty();
            });

            assertThat(replica.runs()).isTrue();
            assertThat(health.warnings()).singleElement().asString().contains("has 1 replicas", "SLUICE_REDIS_WAIT");
        }
    }

    @Test
    void whoMayNotAskIsToldNothingAndNothingFails() {
        try (RedisProcess redis = RedisProcess.start(folder, "rename-command CONFIG \"\"");
                RedisLink link = RedisLinks.connected(redis.url())) {
            var health = new RedisHealth(link);

            get(health.look());

            assertThat(health.warnings()).isEmpty();
        }
    }
}
