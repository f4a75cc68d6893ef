package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a node that holds {@code before} reads the store: the state after, or the trouble that forbids to take anything
 * over. Nothing lower is ever accepted, within an epoch or across. Immutable.
 *
 * @param after the project to hold from now on; {@code before} itself if nothing is new
 * @param changes what to tell the environments' listeners
 * @param trouble why nothing may be taken over, or null
 */
record Merge(
        @Nullable ProjectState after,
        List<StateChange> changes,
        @Nullable Trouble trouble) {

    /** Why a reading was refused. */
    record Trouble(StoreStatus.State state, String detail) {}

    static Merge of(String project, @Nullable ProjectState before, Reading reading) {
        if (before != null && reading.projectRevision() < before.revision()) {
            return trouble(
                    StoreStatus.State.LOST,
                    "Redis has project " + project + " at revision " + reading.projectRevision() + ", this node has "
                            + before.revision());
        }
        SortedMap<String, EnvironmentState> environments =
                new TreeMap<>(before == null ? new TreeMap<>() : before.environments());
        List<StateChange> changes = new ArrayList<>();
        for (var entry : new TreeMap<>(reading.environments()).entrySet()) {
            var id = new EnvironmentId(project, entry.getKey());
            EnvironmentState present = environments.get(entry.getKey());
            Trouble trouble = present == null ? null : trouble(id, present.stateId(), entry.getValue());
            if (trouble != null) {
                return new Merge(before, List.of(), trouble);
            }
            StateChange change = change(id, present, entry.getValue());
            if (change != null) {
                environments.put(entry.getKey(), change.after());
                changes.add(change);
            }
        }
        for (String known : environments.keySet()) {
            if (!reading.environments().containsKey(known)) {
                return trouble(
                        StoreStatus.State.LOST,
                        "Redis no longer knows environment " + project + "/" + known + ", this node does");
            }
        }
        if (changes.isEmpty()
                && before != null
                && reading.projectRevision() == before.revision()
                && reading.auditHead().equals(before.auditHead())) {
            return new Merge(before, List.of(), null);
        }
        return new Merge(state(project, before, reading, environments), changes, null);
    }

    private static Merge trouble(StoreStatus.State state, String detail) {
        return new Merge(null, List.of(), new Trouble(state, detail));
    }

    private static @Nullable Trouble trouble(EnvironmentId id, StateId mine, Reading.EnvironmentReading stored) {
        if (stored instanceof Reading.Same) {
            return null;
        }
        StateId theirs = stored.id();
        StateId.Standing standing = mine.standingOf(theirs);
        if (standing == StateId.Standing.OLDER || stored instanceof Reading.Less) {
            return new Trouble(
                    StoreStatus.State.LOST,
                    "Redis has " + id + " at " + theirs.eventId() + ", this node is further at " + mine.eventId());
        }
        boolean otherPast = stored instanceof Reading.Changes changes
                && !changes.changes().get(0).fromHash().equals(mine.hash());
        if (standing == StateId.Standing.FORK || otherPast) {
            return new Trouble(
                    StoreStatus.State.DIVERGED,
                    "Redis and this node hold different histories of " + id + ": " + theirs.eventId() + " and "
                            + mine.eventId());
        }
        return null;
    }

    private static @Nullable StateChange change(
            EnvironmentId id, @Nullable EnvironmentState present, Reading.EnvironmentReading stored) {
        if (stored instanceof Reading.Changes changes) {
            EnvironmentState state = present;
            List<StateChange.Cause> causes = new ArrayList<>();
            for (LoggedChange change : changes.changes()) {
                state = States.after(id, state, change);
                causes.add(change.cause());
            }
            return state == null ? null : new StateChange(id, present, state, causes);
        }
        if (stored instanceof Reading.Whole whole) {
            return new StateChange(id, present, States.whole(id, present, whole), List.of());
        }
        return null;
    }

    private static ProjectState state(
            String project,
            @Nullable ProjectState before,
            Reading reading,
            SortedMap<String, EnvironmentState> environments) {
        Reading.Documents documents = reading.documents().orElseGet(() -> {
            if (before == null) {
                throw new IllegalStateException("a first reading of project " + project + " has no documents");
            }
            return new Reading.Documents(before.document(), before.flags(), before.keys());
        });
        return new ProjectState(
                project,
                reading.projectRevision(),
                documents.document(),
                documents.flags(),
                documents.keys(),
                environments,
                reading.auditHead());
    }
}
