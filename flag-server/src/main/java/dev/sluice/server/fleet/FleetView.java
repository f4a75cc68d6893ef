package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who follows one environment, over all nodes.
 *
 * @param nodes the nodes by name, also those that do not answer
 * @param instances the instances by application and id; of each node at most {@link #MOST_INSTANCES}, those in trouble first
 * @param unlisted instances that there are beyond those
 */
public record FleetView(List<NodeStanding> nodes, List<Instance> instances, int unlisted) {

    /** Instances that one node tells of. */
    public static final int MOST_INSTANCES = 1_000;

    /** Copies the lists. */
    public FleetView {
        nodes = List.copyOf(nodes);
        instances = List.copyOf(instances);
    }

    /**
     * One node as it stands in this environment.
     *
     * @param name its name
     * @param version of the server
     * @param uptime how long it has been running
     * @param answered whether it told its standing just now; if not, the fields below are empty
     * @param silence since when it has not been heard
     * @param state the state it serves, or null if it holds none, or did not answer
     * @param sessions streams of this environment that it holds
     * @param store how it stands with the store, in the words of {@code StoreStatus}
     * @param overrides variations that the node forces, by flag
     */
    public record NodeStanding(
            String name,
            String version,
            Duration uptime,
            boolean answered,
            Duration silence,
            @Nullable StateId state,
            int sessions,
            String store,
            Map<String, String> overrides) {

        /** Copies the map. */
        public NodeStanding {
            overrides = Map.copyOf(overrides);
        }
    }
}
