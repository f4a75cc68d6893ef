package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import dev.sluice.server.store.StoreStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a node that holds {@code before} reads the store. Each part of a project (its own documents, each environment) is
 * looked at by itself, and the store has it
 *
 * <ul>
 *   <li>as the node does: nothing to do;
 *   <li>newer, in the same line of history: the node takes it over;
 *   <li>at a point that the node was once at: the store has lost what came after, and the node can write it back;
 *   <li>otherwise: two histories, a fork. Nothing is taken over, and a person must choose a side.
 * </ul>
 *
 * A restore or a repair ends the old line on purpose: its {@link Lineage#restored()} is higher, and all of it is taken over. Nothing
 * lower is ever accepted otherwise, within an epoch or across. Immutable.
 *
 * @param after the project to hold from now on; {@code before} itself if nothing is new; null in trouble without a {@code before}
 * @param changes what to tell the environments' listeners
 * @param entry the same as a step of history, or null if nothing is new
 * @param lost what the store has lost and this node still has, by the names of {@link Reading#holes()}; empty in most cases
 * @param faults what could not be read, by environment ({@code ""} for the project's own documents); only parts that were looked at
 * @param trouble why nothing may be taken over, or null
 */
record Merge(
        @Nullable ProjectState after,
        List<StateChange> changes,
        @Nullable LogEntry entry,
        Set<String> lost,
        Map<String, SortedMap<String, String>> faults,
        @Nullable Trouble trouble) {

    /** Why a reading was refused. */
    record Trouble(State state, String detail) {}

    /**
     * What of a node's past the store shares.
     *
     * @param history the node's own past
     * @param common number of the last audit entry that store and node share; negative if the store's chain simply goes on from the
     *     node's last entry
     * @param audit the store's audit entries from some number up to its head
     */
    record Past(History history, long common, List<AuditRecord> audit) {

        boolean continued() {
            return common < 0;
        }

        /** The node's own audit entries of which the store knows nothing, not even in another place of its chain. */
        List<AuditRecord> missing() {
            return continued()
                    ? List.of()
                    : history.auditAfter(common).stream()
                            .filter(mine ->
                                    audit.stream().noneMatch(theirs -> theirs.seq() > common && theirs.sameDeed(mine)))
                            .toList();
        }
    }

    static Merge of(String project, @Nullable ProjectState before, Past past, Reading reading, DocumentCheck check) {
        return of(project, before, before, past, reading, check);
    }

    /** The same with the last good forms of somebody else. */
    static Merge of(
            String project,
            @Nullable ProjectState before,
            @Nullable ProjectState lastGood,
            Past past,
            Reading reading,
            DocumentCheck check) {
        var merging = new Merging(project, before, lastGood, past, reading, check);
        return before == null ? merging.first() : merging.next(before);
    }

    /** The work of one merge; used once. */
    private static final class Merging {

        private final String project;
        private final @Nullable ProjectState lastGood;
        private final Past past;
        private final Reading reading;
        private final DocumentCheck check;
        private final SortedMap<String, EnvironmentState> environments;
        private final List<StateChange> changes = new ArrayList<>();
        private final Map<String, List<LoggedChange>> logged = new TreeMap<>();
        private final Set<String> whole = new TreeSet<>();
        private final Set<String> lost = new TreeSet<>();
        private final Map<String, SortedMap<String, String>> faults = new TreeMap<>();

        Merging(
                String project,
                @Nullable ProjectState before,
                @Nullable ProjectState lastGood,
                Past past,
                Reading reading,
                DocumentCheck check) {
            this.project = project;
            this.lastGood = lastGood;
            this.past = past;
            this.reading = reading;
            this.check = check;
            this.environments = new TreeMap<>(before == null ? new TreeMap<>() : before.environments());
        }

        Merge first() {
            for (var entry : new TreeMap<>(reading.environments()).entrySet()) {
                take(entry.getKey(), null, entry.getValue());
            }
            Reading.Documents stored = reading.documents()
                    .orElseThrow(() ->
                            new IllegalStateException("a first reading of project " + project + " has no documents"));
            return taken(null, documents(stored));
        }

        Merge next(ProjectState before) {
            Lineage mine = before.lineage();
            Lineage theirs = reading.lineage();
            if (theirs.restored() < mine.restored()) {
                return fork("Redis has project " + project + " as it was before it was restored or repaired");
            }
            boolean restored = theirs.restored() > mine.restored();
            if (!restored && !mine.sameOrigin(theirs)) {
                return fork(
                        "project " + project + " was made anew in Redis while this node still holds the one before");
            }
            Trouble trouble = restored ? null : documentsTrouble(before);
            for (var entry : new TreeMap<>(reading.environments()).entrySet()) {
                EnvironmentState present = environments.get(entry.getKey());
                Trouble own = present == null || !(entry.getValue() instanceof Reading.Named named)
                        ? null
                        : trouble(present, named, restored);
                trouble = trouble == null ? own : trouble;
                if (own == null && !lost.contains(entry.getKey())) {
                    take(entry.getKey(), present, entry.getValue());
                }
            }
            if (trouble != null) {
                return new Merge(before, List.of(), null, Set.of(), Map.of(), trouble);
            }
            for (String known : before.environments().keySet()) {
                if (!reading.environments().containsKey(known)) {
                    lost.add(known);
                }
            }
            if (auditIsLost(before)) {
                lost.add(Reading.AUDIT);
            }
            boolean newer = restored
                    || reading.documentsId().revision() > before.documentsId().revision();
            if (!newer && changes.isEmpty() && sameAudit(before)) {
                // Holes can wait until nothing else is new: they are still there then.
                lost.addAll(reading.holes());
                return new Merge(before, List.of(), null, lost, faults, null);
            }
            Reading.Documents now = newer && reading.documents().isPresent()
                    ? documents(reading.documents().get())
                    : new Reading.Documents(before.document(), before.flags(), before.keys());
            return taken(before, now);
        }

        private @Nullable Trouble documentsTrouble(ProjectState before) {
            DocumentsId mine = before.documentsId();
            DocumentsId theirs = reading.documentsId();
            if (mine.equals(theirs)) {
                return null;
            }
            if (theirs.revision() < mine.revision() && past.history().had(theirs)) {
                lost.add(Reading.DOCUMENTS);
                return null;
            }
            boolean mineIsIncluded =
                    past.missing().stream().noneMatch(entry -> entry.digest().equals(mine.stamp()));
            if (theirs.revision() > mine.revision() && mineIsIncluded) {
                return null;
            }
            return new Trouble(
                    State.DIVERGED,
                    "Redis and this node hold different histories of the flags and keys of project " + project
                            + ": revisions " + theirs.revision() + " and " + mine.revision());
        }

        private @Nullable Trouble trouble(EnvironmentState present, Reading.Named stored, boolean restored) {
            StateId mine = present.storedId();
            StateId theirs = stored.id();
            if (mine.equals(theirs)) {
                return null;
            }
            String environment = present.id().environment();
            StateId.Standing standing = mine.standingOf(theirs);
            if (restored) {
                return standing == StateId.Standing.NEWER ? null : forkOf(present, theirs);
            }
            if (past.history().since(environment, theirs).isPresent()) {
                lost.add(environment);
                return null;
            }
            if (standing != StateId.Standing.NEWER || !theirs.epoch().equals(mine.epoch())) {
                return forkOf(present, theirs);
            }
            if (stored instanceof Reading.Changes changes) {
                return present.impaired() || changes.changes().get(0).from().equals(mine)
                        ? null
                        : forkOf(present, theirs);
            }
            return isMissing(environment) ? forkOf(present, theirs) : null;
        }

        /** Whether the store knows nothing of the newest change of an environment, as far as can be told. */
        private boolean isMissing(String environment) {
            List<LoggedChange> kept = past.history().changes().getOrDefault(environment, List.of());
            if (kept.isEmpty()) {
                return false;
            }
            StateChange.Cause newest = kept.get(kept.size() - 1).cause();
            return past.missing().stream()
                    .anyMatch(entry -> entry.at().equals(newest.at())
                            && entry.actor().equals(newest.actor())
                            && entry.action().equals(newest.action())
                            && entry.comment().equals(newest.comment()));
        }

        private Trouble forkOf(EnvironmentState present, StateId theirs) {
            return new Trouble(
                    State.DIVERGED,
                    "Redis and this node hold different histories of " + present.id() + ": " + theirs.eventId()
                            + " and " + present.storedId().eventId());
        }

        private Merge fork(String detail) {
            return new Merge(null, List.of(), null, Set.of(), Map.of(), new Trouble(State.DIVERGED, detail));
        }

        private void take(String name, @Nullable EnvironmentState present, Reading.EnvironmentReading stored) {
            if (!Keys.allowed(name)) {
                faults.put(name, new TreeMap<>(Map.of("", "its name is not one of ours")));
                return;
            }
            var id = new EnvironmentId(project, name);
            if (stored instanceof Reading.Unreadable unreadable) {
                faults.put(name, new TreeMap<>(Map.of("", unreadable.why())));
            } else if (stored instanceof Reading.Changes newer) {
                EnvironmentState state = present;
                List<StateChange.Cause> causes = new ArrayList<>();
                for (LoggedChange change : newer.changes()) {
                    state = States.after(id, state, change);
                    causes.add(change.cause());
                }
                if (state != null) {
                    logged.put(name, newer.changes());
                    changed(name, new StateChange(id, present, state, causes));
                }
            } else if (stored instanceof Reading.Whole all) {
                var sieve = new Sieve(check);
                EnvironmentState good =
                        lastGood == null ? present : lastGood.environments().get(name);
                EnvironmentState state = sieve.environment(id, good, all);
                faults.put(name, sieve.faults());
                whole.add(name);
                changed(name, new StateChange(id, present, state, List.of()));
            }
        }

        private void changed(String name, StateChange change) {
            environments.put(name, change.after());
            changes.add(change);
        }

        private Reading.Documents documents(Reading.Documents stored) {
            ProjectState before = lastGood;
            var sieve = new Sieve(check);
            byte[] document = sieve.document(
                    DocumentCheck.Kind.PROJECT, project, stored.document(), before == null ? null : before.document());
            var flags =
                    sieve.documents(DocumentCheck.Kind.FLAG, stored.flags(), before == null ? null : before.flags());
            var keys = sieve.documents(DocumentCheck.Kind.KEY, stored.keys(), before == null ? null : before.keys());
            faults.put(Reading.DOCUMENTS, sieve.faults());
            return new Reading.Documents(document == null ? stored.document() : document, flags, keys);
        }

        private boolean sameAudit(ProjectState before) {
            return before.auditHead().equals(reading.auditHead()) || auditIsLost(before);
        }

        /** Whether the store's chain simply ends earlier than the node's. */
        private boolean auditIsLost(ProjectState before) {
            return !past.continued()
                    && past.common() == reading.auditHead().seq()
                    && reading.auditHead().seq() < before.auditHead().seq();
        }

        private Merge taken(@Nullable ProjectState before, Reading.Documents documents) {
            boolean ahead = before != null && !lost.isEmpty();
            boolean keepsOwn = ahead && lost.contains(Reading.DOCUMENTS);
            ProjectState after = new ProjectState(
                    project,
                    reading.lineage(),
                    before != null && keepsOwn ? before.documentsId() : reading.documentsId(),
                    documents.document(),
                    documents.flags(),
                    documents.keys(),
                    environments,
                    before != null && ahead ? before.auditHead() : reading.auditHead());
            List<AuditRecord> audit = ahead ? List.of() : auditSince(before);
            boolean rebased = before != null && !past.continued();
            LogEntry entry = new LogEntry(before, after, audit, rebased, logged, whole);
            return new Merge(after, changes, entry, lost, faults, null);
        }

        private List<AuditRecord> auditSince(@Nullable ProjectState before) {
            if (before == null || past.continued()) {
                return reading.audit();
            }
            return past.audit().stream()
                    .filter(entry -> entry.seq() > past.common())
                    .toList();
        }
    }
}
