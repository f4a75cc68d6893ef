package dev.sluice.server.store.redis;

import dev.sluice.server.store.Store;
import dev.sluice.server.store.StoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The store on a Redis under Sentinel does what any store does. */
final class SentinelStoreTest extends StoreContract {

    @TempDir
    static Path folder;

    private static SentinelSet set;

    private final List<RedisLink> links = new ArrayList<>();

    @BeforeAll
    static void startRedis() {
        set = SentinelSet.start(folder, Duration.ofSeconds(20));
    }

    @AfterAll
    static void stopRedis() {
        set.close();
    }

    @AfterEach
    void emptyRedis() {
        // In this order: a node that still runs gives back what is flushed.
        links.forEach(RedisLink::close);
        forgetEverything();
    }

    @Override
    protected void forgetEverything() {
        set.master().ask("FLUSHALL");
    }

    @Override
    protected Store open() {
        RedisLink link = RedisLinks.connected(set.url());
        links.add(link);
        return new RedisStore(link, "node" + links.size());
    }
}
