package dev.sluice.server.store.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.api.StatefulConnection;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The client library hands a connection out a moment before it takes commands; this waits for that moment. */
final class Ready {
    private static final long MISSED_MILLIS = 50;

    private Ready() {}

    /** The connection once it takes commands, if that is within {@code patience}; {@code onClose} hears of its end. */
    static <C extends StatefulConnection<?, ?>> CompletionStage<C> ready(
            C connection, Duration patience, Runnable onClose) {
        var active = new CompletableFuture<C>();
        connection.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> there, SocketAddress address) {
                active.complete(connection);
            }

            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> gone) {
                active.completeExceptionally(new RedisConnectionException("the connection is closed"));
                onClose.run();
            }
        });
        // It says that it is open from the beginning: asked at once, that means nothing. Who came too late to hear of
        // it asks a moment later.
        CompletableFuture.delayedExecutor(MISSED_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
            if (connection.isOpen()) {
                active.complete(connection);
            }
        });
        return active.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
