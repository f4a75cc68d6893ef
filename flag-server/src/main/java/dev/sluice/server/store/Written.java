package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a project stands after a write, also when the write had nothing to change.
 *
 * @param changed whether something was written
 * @param projectRevision the project's revision; 0 if there is no such project
 * @param environments the state of each environment
 */
public record Written(boolean changed, long projectRevision, Map<String, StateId> environments) {

    /** Copies the map. */
    public Written {
        environments = Map.copyOf(environments);
    }

    /** Where a project stands; null = there is none. */
    static Written of(boolean changed, @Nullable ProjectState state) {
        Map<String, StateId> ids = new TreeMap<>();
        if (state != null) {
            state.environments().forEach((key, environment) -> ids.put(key, environment.stateId()));
        }
        return new Written(changed, state == null ? 0 : state.revision(), ids);
    }
}
