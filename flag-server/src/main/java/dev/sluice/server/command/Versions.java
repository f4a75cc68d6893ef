package dev.sluice.server.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of flags that are kept beside those in force, so that one can be looked at and restored: the bytes of each definition and
 * each targeting as every write stored them, written by that very write, the newest {@value #KEPT} of each. Collects what one write has
 * to keep and to forget; for one thread.
 */
final class Versions {
    /** How many versions of one document are kept. */
    static final int KEPT = 100;

    private final Map<String, Optional<byte[]>> changes = new HashMap<>();

    /** The document that says what a flag is. */
    static String ofDefinition(String flag) {
        return "flag/" + flag;
    }

    /** The document that says who gets what in an environment. */
    static String ofTargeting(String environment, String flag) {
        return "targeting/" + environment + "/" + flag;
    }

    /** Under what name a version of a document is kept. */
    static String name(String document, long version) {
        return document + "/" + version;
    }

    /** The oldest version of a document that may be kept when this is the newest. */
    static long oldest(long newest) {
        return Math.max(1, newest - KEPT + 1);
    }

    void keep(String document, long version, byte[] bytes) {
        changes.put(name(document, version), Optional.of(bytes));
        if (version > KEPT) {
            changes.put(name(document, version - KEPT), Optional.empty());
        }
    }

    /**
     * Keeps a document that is in force when it is about to be replaced. It usually is kept already; not so if the store was filled anew,
     * or if a server wrote it that did not keep versions yet.
     */
    void keepPresent(String document, long version, byte[] bytes) {
        changes.put(name(document, version), Optional.of(bytes));
    }

    /** Forgets every version of a document that goes away: one that is made later under the same name has none of them. */
    void forget(String document, long newest) {
        for (long version = oldest(newest); version <= newest; version++) {
            changes.put(name(document, version), Optional.empty());
        }
    }

    Map<String, Optional<byte[]>> changes() {
        return Map.copyOf(changes);
    }
}
