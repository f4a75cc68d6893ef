package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.PatientStore;
import dev.sluice.server.store.Samples;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages get lost in many ways, and nobody is told. */
@Tag("slow")
final class FeedTest {

    @TempDir
    static Path folder;

    /** One sweep may be late, and the next one comes five seconds after it. */
    private static final Duration TWO_SWEEPS_AND_MORE = Duration.ofSeconds(12);

    private static RedisProcess redis;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start(folder.resolve("redis"));
        redis.ask("PING");
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void clear() {
        threads.shutdownNow();
        redis.ask("FLUSHALL");
    }

    @Test
    @Proves("F47")
    void aSubscriptionThatWasCutIsMadeAnewAndWhatWasMissedIsRead() {
        var timer = Executors.newSingleThreadScheduledExecutor();
        try (RedisLink one = RedisLinks.connected(redis.url());
                RedisLink two = RedisLinks.connected(redis.url())) {
            NodeWorkspace writer = Samples.workspace(new PatientStore(new RedisStore(one, "one")), 1, threads);
            NodeWorkspace reader = Samples.workspace(new RedisStore(two, "two"), 2, threads);
            timer.scheduleAtFixedRate(reader::sweep, 5, 5, TimeUnit.SECONDS); // as a node does
            get(writer.sweep());
            get(writer.write(PROJECT, state -> Optional.of(Samples.project())));
            await().until(() -> reader.project(PROJECT) != null);
            for (long i = 1; i <= 20; i++) {
                long value = i;
                redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
                get(writer.write(PROJECT, state -> Samples.set(state, "f", value)));
                await("change " + i)
                        .atMost(TWO_SWEEPS_AND_MORE)
                        .until(() -> Samples.value(reader.environment(PRODUCTION), "f") == value);
            }
        } finally {
            timer.shutdownNow();
        }
    }

    /** A failover moved the senders to another Redis, and nobody closed the connection to the old one. Time runs twenty times as fast. */
    @Test
    @Proves("F47")
    void aSubscriptionThatHearsNothingAnyMoreIsFoundByTheMessageToMyself() {
        RedisProcess old = RedisProcess.start(folder.resolve("old"));
        RedisProcess present = RedisProcess.start(folder.resolve("present"));
        RedisClient client = RedisClient.create();
        var timer = Executors.newSingleThreadScheduledExecutor();
        var where = new AtomicReference<>(old);
        var again = new AtomicInteger();
        List<String> heard = new CopyOnWriteArrayList<>();
        try (old;
                present) {
            old.ask("PING");
            var feed = new Feed(
                    client,
                    () -> RedisURI.create(where.get().url()),
                    (channel, message) -> where.get().ask("PUBLISH", Reply.text(channel), Reply.text(message)),
                    (millis, task) -> timer.schedule(task, millis / 20, TimeUnit.MILLISECONDS),
                    again::incrementAndGet,
                    "test");
            feed.subscribe(RedisKeys.FEED, message -> heard.add(Reply.text(message)));
            feed.start();
            await().until(() -> {
                old.ask("PUBLISH", "sluice:feed", "one");
                return heard.contains("one");
            });

            int before = again.get();
            where.set(present);

            await().until(() -> {
                present.ask("PUBLISH", "sluice:feed", "two");
                return heard.contains("two");
            });
            await().untilAsserted(() -> assertThat(again).hasValueGreaterThan(before));
            feed.close();
        } finally {
            timer.shutdownNow();
            client.shutdown();
        }
    }

    @Test
    @Proves("F48")
    void noMessageIsSentToAReplicaWhereOnlyItsOwnListenersWouldHearIt() {
        try (RedisProcess replica =
                        RedisProcess.start(folder.resolve("replica"), "replicaof 127.0.0.1 " + redis.port());
                RedisLink aimedAtIt = RedisLink.to(replica.url(), null, WaitPolicy.MAJORITY, System::nanoTime)) {
            await().until(() ->
                    replica.info("replication", "master_link_status").equals("up"));

            assertThat(aimedAtIt.publish(RedisKeys.FEED, new byte[1])).failsWithin(Duration.ofSeconds(3));
            assertThat(aimedAtIt.connected()).isFalse();
        }
    }
}
