package dev.sluice.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.store.NodeChannel;
import dev.sluice.server.store.NodeRegistry;
import dev.sluice.server.store.NodesContract;
import io.lettuce.core.KillArgs;
import io.lettuce.core.ScoredValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisNodesTest extends NodesContract {

    @TempDir
    static Path folder;

    private static EmbeddedRedis redis;
    private static RedisLink link;

    private final List<RedisLink> links = new ArrayList<>();

    @BeforeAll
    static void startRedis() throws IOException {
        redis = EmbeddedRedis.start(folder);
        link = RedisLinks.connected(redis.url());
    }

    @AfterAll
    static void stopRedis() {
        link.close();
        redis.close();
    }

    @AfterEach
    void emptyRedis() throws Exception {
        RedisLinks.run(link, commands -> commands.flushall());
        links.forEach(RedisLink::close);
    }

    @Override
    protected NodeChannel channel(String node) {
        RedisLink own = RedisLinks.connected(redis.url());
        links.add(own);
        return new RedisNodeChannel(own, node);
    }

    @Override
    protected NodeRegistry registry() {
        return new RedisNodeRegistry(link);
    }

    @Test
    void aNodeThatWasSilentIsSeenAsSilentAndForgottenAfterTenMinutes() throws Exception {
        get(() -> registry().sign(new NodeRegistry.Entry("quiet", "0.1.0", 1, Duration.ZERO)));
        heardBefore("quiet", Duration.ofSeconds(20));

        assertThat(get(() -> registry().read()).seen()).singleElement().satisfies(seen -> {
            assertThat(seen.alive()).isFalse();
            assertThat(seen.silence()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(60));
        });

        heardBefore("quiet", Duration.ofMinutes(10));
        assertThat(get(() -> registry().read()).seen()).isEmpty();
        get(() -> registry().sign(new NodeRegistry.Entry("other", "0.1.0", 1, Duration.ZERO)));
        List<byte[]> about = RedisLinks.run(link, commands -> commands.hkeys(RedisKeys.NODES_ABOUT));
        assertThat(about).hasSize(1);
    }

    @Test
    void aChannelIsHeardAgainAfterItsConnectionWasCut() throws Exception {
        NodeChannel one = channel("one");
        NodeChannel two = channel("two");
        List<byte[]> heard = new CopyOnWriteArrayList<>();
        two.onMessage((from, message) -> heard.add(message));
        await().until(() -> {
            one.tell("two", new byte[1]);
            return !heard.isEmpty();
        });

        RedisLinks.run(link, commands -> commands.clientKill(KillArgs.Builder.typePubsub()));
        heard.clear();

        await().until(() -> {
            one.tell("two", new byte[2]);
            return !heard.isEmpty();
        });
    }

    private static void heardBefore(String node, Duration ago) throws Exception {
        List<byte[]> time = RedisLinks.run(link, commands -> commands.time());
        long now = Long.parseLong(Reply.text(time.get(0))) * 1_000;
        RedisLinks.run(
                link,
                commands -> commands.zadd(
                        RedisKeys.NODES_HEARD, ScoredValue.just(now - ago.toMillis(), RedisKeys.bytes(node))));
    }
}
