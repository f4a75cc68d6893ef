package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One wait for a state on all nodes, on the node that was asked. Each node counts its own sessions; here the counts are put together.
 * What is not known counts as missing. Thread-safe.
 */
final class Round {

    /** Stands for the nodes that nobody can name while the registry can't be read. */
    private static final String UNKNOWN = "(others: the registry of nodes cannot be read)";

    final String id;
    final EnvironmentId environment;
    final StateId target;
    final @Nullable Set<String> flags;
    private final String node;
    private final long start;
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<String, Long> lastAcks = new HashMap<>();
    private final Set<String> asked = new TreeSet<>();
    private final Set<String> silent = new TreeSet<>();
    private final Set<String> found = new HashSet<>();
    private @Nullable Convergence own;
    private boolean rollRead;
    private boolean over;

    /** {@code flags} are those that the change is of, null if this node does not know. */
    Round(String id, EnvironmentId environment, StateId target, @Nullable Set<String> flags, String node, long start) {
        this.id = id;
        this.environment = environment;
        this.target = target;
        this.flags = flags;
        this.node = node;
        this.start = start;
    }

    /** This node's sessions need no more waiting for, or the time is over. */
    synchronized void own(Convergence convergence) {
        own = convergence;
    }

    synchronized void roll(List<Nodes.Other> others) {
        others.forEach(other -> (other.alive() ? asked : silent).add(other.name()));
        rollRead = true;
    }

    synchronized void rollUnknown(List<Nodes.Other> others) {
        others.forEach(other -> (other.alive() ? asked : silent).add(other.name()));
        silent.add(UNKNOWN);
        rollRead = true;
    }

    /** Takes what a node tells; later news of one node replace earlier ones. */
    synchronized void part(String from, Part part, long now) {
        asked.add(from);
        parts.put(from, part);
        lastAcks.put(from, now - part.lastAckMillis() * 1_000_000L);
    }

    /** Another node has this instance. */
    synchronized void found(Iterable<String> instances) {
        instances.forEach(found::add);
    }

    /** Nodes that still have sessions to wait for, or have not answered at all. */
    synchronized List<String> unfinished() {
        return asked.stream().filter(each -> !isFinished(each)).toList();
    }

    synchronized boolean hasOthers() {
        return !asked.isEmpty();
    }

    synchronized boolean isSettled() {
        return rollRead && own != null && asked.stream().allMatch(this::isFinished);
    }

    /** True once: whoever gets it gives the answer. */
    synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    private boolean isFinished(String other) {
        Part part = parts.get(other);
        return part != null && part.done() && part.serves();
    }

    /** Instances that some node misses and no node has said to have. */
    synchronized Set<String> lost(Set<String> lostHere) {
        Set<String> lost = new TreeSet<>(lostHere);
        parts.values().forEach(part -> lost.addAll(part.lost()));
        lost.removeAll(found);
        return lost;
    }

    /** All together. */
    synchronized Convergence convergence(Set<String> lost, boolean servesHere, long now) {
        Convergence mine = own;
        int connected = mine == null ? 0 : mine.connected();
        int acked = mine == null ? 0 : mine.acked();
        int left = mine == null ? 0 : mine.left();
        int pollers = mine == null ? 0 : mine.pollers();
        List<Laggard> laggards = new ArrayList<>(mine == null ? List.of() : mine.laggards());
        long end = mine == null ? now : start + mine.took().toNanos();
        List<String> missing = new ArrayList<>();
        if (mine == null || !servesHere) {
            missing.add(node);
        }
        for (String other : asked) {
            Part part = parts.get(other);
            if (part == null || !part.serves()) {
                missing.add(other);
            }
            if (part != null) {
                connected += part.connected();
                acked += part.acked();
                left += part.left();
                pollers += part.pollers();
                laggards.addAll(part.laggards());
                end = part.done() ? Math.max(end, lastAcks.getOrDefault(other, now)) : now;
            }
        }
        if (!missing.isEmpty()) {
            end = now;
        }
        int total = 1 + asked.size() + silent.size();
        int reached = total - missing.size() - silent.size();
        var nodes = new NodesReached(total, reached, missing, List.copyOf(silent));
        return new Convergence(
                environment,
                target,
                connected,
                acked,
                laggards,
                List.copyOf(lost),
                left,
                pollers,
                nodes,
                connected > 0 && acked == connected && lost.isEmpty() && nodes.all(),
                FleetRegistry.since(start, end));
    }
}
