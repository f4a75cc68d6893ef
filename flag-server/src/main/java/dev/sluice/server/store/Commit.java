package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A write, made ready: every byte, hash and digest is in it, and what must still be true for it to be written.
 *
 * @param project the project
 * @param writeId random name of this write; a repeated one is recognised
 * @param audit its audit entry; {@code audit.seq() - 1} must be the last one stored
 * @param documents changes to the project's own documents, or null
 * @param environments changes to environments
 * @param versions documents to keep beside those in force; empty = forget
 */
public record Commit(
        String project,
        String writeId,
        AuditRecord audit,
        @Nullable DocumentsCommit documents,
        List<EnvironmentCommit> environments,
        Map<String, Optional<byte[]>> versions) {

    /** Copies the collections. */
    public Commit {
        environments = List.copyOf(environments);
        versions = Map.copyOf(versions);
    }

    /**
     * Changes to the project's own documents.
     *
     * @param expectedRevision the revision that must be stored; 0 = no such project
     * @param document new document, or null to leave it
     * @param flags definitions; empty = remove
     * @param keys key documents; empty = remove
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are opaque here, shared and never changed
    public record DocumentsCommit(
            long expectedRevision,
            byte @Nullable [] document,
            Map<String, Optional<byte[]>> flags,
            Map<String, Optional<byte[]>> keys) {

        /** The revision after it. */
        public long revision() {
            return expectedRevision + 1;
        }
    }

    /**
     * The change of one environment.
     *
     * @param environment its key
     * @param expected the state that must be stored, or null if the environment must not exist
     * @param change what is written
     */
    public record EnvironmentCommit(
            String environment, @Nullable StateId expected, LoggedChange change) {}
}
