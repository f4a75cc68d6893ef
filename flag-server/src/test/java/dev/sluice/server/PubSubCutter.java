package dev.sluice.server;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Cuts everybody's pub/sub connection, again and again as long as it is open. */
final class PubSubCutter implements AutoCloseable {

    private static final long EVERY_MILLIS = 5;

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    PubSubCutter(String url) {
        client = RedisClient.create(url);
        connection = client.connect();
        timer.scheduleWithFixedDelay(this::cut, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void cut() {
        connection.sync().clientKill(KillArgs.Builder.typePubsub());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        connection.close();
        client.shutdown();
    }
}
