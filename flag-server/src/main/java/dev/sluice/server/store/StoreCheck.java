package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks for what is wrong with a project in a store, and how a copy on disk stands to it. Pure: changes nothing. */
public final class StoreCheck {

    private StoreCheck() {}

    /** How bad a finding is. */
    public enum Severity {
        /** As it should be. */
        FINE,
        /** Nothing to do, or a node does it by itself. */
        NOTE,
        /** A person must act. */
        WRONG
    }

    /**
     * Something found.
     *
     * @param severity how bad it is
     * @param place what it is about
     * @param text one sentence
     */
    public record Finding(Severity severity, String place, String text) {}

    /**
     * Checks one project.
     *
     * @param survey what the store has of it; null if it has nothing
     * @param copy what a copy on disk has of it, or null if there is none
     */
    public static List<Finding> project(String project, @Nullable Survey survey, @Nullable Remembered copy) {
        List<Finding> findings = new ArrayList<>();
        if (survey == null) {
            findings.add(
                    copy == null
                            ? new Finding(Severity.NOTE, project, "is listed but was never made")
                            : new Finding(
                                    Severity.NOTE,
                                    project,
                                    "is missing in the store and whole in the copy on disk; a node that starts here writes it back"));
            return findings;
        }
        survey.faults()
                .forEach((place, why) -> findings.add(new Finding(Severity.WRONG, place, "can't be read: " + why)));
        ProjectState state = survey.state();
        if (state == null) {
            return findings;
        }
        audit(project, state, survey.audit(), findings);
        for (EnvironmentState environment : state.environments().values()) {
            if (!environment.impaired()) {
                findings.add(new Finding(
                        Severity.FINE,
                        environment.id().toString(),
                        environment.replica().flags().size() + " flags and "
                                + environment.replica().segments().size() + " segments come to the hash of "
                                + environment.stateId().eventId()));
            }
            for (String flag : environment.replica().flags().keySet()) {
                if (!environment.targeting().containsKey(flag)) {
                    findings.add(new Finding(
                            Severity.WRONG,
                            environment.id() + "/flag/" + flag,
                            "is served but has no targeting that could be edited"));
                }
            }
        }
        if (copy != null) {
            compare(project, state, copy, findings);
        }
        return findings;
    }

    private static void audit(String project, ProjectState state, List<AuditRecord> audit, List<Finding> findings) {
        String place = project + "/audit";
        AuditRecord before = null;
        for (AuditRecord entry : audit) {
            if (!entry.intact()) {
                findings.add(new Finding(
                        Severity.WRONG, place, "entry " + entry.seq() + " was changed after it was written"));
            }
            boolean follows = before == null
                    || (entry.seq() == before.seq() + 1 && entry.previous().equals(before.digest()));
            if (!follows) {
                findings.add(new Finding(
                        Severity.WRONG,
                        place,
                        "entry " + entry.seq() + " does not follow entry " + (before == null ? 0 : before.seq())));
            }
            before = entry;
        }
        AuditHead head = before == null ? AuditHead.NONE : before.head();
        if (!head.equals(state.auditHead())) {
            findings.add(new Finding(
                    Severity.WRONG,
                    place,
                    "ends at entry " + head.seq() + "; the project says it ends at "
                            + state.auditHead().seq()));
        } else if (!audit.isEmpty() && audit.get(0).seq() > 1) {
            findings.add(new Finding(
                    Severity.NOTE,
                    place,
                    "begins at entry " + audit.get(0).seq() + "; what came before was lost or left out"));
        } else {
            findings.add(new Finding(Severity.FINE, place, audit.size() + " entries form one chain"));
        }
    }

    private static void compare(String project, ProjectState state, Remembered copy, List<Finding> findings) {
        ProjectState kept = copy.state();
        if (!kept.lineage().equals(state.lineage())) {
            boolean older = kept.lineage().restored() < state.lineage().restored();
            findings.add(new Finding(
                    older ? Severity.NOTE : Severity.WRONG,
                    project,
                    older
                            ? "was restored or repaired after the copy on disk was written"
                            : "the copy on disk is of another history; `sluice store repair` chooses a side"));
            return;
        }
        var names = new TreeSet<>(state.environments().keySet());
        names.addAll(kept.environments().keySet());
        for (String name : names) {
            EnvironmentState stored = state.environments().get(name);
            EnvironmentState mine = kept.environments().get(name);
            if (stored != null && mine != null) {
                findings.add(compare(stored, mine, copy.history()));
            }
        }
    }

    private static Finding compare(EnvironmentState stored, EnvironmentState mine, History history) {
        String place = stored.id().toString();
        StateId theirs = stored.storedId();
        StateId ours = mine.storedId();
        if (theirs.equals(ours)) {
            return new Finding(Severity.FINE, place, "the copy on disk is the same");
        }
        Optional<List<LoggedChange>> rest = history.since(place.substring(place.indexOf('/') + 1), theirs);
        if (rest.isPresent()) {
            return new Finding(
                    Severity.NOTE,
                    place,
                    "the store has lost " + rest.get().size()
                            + " changes that the copy on disk has; a node that starts here writes them back");
        }
        if (ours.standingOf(theirs) == StateId.Standing.NEWER && ours.epoch().equals(theirs.epoch())) {
            return new Finding(
                    Severity.NOTE,
                    place,
                    "the copy on disk is " + (theirs.revision() - ours.revision()) + " changes behind");
        }
        return new Finding(
                Severity.WRONG,
                place,
                "store and copy on disk hold different histories, " + theirs.eventId() + " and " + ours.eventId()
                        + "; `sluice store repair` chooses a side");
    }
}
