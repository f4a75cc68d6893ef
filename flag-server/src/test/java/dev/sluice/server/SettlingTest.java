package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.http.RequestLimits;
import dev.sluice.server.store.Again;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.disk.DiskCopy;
import dev.sluice.server.store.redis.RedisLink;
import dev.sluice.server.store.redis.RedisProcess;
import dev.sluice.server.store.redis.RedisStore;
import dev.sluice.server.store.redis.WaitPolicy;
import dev.sluice.server.stream.GeoDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    void startRedis() {
        redis = RedisProcess.start(folder.resolve("redis"));
    }

    private void wire() throws Exception {
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
        wire();
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

    @Test
    @Timeout(60)
    void aProjectThatIsNotInForceYetKeepsNoNodeFromStartingAndItsKeysAreNotCalledUnknown() throws Exception {
        try (RedisLink hasty = RedisLink.to(redis.url(), null, new WaitPolicy("1"), System::nanoTime)) {
            ExecutorService threads = Executors.newSingleThreadExecutor();
            NodeWorkspace other = Samples.workspace(new RedisStore(hasty, "hasty"), 1, threads);
            Samples.get(Again.ask(() -> other.write(
                    "other", state -> state == null ? Optional.of(Samples.project("other")) : Optional.empty())));
            threads.shutdown();
        }
        redis.ask("SADD", "sluice:projects", "demo");
        redis.ask("HSET", "{sluice:demo}:uncommitted", "audit", "1", "write", "of a node that is gone");
        wire();

        Future<Boolean> filled = settling.begin();

        assertThat(node.workspace().loaded()).isTrue();
        assertThat(node.workspace().projects()).containsExactly("other");
        assertThat(filled.isComplete()).isFalse();
        int port = vertx.createHttpServer()
                .requestHandler(node.router())
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sdk/v1/snapshot"))
                                .header("Authorization", "Bearer slc_sdk_of_the_project_that_is_not_here")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }
}
