package dev.sluice.server.store.redis;

import dev.sluice.server.store.Store;
import dev.sluice.server.store.StoreContract;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class RedisStoreTest extends StoreContract {

    @TempDir
    static Path folder;

    private static EmbeddedRedis redis;

    private final List<RedisLink> links = new ArrayList<>();

    @BeforeAll
    static void startRedis() throws IOException {
        redis = EmbeddedRedis.start(folder);
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void emptyRedis() {
        // In this order: a node that still runs gives back what is flushed.
        links.forEach(RedisLink::close);
        try (RedisLink last = RedisLinks.connected(redis.url())) {
            flush(last);
        }
    }

    @Override
    protected void forgetEverything() {
        flush(links.get(0));
    }

    private static void flush(RedisLink link) {
        RedisLinks.run(link, RedisAsyncCommands::flushall);
    }

    @Override
    protected Store open() {
        RedisLink link = RedisLinks.connected(redis.url());
        links.add(link);
        return new RedisStore(link, "node" + links.size());
    }
}
