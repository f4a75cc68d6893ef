package dev.sluice.server.store;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a project's own documents.
 *
 * @param expectedRevision the project revision that the change was planned on; 0 creates the project
 * @param document the new document, or null to leave it
 * @param flags definitions to write; empty = remove
 * @param keys key documents to write by id; empty = remove
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are opaque here, shared and never changed
public record ProjectChange(
        long expectedRevision,
        byte @Nullable [] document,
        Map<String, Optional<byte[]>> flags,
        Map<String, Optional<byte[]>> keys) {

    /** Checks keys, and that a project is created with a document. */
    public ProjectChange {
        if (expectedRevision < 0) {
            throw new IllegalArgumentException(
                    "expectedRevision: " + expectedRevision + " is not allowed; expected >= 0");
        }
        if (expectedRevision == 0 && document == null) {
            throw new IllegalArgumentException("document: missing; expected one, for expectedRevision 0 creates");
        }
        flags = Map.copyOf(flags);
        keys = Map.copyOf(keys);
        flags.keySet().forEach(key -> Keys.check("flag", key));
        keys.keySet().forEach(key -> Keys.check("key id", key));
    }
}
