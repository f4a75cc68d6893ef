package dev.sluice.server.store;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A write made ready: hashes computed, revisions and audit digest fixed, and the state after it compiled on trial, so that nothing is
 * written that this node could not hold itself. Immutable.
 *
 * @param commit what goes to the store
 * @param after the project once it is written
 * @param changes what each environment's listeners are told then
 */
record Preparation(Commit commit, ProjectState after, List<StateChange> changes) {

    /** Prepares a plan made on {@code before}. */
    static Preparation of(@Nullable ProjectState before, Write write, Instant now, Supplier<String> random) {
        Commit.@Nullable DocumentsCommit documents = documents(before, write.projectChange());
        if (before == null && documents == null) {
            throw new IllegalArgumentException(
                    "project: \"" + write.project() + "\" does not exist; expected it created first");
        }
        AuditRecord audit = AuditRecord.after(before == null ? AuditHead.NONE : before.auditHead(), now, write.audit());

        SortedMap<String, EnvironmentState> environments =
                new TreeMap<>(before == null ? Map.of() : before.environments());
        List<Commit.EnvironmentCommit> commits = new ArrayList<>();
        List<StateChange> changes = new ArrayList<>();
        for (EnvironmentChange change : write.environments()) {
            var id = new EnvironmentId(write.project(), change.environment());
            EnvironmentState present = environments.get(change.environment());
            if (present != null && present.impaired()) {
                throw new StoreUnavailableException(
                        "environment " + id
                                + " has records in the store that this node can't read, so it writes nothing there;"
                                + " `sluice store check` names them, `sluice store repair` ends it",
                        null);
            }
            checkExpected(id, present, change);
            StateId start = present != null
                    ? present.stateId()
                    : StateId.initial(new Epoch(now.getEpochSecond(), random.get()));
            LoggedChange logged = logged(present, start, change, audit);
            EnvironmentState after = States.after(id, present, logged);
            environments.put(change.environment(), after);
            commits.add(new Commit.EnvironmentCommit(
                    change.environment(), present == null ? null : present.stateId(), logged));
            changes.add(new StateChange(id, present, after, List.of(logged.cause())));
        }
        var commit = new Commit(write.project(), random.get(), audit, documents, commits, write.versions());
        return new Preparation(commit, project(before, write.project(), documents, environments, audit), changes);
    }

    private static Commit.@Nullable DocumentsCommit documents(
            @Nullable ProjectState before, @Nullable ProjectChange change) {
        if (change == null) {
            return null;
        }
        long present = before == null ? 0 : before.revision();
        if (change.expectedRevision() != present) {
            throw new IllegalArgumentException("expectedRevision: " + change.expectedRevision()
                    + " is not allowed; expected " + present + ", the revision that was planned on");
        }
        return new Commit.DocumentsCommit(present, change.document(), change.flags(), change.keys());
    }

    private static void checkExpected(EnvironmentId id, @Nullable EnvironmentState present, EnvironmentChange change) {
        long revision = present == null ? 0 : present.stateId().revision();
        if (change.create() != (present == null) || change.expectedRevision() != revision) {
            throw new IllegalArgumentException("environments: a change of " + id + " "
                    + (change.create() ? "creates it" : "expects revision " + change.expectedRevision())
                    + ", but it " + (present == null ? "does not exist" : "is at revision " + revision));
        }
    }

    private static LoggedChange logged(
            @Nullable EnvironmentState present, StateId start, EnvironmentChange change, AuditRecord audit) {
        SortedMap<String, WireRecord> flagsNow =
                present == null ? new TreeMap<>() : present.replica().flags();
        SortedMap<String, WireRecord> segmentsNow =
                present == null ? new TreeMap<>() : present.replica().segments();
        SortedMap<String, Optional<WireRecord>> flags = records(RecordKind.FLAG, flagsNow, change.flagRecords());
        SortedMap<String, Optional<WireRecord>> segments =
                records(RecordKind.SEGMENT, segmentsNow, change.segmentRecords());
        EnvironmentHash hash = hashAfter(hashAfter(start.hash(), flagsNow, flags), segmentsNow, segments);
        long revision = start.revision() + 1;
        var cause = new StateChange.Cause(
                revision, audit.actor(), audit.action(), audit.comment(), audit.at(), change.urgent());
        var id = new StateId(start.epoch(), revision, hash);
        return new LoggedChange(start.hash(), id, cause, change.targeting(), change.segments(), flags, segments);
    }

    /** Removing what is not there changes nothing, so it is not told. */
    private static SortedMap<String, Optional<WireRecord>> records(
            RecordKind kind, SortedMap<String, WireRecord> now, Map<String, Optional<byte[]>> changes) {
        SortedMap<String, Optional<WireRecord>> records = new TreeMap<>();
        changes.forEach((key, bytes) -> {
            if (bytes.isPresent() || now.containsKey(key)) {
                records.put(key, bytes.map(some -> new WireRecord(RecordHash.of(kind, key, some), some)));
            }
        });
        return records;
    }

    private static EnvironmentHash hashAfter(
            EnvironmentHash hash, SortedMap<String, WireRecord> now, SortedMap<String, Optional<WireRecord>> changes) {
        EnvironmentHash result = hash;
        for (var change : changes.entrySet()) {
            WireRecord old = now.get(change.getKey());
            if (old != null) {
                result = result.minus(old.h());
            }
            if (change.getValue().isPresent()) {
                result = result.plus(change.getValue().get().h());
            }
        }
        return result;
    }

    private static ProjectState project(
            @Nullable ProjectState before,
            String key,
            Commit.@Nullable DocumentsCommit documents,
            SortedMap<String, EnvironmentState> environments,
            AuditRecord audit) {
        if (documents == null) {
            ProjectState known = Objects.requireNonNull(before);
            return new ProjectState(
                    key,
                    known.lineage(),
                    known.documentsId(),
                    known.document(),
                    known.flags(),
                    known.keys(),
                    environments,
                    audit.head());
        }
        byte[] document = documents.document();
        if (document == null) {
            document = Objects.requireNonNull(before).document();
        }
        return new ProjectState(
                key,
                before == null ? Lineage.beginning(audit) : before.lineage(),
                new DocumentsId(documents.revision(), audit.digest()),
                document,
                States.patched(before == null ? new TreeMap<>() : before.flags(), documents.flags()),
                States.patched(before == null ? new TreeMap<>() : before.keys(), documents.keys()),
                environments,
                audit.head());
    }
}
