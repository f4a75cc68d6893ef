package dev.sluice.server.store.redis;

import dev.sluice.server.store.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call to the master that has its key. What that one refuses without having carried it out goes to whom it names, or is
 * tried again in a moment, for a second at most (five while a slot moves, for nobody is down then). What was sent and not answered
 * is never sent again. Safe on any thread.
 */
final class Dispatch {

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_MOVE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long AGAIN_MILLIS = 30;
    private static final long PROBE_MILLIS = 1_000;

    private final Masters masters;
    private final RedisClients clients;
    private final LongSupplier nanos;
    private final String name;
    private final Runnable onRefusalChange;
    private volatile boolean closed;

    /**
     * Sends over the masters' lines.
     *
     * @param name of the whole Redis, for people
     * @param onRefusalChange hears when a Redis begins or ceases to refuse writes
     */
    Dispatch(Masters masters, RedisClients clients, LongSupplier nanos, String name, Runnable onRefusalChange) {
        this.masters = masters;
        this.clients = clients;
        this.nanos = nanos;
        this.name = name;
        this.onRefusalChange = onRefusalChange;
    }

    <T> CompletionStage<T> send(Line.Purpose purpose, byte[] key, RedisLink.Call<T> call) {
        var request = new Request<>(purpose, key, masters.topology().slot(key), call);
        attempt(request);
        return request.result;
    }

    /** Sends over the line for what is small if it is open now, else fails: so calls go out in the order in which they come. */
    <T> CompletionStage<T> sendNow(byte[] key, RedisLink.Call<T> call) {
        Topology.Master master = masters.of(key);
        StatefulRedisConnection<byte[], byte[]> open = master == null
                ? null
                : masters.node(master).line(Line.Purpose.ASIDE).openNow();
        if (open == null) {
            return CompletableFuture.failedStage(
                    new StoreUnavailableException("no connection to Redis at " + name, null));
        }
        return carry(new Request<>(Line.Purpose.ASIDE, key, 0, call), open);
    }

    void close() {
        closed = true;
    }

    private final class Request<T> {
        final Line.Purpose purpose;
        final byte[] key;
        final int slot;
        final RedisLink.Call<T> call;
        final long began = nanos.getAsLong();
        final CompletableFuture<T> result = new CompletableFuture<>();
        /** Who takes it this once while its slot moves. */
        volatile Topology.@Nullable Master asked;

        Request(Line.Purpose purpose, byte[] key, int slot, RedisLink.Call<T> call) {
            this.purpose = purpose;
            this.key = key;
            this.slot = slot;
            this.call = call;
        }

        boolean within(long limit) {
            return nanos.getAsLong() - began < limit;
        }
    }

    private <T> void attempt(Request<T> request) {
        Topology.Master asked = request.asked;
        Topology.Master master = asked != null ? asked : masters.topology().master(request.slot);
        if (closed || master == null) {
            masters.refresh();
            fail(request, new StoreUnavailableException("no connection to Redis at " + name, null));
            return;
        }
        RedisNode node = masters.node(master);
        if (!node.circuit().allows()) {
            masters.refresh();
            fail(
                    request,
                    new StoreUnavailableException(
                            "Redis at " + node.name() + " has not answered " + Circuit.MOST_FAILURES
                                    + " times in a row",
                            null));
            return;
        }
        node.line(request.purpose).open().whenComplete((connection, error) -> {
            Throwable cause = unwrapped(error);
            if (cause != null) {
                unreachable(request, master, node, cause);
            } else if (request.purpose == Line.Purpose.WRITE) {
                node.inTurn(() -> carry(request, connection))
                        .whenComplete((value, failure) -> finish(request, node, value, unwrapped(failure)));
            } else {
                carry(request, connection)
                        .whenComplete((value, failure) -> finish(request, node, value, unwrapped(failure)));
            }
        });
    }

    private static <T> CompletionStage<T> carry(
            Request<T> request, StatefulRedisConnection<byte[], byte[]> connection) {
        RedisAsyncCommands<byte[], byte[]> redis = connection.async();
        try {
            // ASKING holds for the next command of the connection: no other thread's may come between.
            synchronized (connection) {
                if (request.asked != null) {
                    redis.asking();
                }
                return request.call.apply(redis);
            }
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** No connection: nothing was sent. */
    private <T> void unreachable(Request<T> request, Topology.Master master, RedisNode node, Throwable error) {
        Refusal refusal = Refusal.of(error);
        if (refusal == Refusal.OTHER) {
            masters.failed(node);
        }
        masters.refresh().whenComplete((done, e) -> {
            Topology.Master now = masters.topology().master(request.slot);
            boolean other = now != null && !now.at(master.host(), master.port());
            boolean soon = refusal == Refusal.LOADING || refusal == Refusal.READONLY;
            if ((other || soon) && request.within(LONGEST_NANOS)) {
                request.asked = null;
                clients.later(AGAIN_MILLIS, () -> attempt(request));
            } else {
                fail(request, Failures.unreachable(node.name(), error));
            }
        });
    }

    private <T> void finish(Request<T> request, RedisNode node, T value, @Nullable Throwable error) {
        if (error == null) {
            node.circuit().succeeded();
            if (request.purpose == Line.Purpose.WRITE) {
                refuses(node, request.key, null);
            }
            request.result.complete(value);
        } else if (error instanceof RedisCommandExecutionException || error instanceof RedisLink.AgainException) {
            node.circuit().succeeded();
            refused(request, node, error);
        } else {
            if (error instanceof RedisCommandTimeoutException) {
                masters.failed(node);
            }
            masters.refresh();
            fail(request, error);
        }
    }

    private <T> void refused(Request<T> request, RedisNode node, Throwable error) {
        Refusal refusal = Refusal.of(error);
        if (refusal.isOfTopology()) {
            masters.refresh();
        }
        request.asked = null;
        if (error instanceof RedisLink.AgainException && request.within(LONGEST_NANOS)) {
            attempt(request);
        } else if ((refusal == Refusal.MOVED || refusal == Refusal.ASK) && request.within(LONGEST_MOVE_NANOS)) {
            redirected(request, refusal, String.valueOf(error.getMessage()));
        } else if (refusal == Refusal.TRYAGAIN && request.within(LONGEST_MOVE_NANOS)) {
            clients.later(AGAIN_MILLIS, () -> attempt(request));
        } else if ((refusal == Refusal.LOADING || refusal == Refusal.READONLY) && request.within(LONGEST_NANOS)) {
            if (refusal == Refusal.READONLY) {
                node.drop();
            }
            masters.refresh().whenComplete((done, e) -> clients.later(AGAIN_MILLIS, () -> attempt(request)));
        } else {
            if (refusal.isReadOnly()) {
                refuses(node, request.key, error.getMessage());
            }
            fail(request, error);
        }
    }

    /** {@code MOVED 3999 127.0.0.1:6381}: there it is, and the rest of what is known may be old too. */
    private <T> void redirected(Request<T> request, Refusal refusal, String message) {
        String there = message.split(" ")[2];
        int colon = there.lastIndexOf(':');
        String host = there.substring(0, colon);
        int port = Integer.parseInt(there.substring(colon + 1));
        if (refusal == Refusal.MOVED) {
            masters.topology().moved(request.slot, host, port);
        } else {
            request.asked = new Topology.Master(host, port, 1);
        }
        attempt(request);
    }

    private static <T> void fail(Request<T> request, Throwable error) {
        request.result.completeExceptionally(error);
    }

    private static @Nullable Throwable unwrapped(@Nullable Throwable error) {
        return error == null ? null : cause(error);
    }

    /** What a stage failed with, without the wrapping of stages. */
    static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private void refuses(RedisNode node, byte[] key, @Nullable String why) {
        String before = node.refusal();
        node.refuses(why);
        if ((before == null) != (why == null)) {
            onRefusalChange.run();
        }
        if (before == null && why != null) {
            probe(node, key);
        }
    }

    /** Finds out by itself when writes work again, before somebody's write does. */
    private void probe(RedisNode node, byte[] key) {
        clients.later(PROBE_MILLIS, () -> {
            if (node.refusal() != null && !masters.has(node)) {
                refuses(node, key, null);
            } else if (!closed && node.refusal() != null) {
                byte[] probe = RedisKeys.probe(key);
                send(
                                Line.Purpose.WRITE,
                                probe,
                                redis -> redis.set(probe, new byte[0], SetArgs.Builder.px(PROBE_MILLIS)))
                        .whenComplete((done, error) -> probe(node, key));
            }
        });
    }
}
