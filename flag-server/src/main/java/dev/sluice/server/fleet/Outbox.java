package dev.sluice.server.fleet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.NodeChannel;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What other nodes are told of this one's instances, gathered for 20 ms: ten thousand acknowledgements that arrive at the wrong node
 * are some dozen messages. Bounded; what does not fit is lost, which makes a laggard and nothing worse. Thread-safe.
 */
final class Outbox {

    static final long GATHER_MILLIS = 20;

    private static final int MOST_WAITING = 20_000;
    private static final int MOST_IN_MESSAGE = 200;

    private final Vertx vertx;
    private final NodeChannel channel;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Map<String, List<WaitingAck>> acks = new LinkedHashMap<>();
    private final Map<EnvironmentId, Set<String>> here = new LinkedHashMap<>();
    private final Map<EnvironmentId, Set<String>> goodbyes = new LinkedHashMap<>();
    private final BiPredicate<EnvironmentId, String> isConnected;
    private int waiting;
    private boolean scheduled;

    private record WaitingAck(EnvironmentId environment, Ack ack, long since) {}

    /** {@code isConnected} says whether an instance is connected to this node now. */
    Outbox(
            Vertx vertx,
            NodeChannel channel,
            InstantSource clock,
            Ticker ticker,
            BiPredicate<EnvironmentId, String> isConnected) {
        this.isConnected = isConnected;
        this.vertx = vertx;
        this.channel = channel;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** Passes an acknowledgement on; {@code node} empty means to whoever knows the instance. */
    synchronized void ack(String node, EnvironmentId environment, Ack ack) {
        if (room()) {
            acks.computeIfAbsent(node, key -> new ArrayList<>()).add(new WaitingAck(environment, ack, ticker.nanos()));
        }
    }

    /** The instance is connected here. */
    synchronized void here(EnvironmentId environment, String instance) {
        if (room()) {
            here.computeIfAbsent(environment, key -> new LinkedHashSet<>()).add(instance);
        }
    }

    /** The instance said goodbye. */
    synchronized void goodbye(EnvironmentId environment, String instance) {
        if (room()) {
            goodbyes.computeIfAbsent(environment, key -> new LinkedHashSet<>()).add(instance);
        }
    }

    private boolean room() {
        if (waiting >= MOST_WAITING) {
            return false;
        }
        waiting++;
        if (!scheduled) {
            scheduled = true;
            vertx.setTimer(GATHER_MILLIS, due -> flush());
        }
        return true;
    }

    private void flush() {
        Map<String, List<WaitingAck>> acksNow;
        Map<EnvironmentId, Set<String>> hereNow;
        Map<EnvironmentId, Set<String>> goodbyesNow;
        synchronized (this) {
            acksNow = new LinkedHashMap<>(acks);
            hereNow = new LinkedHashMap<>(here);
            goodbyesNow = new LinkedHashMap<>(goodbyes);
            acks.clear();
            here.clear();
            goodbyes.clear();
            waiting = 0;
            scheduled = false;
        }
        hereNow.forEach((environment, instances) -> {
            // Who has gone again meanwhile must not be taken off another node's list of the lost.
            instances.removeIf(instance -> !isConnected.test(environment, instance));
            instances(NodeMessages.HERE, environment, instances);
        });
        goodbyesNow.forEach((environment, instances) -> instances(NodeMessages.GOODBYE, environment, instances));
        acksNow.forEach(this::acks);
    }

    private void instances(String kind, EnvironmentId environment, Set<String> instances) {
        for (List<String> some : inParts(List.copyOf(instances))) {
            ObjectNode message =
                    NodeMessages.of(kind, environment).put("at", clock.instant().toEpochMilli());
            NodeMessages.put(message.putArray("instances"), some);
            channel.tellAll(NodeMessages.bytes(message));
        }
    }

    private void acks(String node, List<WaitingAck> all) {
        long now = ticker.nanos();
        for (List<WaitingAck> some : inParts(all)) {
            ObjectNode message = NodeMessages.of(NodeMessages.ACKS);
            ArrayNode array = message.putArray("acks");
            some.forEach(each -> array.add(
                    NodeMessages.ack(each.environment(), each.ack().heldFor(FleetRegistry.since(each.since(), now)))));
            byte[] bytes = NodeMessages.bytes(message);
            if (bytes.length > NodeChannel.LARGEST) {
                continue; // two hundred of the longest lists of flags not understood: they will be listed as laggards
            }
            if (node.isEmpty()) {
                channel.tellAll(bytes);
            } else {
                channel.tell(node, bytes);
            }
        }
    }

    private static <T> List<List<T>> inParts(List<T> all) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_IN_MESSAGE) {
            parts.add(all.subList(from, Math.min(all.size(), from + MOST_IN_MESSAGE)));
        }
        return parts;
    }
}
