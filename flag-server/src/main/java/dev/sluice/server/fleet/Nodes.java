package dev.sluice.server.fleet;

import dev.sluice.server.store.CallersContext;
import dev.sluice.server.store.NodeRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other nodes of this store, and the one clock that all share.
 *
 * <p>This node signs the registry every 5 seconds. What it has once read it also remembers by its own elapsed time: a Redis that lost
 * its data does not make a neighbour disappear, only the neighbour's goodbye or ten minutes of silence do. Nothing here is on the path
 * that serves SDKs. Thread-safe.
 */
public final class Nodes implements InstantSource {

    private static final Logger log = LoggerFactory.getLogger(Nodes.class);
    private static final long SIGN_MILLIS = 5_000;
    private static final long SIGN_AGAIN_MILLIS = 250;

    private final Vertx vertx;
    private final NodeRegistry registry;
    private final String name;
    private final String version;
    private final int recordSchema;
    private final InstantSource clock;
    private final Ticker ticker;
    private final long started;
    private final Map<String, Remembered> remembered = new TreeMap<>();
    private volatile Duration ahead = Duration.ZERO;
    private volatile boolean leaving;

    private record Remembered(NodeRegistry.Entry entry, long heard) {}

    /**
     * Another node.
     *
     * @param entry what it told of itself last
     * @param silence how long ago that was
     */
    public record Other(NodeRegistry.Entry entry, Duration silence) {

        /** Its name. */
        public String name() {
            return entry.name();
        }

        /** Whether it has been heard within 15 seconds; one that has not may still be serving SDKs. */
        public boolean alive() {
            return silence.compareTo(NodeRegistry.ALIVE) < 0;
        }
    }

    /**
     * Knows nobody yet.
     *
     * @param name this node's name
     * @param version of the server
     * @param recordSchema the lowest schema of records that this node writes
     * @param clock this node's own clock
     */
    public Nodes(
            Vertx vertx,
            NodeRegistry registry,
            String name,
            String version,
            int recordSchema,
            InstantSource clock,
            Ticker ticker) {
        this.vertx = vertx;
        this.registry = registry;
        this.name = name;
        this.version = version;
        this.recordSchema = recordSchema;
        this.clock = clock;
        this.ticker = ticker;
        this.started = ticker.nanos();
    }

    /** Signs now and from now on. Done when the first try is over, whether or not the store was there for it. */
    public Future<Void> start() {
        return sign();
    }

    /** This node's name. */
    public String name() {
        return name;
    }

    /** What this node tells of itself. */
    public NodeRegistry.Entry self() {
        return new NodeRegistry.Entry(name, version, recordSchema, FleetRegistry.since(started, ticker.nanos()));
    }

    /** The others, read anew; fails while the store is away. */
    public Future<List<Other>> others() {
        return CallersContext.of(registry.read().map(roll -> {
            take(roll);
            return known();
        }));
    }

    /**
     * Whether another node on this store is alive. Every node holds every project, so this also says whether somebody else holds a
     * given one. Fails while the store is away.
     */
    public Future<Boolean> othersAlive() {
        return others().map(others -> others.stream().anyMatch(Other::alive));
    }

    /** The others as last read, at most some seconds old. */
    public List<Other> known() {
        long now = ticker.nanos();
        List<Other> others = new ArrayList<>();
        synchronized (remembered) {
            remembered
                    .values()
                    .removeIf(each -> FleetRegistry.since(each.heard(), now).compareTo(NodeRegistry.REMEMBERED) >= 0);
            remembered
                    .values()
                    .forEach(each -> others.add(new Other(each.entry(), FleetRegistry.since(each.heard(), now))));
        }
        return others;
    }

    /** Whether there may be anybody to talk to. */
    boolean alone() {
        return known().isEmpty();
    }

    /** Now by the store's clock, as far as this node knows it: the time that all nodes agree on. */
    @Override
    public Instant instant() {
        return clock.instant().plus(ahead);
    }

    /** Says goodbye: from now on nobody misses this node. */
    public Future<Void> leave() {
        leaving = true;
        return registry.leave(name);
    }

    private Future<Void> sign() {
        if (leaving) {
            return Future.succeededFuture();
        }
        return registry.sign(self()).transform(signed -> {
            if (signed.succeeded()) {
                take(signed.result());
            } else {
                log.debug("the registry of nodes can't be signed", signed.cause());
            }
            // While the store is away often: it must know of this node before anybody asks it who is there.
            vertx.setTimer(signed.succeeded() ? SIGN_MILLIS : SIGN_AGAIN_MILLIS, again -> sign());
            return Future.succeededFuture();
        });
    }

    private void take(NodeRegistry.Roll roll) {
        ahead = Duration.between(clock.instant(), roll.at());
        long now = ticker.nanos();
        synchronized (remembered) {
            roll.left().forEach(remembered::remove);
            for (NodeRegistry.Seen seen : roll.seen()) {
                String other = seen.entry().name();
                if (!other.equals(name)) {
                    remembered.put(
                            other,
                            new Remembered(seen.entry(), now - seen.silence().toNanos()));
                }
            }
        }
    }
}
