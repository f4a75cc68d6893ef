package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the store has of one project, as far as the reader did not hold it.
 *
 * @param projectRevision revision of the project's own documents
 * @param auditHead end of its audit chain
 * @param documents the documents, unless the reader holds this very revision
 * @param environments every environment of the project
 */
public record Reading(
        long projectRevision,
        AuditHead auditHead,
        Optional<Documents> documents,
        Map<String, EnvironmentReading> environments) {

    /** Copies the map. */
    public Reading {
        environments = Map.copyOf(environments);
    }

    /**
     * The project's own documents.
     *
     * @param document the project's document
     * @param flags definitions by flag
     * @param keys key documents by id
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are opaque here, shared and never changed
    public record Documents(byte[] document, SortedMap<String, byte[]> flags, SortedMap<String, byte[]> keys) {}

    /** One environment, as far as the reader did not hold it. */
    public sealed interface EnvironmentReading {

        /** The state that the store has. */
        StateId id();
    }

    /** The reader holds this very state. */
    public record Same(StateId id) implements EnvironmentReading {}

    /** The store has less than the reader, in the same epoch. */
    public record Less(StateId id) implements EnvironmentReading {}

    /** The changes since the reader's revision, without a gap. */
    public record Changes(StateId id, List<LoggedChange> changes) implements EnvironmentReading {}

    /** The whole state. */
    public record Whole(
            StateId id,
            SortedMap<String, byte[]> targeting,
            SortedMap<String, byte[]> segments,
            SortedMap<String, WireRecord> flagRecords,
            SortedMap<String, WireRecord> segmentRecords)
            implements EnvironmentReading {}
}
