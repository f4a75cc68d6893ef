package dev.sluice.engine;

/**
 * The identity of an environment's state: where in history it stands, and what it holds.
 *
 * @param revision 0 or more
 */
public record StateId(Epoch epoch, long revision, EnvironmentHash hash) {

    public StateId {
        if (revision < 0) {
            throw new IllegalArgumentException("revision: " + revision + " is not allowed; expected 0 or more");
        }
    }

    /** The beginning of an epoch: revision 0, nothing in it. */
    public static StateId initial(Epoch epoch) {
        return new StateId(epoch, 0, EnvironmentHash.EMPTY);
    }

    /** Where this state stands in history. */
    public Revision asRevision() {
        return new Revision(epoch, revision);
    }

    /** The id of the stream event that leads to this state. */
    public EventId eventId() {
        return new EventId(epoch, revision, hash.hash8());
    }

    /**
     * How a state that somebody offers stands to this one. A fork (same generation with another random part, or the same
     * revision with another hash) is an alarm; order and fork are otherwise independent, see {@link Revision#compareTo}.
     */
    public Standing standingOf(StateId candidate) {
        boolean sameGeneration = epoch.generation() == candidate.epoch.generation();
        if (sameGeneration && !epoch.equals(candidate.epoch)) {
            return Standing.FORK;
        }
        int order = candidate.asRevision().compareTo(asRevision());
        if (order != 0) {
            return order < 0 ? Standing.OLDER : Standing.NEWER;
        }
        return hash.equals(candidate.hash) ? Standing.SAME : Standing.FORK;
    }

    /** What {@link #standingOf} finds. */
    public enum Standing {
        /** Never accepted. */
        OLDER,
        SAME,
        NEWER,
        /** Two histories claim the same place: take a whole snapshot and raise the alarm. */
        FORK
    }
}
