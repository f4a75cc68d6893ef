package dev.sluice.rig;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/** A connection to Redis that may ask and harm anything. */
public final class RedisAdmin implements AutoCloseable {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    private RedisAdmin(RedisClient client) {
        this.client = client;
        this.connection = client.connect();
    }

    static RedisAdmin of(String url) {
        return new RedisAdmin(RedisClient.create(url));
    }

    /** What can be asked. */
    public RedisCommands<String, String> ask() {
        return connection.sync();
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
