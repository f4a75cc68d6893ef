package dev.sluice.server.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One step of a project in a node's memory, from one committed state to a later one, with everything that was written on the way.
 *
 * @param before the project before; null when it is new to this node
 * @param after the project now
 * @param audit the audit entries in between, ascending and without a gap up to the head of {@code after}; fewer or none if they are
 *     not known
 * @param rebased whether the entries replace those of the same numbers, because the store's chain goes on from an earlier one
 * @param changes the changes of each environment, oldest first
 * @param whole environments that were taken whole, for which there are no changes
 */
public record LogEntry(
        @Nullable ProjectState before,
        ProjectState after,
        List<AuditRecord> audit,
        boolean rebased,
        Map<String, List<LoggedChange>> changes,
        Set<String> whole) {

    /** Copies the collections. */
    public LogEntry {
        audit = List.copyOf(audit);
        changes = Map.copyOf(changes);
        whole = Set.copyOf(whole);
    }

    /** The entry of a write of this node. */
    static LogEntry of(@Nullable ProjectState before, Preparation written) {
        Map<String, List<LoggedChange>> changes = new TreeMap<>();
        written.commit()
                .environments()
                .forEach(environment -> changes.put(environment.environment(), List.of(environment.change())));
        return new LogEntry(before, written.after(), List.of(written.commit().audit()), false, changes, Set.of());
    }
}
