package dev.sluice.server.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way to one Redis for one purpose: a connection, made when it is needed and made anew when it is gone. A Redis that says it is
 * a replica is none for us. Safe on any thread.
 */
final class Line {

    /** What a connection is for. Each has its own, so that what is slow or large for one does not hold up the others. */
    enum Purpose {
        /** Reading what a project has beyond what is held. */
        READ,
        /** Reading whole projects, which may take long. */
        LOAD,
        /** Writing them, and waiting for replicas. */
        WRITE,
        /** What is small: messages, sessions, questions after health. */
        ASIDE
    }

    private final RedisClient client;
    private final RedisURI uri;
    private final Duration patience;
    private final Runnable onClose;
    private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current;

    /** {@code patience} is for all that it takes until commands can be sent. */
    Line(RedisClient client, RedisURI uri, Duration patience, Runnable onClose) {
        this.client = client;
        this.uri = RedisURI.builder(uri).withTimeout(patience).build();
        this.patience = patience;
        this.onClose = onClose;
    }

    /** The connection that is open, or a new one; many askers get the same. */
    synchronized CompletionStage<StatefulRedisConnection<byte[], byte[]>> open() {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> now = current;
        if (now != null && (!now.isDone() || isOpen(now))) {
            return now;
        }
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> next = client.connectAsync(
                        ByteArrayCodec.INSTANCE, uri)
                .thenCompose(this::checked)
                .toCompletableFuture();
        current = next;
        return next;
    }

    /** The connection if it is open already, else null; begins to make one. */
    @Nullable
    StatefulRedisConnection<byte[], byte[]> openNow() {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> now = open().toCompletableFuture();
        return now.isDone() && isOpen(now) ? now.join() : null;
    }

    /** Closes what is open; the next caller gets a new connection. */
    synchronized void drop() {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> now = current;
        current = null;
        if (now != null) {
            now.thenAccept(StatefulRedisConnection::closeAsync);
        }
    }

    private static boolean isOpen(CompletableFuture<StatefulRedisConnection<byte[], byte[]>> done) {
        return !done.isCompletedExceptionally() && done.join().isOpen();
    }

    private CompletionStage<StatefulRedisConnection<byte[], byte[]>> checked(
            StatefulRedisConnection<byte[], byte[]> connection) {
        return Ready.ready(connection, patience, onClose)
                .thenCompose(ready -> ready.async().role())
                .handle((role, error) -> {
                    Throwable cause = error == null ? null : Dispatch.cause(error);
                    if (cause == null ? isMaster(role) : isNotAllowed(cause)) {
                        return CompletableFuture.completedStage(connection);
                    }
                    connection.closeAsync();
                    return CompletableFuture.<StatefulRedisConnection<byte[], byte[]>>failedStage(
                            cause != null
                                    ? cause
                                    : new RedisCommandExecutionException("READONLY it is a replica, not the master"));
                })
                .thenCompose(stage -> stage);
    }

    private static boolean isMaster(List<Object> role) {
        return !role.isEmpty()
                && role.get(0) instanceof byte[] name
                && Reply.text(name).equals("master");
    }

    /** Who may not ask for the role finds out by the first write. */
    private static boolean isNotAllowed(Throwable refused) {
        return refused instanceof RedisCommandExecutionException
                && String.valueOf(refused.getMessage()).startsWith("NOPERM");
    }
}
