package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import java.util.Map;

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
}
