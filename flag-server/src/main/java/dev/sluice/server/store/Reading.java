package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What the store has of one project, as far as the reader did not hold it.
 *
 * @param lineage which history of the project this is
 * @param documentsId identity of the project's own documents
 * @param auditHead end of its audit chain
 * @param audit the entries after the last one that the reader knows, ascending; the newest {@value #MOST_AUDIT} of them at most
 * @param documents the documents, unless the reader holds these very ones
 * @param environments every environment of the project
 * @param holes the parts of which the store says that they are as the reader holds them, but has less: {@link #DOCUMENTS},
 *     {@link #AUDIT}, or an environment's name. Somebody deleted keys, or Redis evicted them
 */
public record Reading(
        Lineage lineage,
        DocumentsId documentsId,
        AuditHead auditHead,
        List<AuditRecord> audit,
        Optional<Documents> documents,
        Map<String, EnvironmentReading> environments,
        Set<String> holes) {

    /** How the project's own documents are named among its parts. */
    public static final String DOCUMENTS = "";

    /** How the audit log is named among the parts of a project. */
    public static final String AUDIT = " audit";

    /** Most audit entries that a reading brings. */
    public static final int MOST_AUDIT = 1_000;

    /** Copies the collections. */
    public Reading {
        audit = List.copyOf(audit);
        environments = Map.copyOf(environments);
        holes = Set.copyOf(holes);
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
    public sealed interface EnvironmentReading {}

    /** An environment whose state can be named. */
    public sealed interface Named extends EnvironmentReading {

        /** The state that the store has. */
        StateId id();
    }

    /** The reader holds this very state. */
    public record Same(StateId id) implements Named {}

    /** The store has less than the reader, in the same epoch. */
    public record Less(StateId id) implements Named {}

    /** The changes since the reader's revision, without a gap. */
    public record Changes(StateId id, List<LoggedChange> changes) implements Named {}

    /**
     * The whole state.
     *
     * @param unreadable records that can't be read, as {@code flag/<key>} or {@code segment/<key>}, with the reason
     */
    public record Whole(
            StateId id,
            SortedMap<String, byte[]> targeting,
            SortedMap<String, byte[]> segments,
            SortedMap<String, WireRecord> flagRecords,
            SortedMap<String, WireRecord> segmentRecords,
            SortedMap<String, String> unreadable)
            implements Named {}

    /** The environment is there, but its state can't be read at all. */
    public record Unreadable(String why) implements EnvironmentReading {}
}
