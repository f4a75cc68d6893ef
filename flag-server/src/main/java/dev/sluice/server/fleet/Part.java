package dev.sluice.server.fleet;

import java.util.List;

/**
 * What one node tells of a wait: the counts of its own sessions.
 *
 * @param laggards at most {@link #MOST_LAGGARDS} of them by name; the counts are of all
 * @param lost ids of lost instances, at most {@link #MOST_LOST}
 * @param serves whether the node itself has the state
 * @param done whether none of its sessions is waited for any more
 * @param lastAckMillis how long ago its last acknowledgement came into force
 */
record Part(
        int connected,
        int acked,
        List<Laggard> laggards,
        List<String> lost,
        int left,
        int pollers,
        boolean serves,
        boolean done,
        long lastAckMillis) {

    static final int MOST_LAGGARDS = 100;
    static final int MOST_LOST = 1_000;

    Part {
        laggards = List.copyOf(laggards);
        lost = List.copyOf(lost);
    }

    static Part of(Convergence convergence, boolean serves, boolean done, long lastAckMillis) {
        return new Part(
                convergence.connected(),
                convergence.acked(),
                first(convergence.laggards(), MOST_LAGGARDS),
                first(convergence.lost(), MOST_LOST),
                convergence.left(),
                convergence.pollers(),
                serves,
                done,
                lastAckMillis);
    }

    private static <T> List<T> first(List<T> list, int most) {
        return list.size() <= most ? list : list.subList(0, most);
    }
}
