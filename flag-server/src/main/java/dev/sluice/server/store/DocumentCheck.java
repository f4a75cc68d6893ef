package dev.sluice.server.store;

import java.util.Optional;

/** Says whether a stored document can be read; the store itself never looks inside one. Pure and safe on any thread. */
@FunctionalInterface
public interface DocumentCheck {

    /** For where nobody reads them. */
    DocumentCheck NONE = (kind, key, bytes) -> Optional.empty();

    /** The kinds of documents that people write. */
    enum Kind {
        /** The project's own. */
        PROJECT,
        /** A flag's definition. */
        FLAG,
        /** An SDK key's, which holds its digest. */
        KEY,
        /** A flag's targeting in an environment. */
        TARGETING,
        /** A segment of an environment. */
        SEGMENT
    }

    /**
     * Why it can't be read.
     *
     * @param key the key under which it is stored
     * @return empty if it can; else one sentence that quotes nothing of it
     */
    Optional<String> fault(Kind kind, String key, byte[] bytes);
}
