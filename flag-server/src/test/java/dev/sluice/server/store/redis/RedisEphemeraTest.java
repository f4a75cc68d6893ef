package dev.sluice.server.store.redis;

import dev.sluice.server.store.Ephemera;
import dev.sluice.server.store.EphemeraContract;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class RedisEphemeraTest extends EphemeraContract {

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
    protected Duration left(String digest) {
        return Duration.ofMillis(RedisLinks.run(link, redis -> redis.pttl(RedisKeys.ephemeral(digest))));
    }

    @Override
    protected Ephemera ephemera() {
        return new RedisEphemera(link);
    }
}
