package dev.sluice.server.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages from Redis. They may be lost and nobody is told, so a message is never more than a hint; and a subscription may be gone
 * without a word, so every ten seconds this sends a message to itself, and subscribes anew on a new connection when that is not
 * heard. A Redis whose user may not listen is asked again as seldom. Safe on any thread.
 */
final class Feed {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);
    private static final long CHECK_MILLIS = 10_000;
    private static final long ECHO_MILLIS = 1_500;
    private static final long RETRY_MILLIS = 250;

    private final RedisClient client;
    private final Supplier<@Nullable RedisURI> where;
    private final BiConsumer<byte[], byte[]> publish;
    private final BiConsumer<Long, Runnable> later;
    private final Runnable onAgain;
    private final byte[] echo;
    private final Map<String, List<Consumer<byte[]>>> listeners = new ConcurrentHashMap<>();
    private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;
    private boolean connecting;
    private boolean closed;
    private volatile boolean refusalTold;
    private long sent;
    private volatile long heard;

    /**
     * Connects with {@link #start()}.
     *
     * @param where who to subscribe with now; null = nobody is known
     * @param publish sends a message to a channel
     * @param later runs something after so many milliseconds
     * @param onAgain hears that messages may have been lost: it listens again
     * @param name random name of this feed
     */
    Feed(
            RedisClient client,
            Supplier<@Nullable RedisURI> where,
            BiConsumer<byte[], byte[]> publish,
            BiConsumer<Long, Runnable> later,
            Runnable onAgain,
            String name) {
        this.client = client;
        this.where = where;
        this.publish = publish;
        this.later = later;
        this.onAgain = onAgain;
        this.echo = RedisKeys.echo(name);
    }

    void start() {
        connect();
        later.accept(CHECK_MILLIS, this::check);
    }

    synchronized void subscribe(byte[] channel, Consumer<byte[]> listener) {
        List<Consumer<byte[]>> known =
                listeners.computeIfAbsent(Reply.text(channel), c -> new CopyOnWriteArrayList<>());
        known.add(listener);
        if (connection != null && known.size() == 1) {
            connection.async().subscribe(channel);
        }
    }

    /** Makes no new connection; the one there is ends with the client. */
    synchronized void close() {
        closed = true;
    }

    private synchronized void connect() {
        if (closed || connecting) {
            return;
        }
        RedisURI uri = where.get();
        if (uri == null) {
            later.accept(RETRY_MILLIS, this::connect);
            return;
        }
        connecting = true;
        client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri).whenComplete((made, error) -> {
            if (error != null) {
                failed(error);
            } else {
                listen(made);
            }
        });
    }

    private void listen(StatefulRedisPubSubConnection<byte[], byte[]> made) {
        made.addListener(new RedisPubSubAdapter<byte[], byte[]>() {
            @Override
            public void message(byte[] channel, byte[] message) {
                heard(Reply.text(channel), message);
            }
        });
        byte[][] channels;
        synchronized (this) {
            connecting = false;
            if (closed) {
                made.closeAsync();
                return;
            }
            connection = made;
            channels = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(echo),
                            listeners.keySet().stream().map(RedisKeys::bytes))
                    .toArray(byte[][]::new);
        }
        var listens = new AtomicBoolean();
        Ready.ready(made, RedisClients.COMMAND_TIMEOUT, () -> replace(made, listens.get() ? 0 : RETRY_MILLIS))
                .thenCompose(ready -> ready.async().subscribe(channels))
                .whenComplete((done, error) -> {
                    if (error == null) {
                        listens.set(true);
                        refusalTold = false;
                        onAgain.run();
                    } else if (Refusal.of(Dispatch.cause(error)) == Refusal.NOPERM) {
                        refused(Dispatch.cause(error).getMessage());
                        replace(made, CHECK_MILLIS);
                    } else {
                        log.debug("the subscription failed", error);
                        replace(made, RETRY_MILLIS);
                    }
                });
    }

    private void refused(@Nullable String why) {
        if (!refusalTold) {
            refusalTold = true;
            log.warn(
                    "Redis does not let this node listen to the others ({}): what they write is found up to 5 s later;"
                            + " expected a user with the channels sluice:*",
                    why);
        }
    }

    private void heard(String channel, byte[] message) {
        if (channel.equals(Reply.text(echo))) {
            heard = Long.parseLong(Reply.text(message));
            return;
        }
        for (Consumer<byte[]> listener : listeners.getOrDefault(channel, List.of())) {
            try {
                listener.accept(message);
            } catch (RuntimeException e) {
                log.error("a listener to messages failed", e);
            }
        }
    }

    private void failed(Throwable error) {
        log.debug("no subscription yet", error);
        synchronized (this) {
            connecting = false;
        }
        later.accept(RETRY_MILLIS, this::connect);
    }

    /** Gives up a connection that is gone or does not hear, and makes another one: at once where the last one has listened. */
    private void replace(StatefulRedisPubSubConnection<byte[], byte[]> lost, long millis) {
        synchronized (this) {
            if (connection != lost) {
                return;
            }
            connection = null;
        }
        lost.closeAsync();
        if (millis == 0) {
            connect();
        } else {
            later.accept(millis, this::connect);
        }
    }

    private void check() {
        StatefulRedisPubSubConnection<byte[], byte[]> asked;
        long number;
        synchronized (this) {
            if (closed) {
                return;
            }
            asked = connection;
            number = ++sent;
        }
        later.accept(CHECK_MILLIS, this::check);
        if (asked != null) {
            publish.accept(echo, RedisKeys.bytes(Long.toString(number)));
            later.accept(ECHO_MILLIS, () -> {
                if (heard < number) {
                    log.info("messages of Redis are not heard any more; subscribing anew");
                    replace(asked, 0);
                }
            });
        }
    }
}
