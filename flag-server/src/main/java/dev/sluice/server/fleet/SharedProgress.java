package dev.sluice.server.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.NodeChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the newest states spread over all nodes, for people who watch: each node tells the others what it tells its own listeners. A hint,
 * not an answer; {@link SharedFleet#converged} gives those. Thread-safe.
 */
final class SharedProgress {

    private static final Logger log = LoggerFactory.getLogger(SharedProgress.class);

    private final Nodes nodes;
    private final NodeChannel channel;
    private final List<Consumer<Convergence>> listeners = new CopyOnWriteArrayList<>();
    private final Map<EnvironmentId, Map<String, Told>> byNode = new ConcurrentHashMap<>();
    private final Map<EnvironmentId, Convergence> own = new ConcurrentHashMap<>();

    private record Told(StateId target, Part part) {}

    SharedProgress(Nodes nodes, NodeChannel channel) {
        this.nodes = nodes;
        this.channel = channel;
    }

    void listen(Consumer<Convergence> listener) {
        listeners.add(listener);
    }

    /** This node's own progress. */
    void own(Convergence convergence) {
        own.put(convergence.environment(), convergence);
        if (!nodes.alone()) {
            ObjectNode message = NodeMessages.put(
                    NodeMessages.of(NodeMessages.PROGRESS, convergence.environment()), convergence.target());
            NodeMessages.part(message, Part.of(convergence, true, convergence.acked() == convergence.connected(), 0));
            channel.tellAll(NodeMessages.bytes(message));
        }
        tell(convergence.environment());
    }

    void told(String from, JsonNode message) {
        EnvironmentId environment = NodeMessages.environment(message);
        byNode.computeIfAbsent(environment, key -> new ConcurrentHashMap<>())
                .put(from, new Told(NodeMessages.state(message), NodeMessages.part(message)));
        tell(environment);
    }

    private void tell(EnvironmentId environment) {
        Convergence mine = own.get(environment);
        if (mine == null || listeners.isEmpty()) {
            return;
        }
        Convergence all = together(mine);
        for (Consumer<Convergence> listener : listeners) {
            try {
                listener.accept(all);
            } catch (RuntimeException e) {
                log.error("a listener failed on the progress of {}", environment, e);
            }
        }
    }

    private Convergence together(Convergence mine) {
        Set<String> others = nodes.known().stream().map(Nodes.Other::name).collect(Collectors.toSet());
        Map<String, Told> told = new HashMap<>(byNode.getOrDefault(mine.environment(), Map.of()));
        told.keySet().retainAll(others);
        int connected = mine.connected();
        int acked = mine.acked();
        int left = mine.left();
        int pollers = mine.pollers();
        int nodesAcked = 1;
        List<Laggard> laggards = new ArrayList<>(mine.laggards());
        Set<String> lost = new TreeSet<>(mine.lost());
        List<String> missing = new ArrayList<>();
        for (String other : others) {
            Told theirs = told.get(other);
            boolean same = theirs != null && theirs.target().equals(mine.target());
            if (theirs != null) {
                connected += theirs.part().connected();
                left += theirs.part().left();
                pollers += theirs.part().pollers();
                lost.addAll(theirs.part().lost());
            }
            if (theirs != null && same) {
                nodesAcked++;
                acked += theirs.part().acked();
                laggards.addAll(theirs.part().laggards());
            } else {
                missing.add(other);
            }
        }
        Duration took = mine.took();
        return new Convergence(
                mine.environment(),
                mine.target(),
                connected,
                acked,
                laggards,
                List.copyOf(lost),
                left,
                pollers,
                new NodesReached(1 + others.size(), nodesAcked, missing, List.of()),
                connected > 0 && acked == connected && lost.isEmpty() && missing.isEmpty(),
                took);
    }
}
