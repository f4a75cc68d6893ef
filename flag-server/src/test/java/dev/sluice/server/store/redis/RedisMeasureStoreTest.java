package dev.sluice.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.store.MeasureStore;
import dev.sluice.server.store.MeasureStoreContract;
import dev.sluice.server.store.Samples;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisMeasureStoreTest extends MeasureStoreContract {

    @TempDir
    static Path folder;

    private static EmbeddedRedis redis;
    private static RedisLink link;

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
    void emptyRedis() {
        RedisLinks.run(link, RedisAsyncCommands::flushall);
    }

    @Override
    protected MeasureStore store() {
        return new RedisMeasureStore(link);
    }

    @Test
    void everythingHasAnEnd() {
        get(() -> store().claim(Samples.PRODUCTION, "a", "1", List.of(new MeasureStore.Claim("s", 1))));
        get(() -> store().used(Samples.PRODUCTION, MeasureStore.Use.DECLARED, Map.of("f", Instant.EPOCH)));
        var chunk = new MeasureStore.ChunkId(Samples.PRODUCTION, "f", "10s", 1_200);
        get(() -> store().put(chunk, "a/1", new byte[1], Duration.ofMinutes(1)));

        List<byte[]> keys = RedisLinks.run(link, commands -> commands.keys("*"));
        assertThat(keys).hasSize(5);
        for (byte[] key : keys) {
            long millis = RedisLinks.run(link, commands -> commands.pttl(key));
            assertThat(millis).as(Reply.text(key)).isPositive();
        }
    }

    @Test
    void aSessionIsForgottenTwentyMinutesAfterItsLastReport() {
        byte[] heard = RedisKeys.reports(Samples.PRODUCTION, "heard");
        byte[] numbers = RedisKeys.reports(Samples.PRODUCTION, "numbers");
        get(() -> store().claim(Samples.PRODUCTION, "a", "1", List.of(new MeasureStore.Claim("old", 1))));
        RedisLinks.run(
                link,
                commands -> commands.zincrby(heard, -Duration.ofMinutes(21).toMillis(), RedisKeys.bytes("old")));

        get(() -> store().claim(Samples.PRODUCTION, "a", "2", List.of(new MeasureStore.Claim("new", 1))));

        List<byte[]> sessions = RedisLinks.run(link, commands -> commands.hkeys(numbers));
        assertThat(sessions)
                .singleElement()
                .satisfies(name -> assertThat(Reply.text(name)).isEqualTo("new"));
    }
}
