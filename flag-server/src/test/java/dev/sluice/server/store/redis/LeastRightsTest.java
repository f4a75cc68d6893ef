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
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Write;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user of Redis who may not publish nor subscribe: since Redis 7, every new one whom nobody gave channels. */
final class LeastRightsTest {

    @TempDir
    static Path folder;

    private static RedisProcess redis;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<RedisLink> links = new ArrayList<>();

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start(folder.resolve("redis"));
        redis.ask("ACL", "SETUSER", "mute", "on", ">secret", "~*", "+@all", "resetchannels");
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void clear() {
        links.forEach(RedisLink::close);
        threads.shutdownNow();
        redis.ask("FLUSHALL");
    }

    @Test
    void whoMayNotPublishWritesAllTheSameAndOthersFindIt() {
        NodeWorkspace writer = node(1, mute(), WaitPolicy.MAJORITY);
        NodeWorkspace reader = node(2, mute(), WaitPolicy.MAJORITY);

        unrefused(() -> writer.write(PROJECT, LeastRightsTest::made));
        unrefused(() -> writer.write(
                PROJECT,
                state -> Samples.value(state.environments().get("production"), "f") == 7
                        ? Optional.empty()
                        : Samples.set(state, "f", 7)));
        unrefused(reader::sweep);

        assertThat(Samples.value(reader.environment(PRODUCTION), "f")).isEqualTo(7);
        assertThat(redis.askText("XLEN", "{sluice:demo}:audit")).isEqualTo("2");
    }

    @Test
    void whoMayNotPublishGivesBackWhatRedisHasLost() {
        NodeWorkspace writer = node(1, mute(), WaitPolicy.MAJORITY);
        unrefused(() -> writer.write(PROJECT, LeastRightsTest::made));
        redis.ask("FLUSHALL");

        unrefused(writer::sweep);

        assertThat(redis.askText("HGET", "{sluice:demo}:env:production:state", "head"))
                .isEqualTo("1");
        assertThat(writer.status().connected()).isTrue();
    }

    @Test
    void whoMayNotPublishPutsInForceWhatAnotherLeftUncommitted() {
        NodeWorkspace careful = node(1, redis.url(), new WaitPolicy("2"));
        assertThatThrownBy(() -> get(careful.write(PROJECT, state -> Optional.of(Samples.project()))))
                .isInstanceOf(OutcomeUnknownException.class);
        RedisLink hasty = RedisLinks.connected(mute(), new WaitPolicy("1"));
        links.add(hasty);
        var copies = new Copies(hasty, "hasty");

        unrefused(() -> Failures.ofReading(hasty, () -> copies.settle(PROJECT)));

        assertThat(redis.askText("HGET", "{sluice:demo}:env:production:state", "committed"))
                .isEqualTo("1");
    }

    @Test
    void whoMayNotListenMakesOneConnectionAndLetsTimePassBeforeTheNext() {
        RedisClient client = RedisClient.create();
        Queue<Long> waits = new ConcurrentLinkedQueue<>();
        long before = connections();
        try {
            var feed = new Feed(
                    client,
                    () -> RedisURI.create(mute()),
                    (channel, message) -> {},
                    (millis, task) -> waits.add(millis),
                    () -> {},
                    "test");

            feed.start();

            await().until(() -> waits.size() == 2);
            assertThat(connections() - before).isEqualTo(1);
            assertThat(waits).as("the check, and the next try").containsOnly(10_000L);
        } finally {
            client.shutdown();
        }
    }

    private static Optional<Write> made(@Nullable ProjectState state) {
        return state == null ? Optional.of(Samples.project()) : Optional.empty();
    }

    /** The answer, of whatever may be asked twice; that Redis said no once is a fault, though it was done. */
    private static <T> T unrefused(Supplier<Future<T>> question) {
        List<Throwable> said = new CopyOnWriteArrayList<>();
        T answer = get(Again.ask(() -> question.get().onFailure(said::add)));
        assertThat(said).noneMatch(each -> each.getCause() instanceof RedisCommandExecutionException);
        return answer;
    }

    private NodeWorkspace node(long seed, String url, WaitPolicy wait) {
        RedisLink link = RedisLinks.connected(url, wait);
        links.add(link);
        return Samples.workspace(new RedisStore(link, "node" + seed), seed, threads);
    }

    private static String mute() {
        return "redis://mute:secret@" + redis.name();
    }

    private static long connections() {
        return Long.parseLong(redis.info("stats", "total_connections_received"));
    }
}
