package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.http.RequestLimits;
import dev.sluice.server.store.disk.DiskCopy;
import dev.sluice.server.store.redis.RedisLink;
import dev.sluice.server.store.redis.RedisProcess;
import dev.sluice.server.stream.GeoDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that starts on a Redis that must have a replica and has none yet. */
@Tag("slow")
final class SettlingTest {

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private RedisProcess redis;
    private RedisLink link;
    private DiskCopy copy;
    private Node node;
    private Settling settling;

    @BeforeEach
    void wire() throws Exception {
        redis = RedisProcess.start(folder.resolve("redis"));
        Map<String, String> more = new HashMap<>(OneServer.on(redis.url()));
        more.put("SLUICE_REDIS_WAIT", "2");
        ServerConfig config = ServerConfig.of(null, OneServer.settings(folder, more));
        link = RedisLink.to(redis.url(), null, config.redisWait(), System::nanoTime);
        var random = new SecureRandom();
        AccessConfig access = AccessConfig.of(
                Server.secret(config),
                config.adminToken(),
                () -> URI.create("http://127.0.0.1"),
                InstantSource.system(),
                random);
        copy = DiskCopy.open(folder.resolve("copy"), InstantSource.system());
        node = new Node(
                vertx,
                link,
                GeoDatabase.load(null),
                access,
                random,
                config.streamLimits(),
                copy,
                config.overrides(),
                new RequestLimits(config::requestsPerSecond, config.clientAddresses(), System::nanoTime),
                config.clientAddresses(),
                List::of,
                () -> true);
        settling = new Settling(
                vertx, node, link, access, config, Server.fingerprint(Server.secret(config)), Duration.ZERO);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
        node.close();
        copy.close();
        link.close();
        redis.close();
    }

    @Test
    void aFirstStartThatIsFinishedLaterStillKnowsThatItFilledTheStore() throws Exception {
        Future<Boolean> filled = settling.begin();
        assertThat(filled.isComplete()).isFalse();

        try (RedisProcess replica =
                RedisProcess.start(folder.resolve("replica"), "replicaof " + redis.host() + " " + redis.port())) {
            assertThat(replica.runs()).isTrue();
            assertThat(filled.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS))
                    .isTrue();
        }

        assertThat(node.workspace().project("demo").keys()).hasSize(1);
    }
}
