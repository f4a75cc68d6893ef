package dev.sluice.server.fleet;

import java.util.List;

/**
 * How far a state has come among the nodes. They are counted apart from the instances: they answer evaluations of their own.
 *
 * @param total nodes that there are, this one included, and those that have fallen silent without a goodbye
 * @param acked how many of them serve the state and have told of their sessions
 * @param missing names of nodes that are alive and do not serve it, or have not answered
 * @param lost names of nodes that have fallen silent without a goodbye: their sessions are unknown
 */
public record NodesReached(int total, int acked, List<String> missing, List<String> lost) {

    /** Copies the lists. */
    public NodesReached {
        missing = List.copyOf(missing);
        lost = List.copyOf(lost);
    }

    /** Whether every node serves it and has told of its sessions. */
    public boolean all() {
        return missing.isEmpty() && lost.isEmpty();
    }
}
