package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import java.time.Duration;
import java.util.List;

/**
 * How far a state is in force.
 *
 * @param environment which environment
 * @param target the state in question
 * @param connected sessions that were connected at the call and are still there
 * @param acked how many of them have acknowledged the target or a later state
 * @param laggards those that have not, with names; of each other node at most a hundred
 * @param lost instances that are live by the rule but are connected to no node now
 * @param left sessions that were connected at the call and closed since
 * @param pollers instances that poll instead of streaming
 * @param nodes how far it has come among the nodes
 * @param complete acked = connected, nobody lost, connected > 0, and every node serves it and has told of its sessions
 * @param took from the call to this answer, or to the last acknowledgement that completed it
 */
public record Convergence(
        EnvironmentId environment,
        StateId target,
        int connected,
        int acked,
        List<Laggard> laggards,
        List<String> lost,
        int left,
        int pollers,
        NodesReached nodes,
        boolean complete,
        Duration took) {

    /** Copies the lists. */
    public Convergence {
        laggards = List.copyOf(laggards);
        lost = List.copyOf(lost);
    }
}
