package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store has lost, or is to hold instead, written by one script, all or nothing: unlike a {@link Commit} it can carry many steps
 * of history or whole environments, and it leaves revisions and hashes as they were.
 *
 * @param project the project
 * @param writeId random name of this write; a repeated one is recognised
 * @param fence what must be stored for this to be written; null = there must be no such project
 * @param lineage which history of the project it is from now on
 * @param documents the project's own documents, which replace those that are stored; null leaves them
 * @param environments the environments to write
 * @param audit entries that follow the stored ones, ascending; the store's head is the last of them from now on
 * @param auditAnew whether the stored audit log goes away first
 * @param mend whether keys that hold something else than ours go away, and nothing is compared: a person has decided
 */
public record Replay(
        String project,
        String writeId,
        @Nullable Fence fence,
        Lineage lineage,
        @Nullable DocumentsCopy documents,
        List<EnvironmentCopy> environments,
        List<AuditRecord> audit,
        boolean auditAnew,
        boolean mend) {

    /** Copies the lists. */
    public Replay {
        environments = List.copyOf(environments);
        audit = List.copyOf(audit);
        if (audit.isEmpty()) {
            throw new IllegalArgumentException("audit: empty; expected at least the entry that tells of this");
        }
    }

    /** The end of the audit chain once this is written. */
    public AuditHead head() {
        return audit.get(audit.size() - 1).head();
    }

    /**
     * What must be stored of the project itself; what must be stored of each environment stands there.
     *
     * @param documents identity of its own documents
     * @param audit end of its audit chain
     */
    public record Fence(DocumentsId documents, AuditHead audit) {}

    /**
     * A project's own documents, whole.
     *
     * @param id their identity
     * @param document the project's document
     * @param flags definitions by flag
     * @param keys key documents by id
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are opaque here, shared and never changed
    public record DocumentsCopy(
            DocumentsId id, byte[] document, SortedMap<String, byte[]> flags, SortedMap<String, byte[]> keys) {

        /** Those of a project. */
        public static DocumentsCopy of(ProjectState project) {
            return new DocumentsCopy(project.documentsId(), project.document(), project.flags(), project.keys());
        }
    }

    /**
     * An environment, whole or from a state that the store still has.
     *
     * @param environment its key
     * @param expected the state that must be stored; null = none, or the very one that is written
     * @param id the state after it
     * @param whole whether everything stored of the environment goes away first
     * @param targeting authored targeting; empty = remove
     * @param segments authored segments; empty = remove
     * @param flagRecords wire records; empty = remove
     * @param segmentRecords wire records; empty = remove
     * @param changes the log entries that lead from {@code expected} to {@code id}, for readers that are behind; may be none
     */
    public record EnvironmentCopy(
            String environment,
            @Nullable StateId expected,
            StateId id,
            boolean whole,
            SortedMap<String, Optional<byte[]>> targeting,
            SortedMap<String, Optional<byte[]>> segments,
            SortedMap<String, Optional<WireRecord>> flagRecords,
            SortedMap<String, Optional<WireRecord>> segmentRecords,
            List<LoggedChange> changes) {

        /** All of a state, in the place of what is stored. */
        public static EnvironmentCopy whole(EnvironmentState state, @Nullable StateId expected, StateId id) {
            return new EnvironmentCopy(
                    state.id().environment(),
                    expected,
                    id,
                    true,
                    present(state.targeting()),
                    present(state.segments()),
                    present(state.replica().flags()),
                    present(state.replica().segments()),
                    List.of());
        }

        /** What the store lacks of a state. */
        static EnvironmentCopy rest(EnvironmentState state, StateId expected, List<LoggedChange> changes) {
            SortedMap<String, Optional<byte[]>> targeting = new TreeMap<>();
            SortedMap<String, Optional<byte[]>> segments = new TreeMap<>();
            SortedMap<String, Optional<WireRecord>> flags = new TreeMap<>();
            SortedMap<String, Optional<WireRecord>> segmentRecords = new TreeMap<>();
            for (LoggedChange change : changes) {
                targeting.putAll(change.targeting());
                segments.putAll(change.segments());
                flags.putAll(change.flagRecords());
                segmentRecords.putAll(change.segmentRecords());
            }
            return new EnvironmentCopy(
                    state.id().environment(),
                    expected,
                    state.stateId(),
                    false,
                    targeting,
                    segments,
                    flags,
                    segmentRecords,
                    changes);
        }

        private static <T> SortedMap<String, Optional<T>> present(Map<String, T> all) {
            SortedMap<String, Optional<T>> present = new TreeMap<>();
            all.forEach((key, value) -> present.put(key, Optional.of(value)));
            return present;
        }
    }
}
