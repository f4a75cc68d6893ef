package dev.sluice.server.store.redis;

import dev.sluice.server.store.StoreUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one Redis: one for commands, one that listens to the feed. Today the Redis is a standalone one; this class is the
 * only place that would know of Sentinel or Cluster.
 *
 * <p>A command waits a second at most, and while there is no connection it is refused at once: nothing queues up behind an outage.
 * The client reconnects by itself once it was connected; the first contact is tried again here, twice a second. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(1);
    private static final int MOST_REQUESTS = 1_000;
    private static final int RETRY_MILLIS = 500;

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI uri;
    private final String name;
    private final List<Consumer<Boolean>> connectionListeners = new CopyOnWriteArrayList<>();
    private final Map<String, List<Consumer<byte[]>>> channels = new ConcurrentHashMap<>();
    private volatile @Nullable StatefulRedisConnection<byte[], byte[]> commands;
    private volatile @Nullable StatefulRedisPubSubConnection<byte[], byte[]> feed;
    private volatile boolean closed;

    private RedisLink(RedisURI uri) {
        this.uri = uri;
        this.name = uri.getHost() + ":" + uri.getPort();
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.exponential(20, 500, TimeUnit.MILLISECONDS, 2))
                .build();
        this.client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_REQUESTS)
                .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(COMMAND_TIMEOUT)
                        .keepAlive(true)
                        .build())
                .build());
        client.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
                if (connection == commands) {
                    tell(true);
                }
            }

            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                if (connection == commands && !closed) {
                    tell(false);
                }
            }
        });
    }

    /**
     * Begins to connect and returns at once.
     *
     * @param url {@code redis://} or {@code rediss://}; never logged, for it may hold a password
     */
    public static RedisLink to(String url) {
        if (!url.startsWith("redis://") && !url.startsWith("rediss://")) {
            int end = url.indexOf("://");
            throw new IllegalArgumentException(
                    "SLUICE_REDIS_URL: the scheme \"" + (end < 0 ? "" : url.substring(0, end))
                            + "\" is not supported yet; expected redis:// or rediss://");
        }
        RedisURI uri;
        try {
            uri = RedisURI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "SLUICE_REDIS_URL: not a URL; expected redis://[user:password@]host:port");
        }
        uri.setTimeout(COMMAND_TIMEOUT);
        var link = new RedisLink(uri);
        link.connect();
        return link;
    }

    /** Host and port, for people. */
    public String name() {
        return name;
    }

    boolean connected() {
        StatefulRedisConnection<byte[], byte[]> now = commands;
        return now != null && now.isOpen();
    }

    RedisAsyncCommands<byte[], byte[]> commands() {
        StatefulRedisConnection<byte[], byte[]> now = commands;
        if (now == null) {
            throw new StoreUnavailableException("not connected to Redis at " + name, null);
        }
        return now.async();
    }

    void onConnection(Consumer<Boolean> listener) {
        connectionListeners.add(listener);
        if (connected()) {
            listener.accept(true);
        }
    }

    void onFeed(Consumer<byte[]> listener) {
        onMessage(RedisKeys.FEED, listener);
    }

    /** Hears every message of a channel while there is a connection: from now on, and again after each reconnection. */
    void onMessage(byte[] channel, Consumer<byte[]> listener) {
        channels.computeIfAbsent(Reply.text(channel), name -> new CopyOnWriteArrayList<>())
                .add(listener);
        StatefulRedisPubSubConnection<byte[], byte[]> now = feed;
        if (now != null) {
            now.async().subscribe(channel);
        }
    }

    private void connect() {
        client.connectAsync(ByteArrayCodec.INSTANCE, uri).whenComplete((connection, error) -> {
            if (error != null) {
                again(this::connect, error);
            } else if (closed) {
                connection.closeAsync();
            } else {
                commands = connection;
                tell(true);
                listen();
            }
        });
    }

    private void listen() {
        client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri).whenComplete((connection, error) -> {
            if (error != null) {
                again(this::listen, error);
                return;
            }
            connection.addListener(new RedisPubSubAdapter<byte[], byte[]>() {
                @Override
                public void message(byte[] channel, byte[] message) {
                    channels.getOrDefault(Reply.text(channel), List.of()).forEach(listener -> listener.accept(message));
                }
            });
            feed = connection;
            channels.keySet().forEach(channel -> connection.async().subscribe(RedisKeys.bytes(channel)));
        });
    }

    private void again(Runnable attempt, Throwable error) {
        if (!closed) {
            log.debug("no connection to Redis at {} yet", name, error);
            resources.eventExecutorGroup().schedule(attempt, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tell(boolean connected) {
        connectionListeners.forEach(listener -> listener.accept(connected));
    }

    @Override
    public void close() {
        closed = true;
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        resources.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
