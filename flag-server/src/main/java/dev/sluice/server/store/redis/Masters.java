package dev.sluice.server.store.redis;

import io.lettuce.core.RedisURI;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who the masters are, and the ways to each of them. Whoever doubts it has it asked again. Safe on any thread. */
final class Masters {

    private static final Logger log = LoggerFactory.getLogger(Masters.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_SECONDS = 3;

    private final RedisAddress address;
    private final RedisClients clients;
    private final Topology topology;
    private final LongSupplier nanos;
    private final Consumer<String> onClose;
    private final ConcurrentMap<String, RedisNode> nodes = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private @Nullable CompletableFuture<Void> refreshing;
    private long refreshedAt;

    /** {@code onClose} hears the name of a node whose line for what is small was closed. */
    Masters(RedisAddress address, RedisClients clients, LongSupplier nanos, Consumer<String> onClose) {
        this.address = address;
        this.clients = clients;
        this.topology = clients.topology();
        this.nanos = nanos;
        this.refreshedAt = nanos.getAsLong() - PAUSE_NANOS;
        this.onClose = onClose;
    }

    Topology topology() {
        return topology;
    }

    Topology.@Nullable Master of(byte[] key) {
        return topology.master(topology.slot(key));
    }

    @Nullable
    RedisURI uriOf(byte[] key) {
        Topology.Master master = of(key);
        return master == null ? null : address.node(master.host(), master.port());
    }

    RedisNode node(Topology.Master master) {
        return nodes.computeIfAbsent(
                master.name(),
                name -> new RedisNode(
                        name,
                        clients,
                        address.node(master.host(), master.port()),
                        nanos,
                        new SplittableRandom(),
                        () -> onClose.accept(name)));
    }

    /** Whether this is a master still. */
    boolean has(RedisNode node) {
        return topology.masters().stream().anyMatch(master -> master.name().equals(node.name()));
    }

    /** Why some Redis that answers takes no writes. */
    Optional<String> refusal() {
        return nodes.values().stream()
                .filter(node -> node.refusal() != null)
                .map(node -> "Redis at " + node.name() + " can be read and takes no writes: " + node.refusal())
                .findFirst();
    }

    /** A Redis that has not answered for the fifth time loses its connections: they may be dead, and it need not be. */
    void failed(RedisNode node) {
        if (node.circuit().failed()) {
            log.warn(
                    "Redis at {} has not answered {} times in a row; asking it now and then from here on",
                    node.name(),
                    Circuit.MOST_FAILURES);
            node.drop();
        }
    }

    /** Asks who the masters are; many askers share one question, and there is a pause between two. Never fails. */
    CompletionStage<Void> refresh() {
        CompletableFuture<Void> next;
        long pauseNanos;
        synchronized (lock) {
            CompletableFuture<Void> now = refreshing;
            if (now != null) {
                return now;
            }
            next = new CompletableFuture<>();
            refreshing = next;
            pauseNanos = Math.max(0, refreshedAt + PAUSE_NANOS - nanos.getAsLong());
        }
        clients.later(
                TimeUnit.NANOSECONDS.toMillis(pauseNanos),
                () -> topology.refresh()
                        .toCompletableFuture()
                        .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                        .whenComplete((done, error) -> refreshed(next, error)));
        return next;
    }

    private void refreshed(CompletableFuture<Void> asked, @Nullable Throwable error) {
        if (error != null) {
            log.debug("nobody of {} says who the master is", address, error);
        } else if (address.kind() == RedisAddress.Kind.SENTINEL) {
            nodes.values().stream().filter(node -> !has(node)).forEach(RedisNode::drop);
        }
        synchronized (lock) {
            refreshing = null;
            refreshedAt = nanos.getAsLong();
        }
        asked.complete(null);
    }
}
