package dev.sluice.server.store;

/**
 * Tells a project's line of history from another of the same name: one that a restore or a repair has begun on purpose from one that
 * somebody has made anew. A node follows the first and never the second.
 *
 * @param origin digest of the project's first audit entry, 64 hex digits; empty if nobody knows it any more
 * @param restored generation that the last restore or repair has given to the environments; 0 if there was none. The higher one wins
 */
public record Lineage(String origin, long restored) {

    /** The line of a project that is made by this audit entry. */
    static Lineage beginning(AuditRecord first) {
        return new Lineage(first.digest(), 0);
    }

    /** The same project after a restore or repair. */
    public Lineage restored(long generation) {
        if (generation <= restored) {
            throw new IllegalArgumentException(
                    "restored: " + generation + " is not allowed; expected more than " + restored);
        }
        return new Lineage(origin, generation);
    }

    /** Whether both come from one first entry, as far as that is known. */
    boolean sameOrigin(Lineage other) {
        return origin.isEmpty() || other.origin.isEmpty() || origin.equals(other.origin);
    }
}
