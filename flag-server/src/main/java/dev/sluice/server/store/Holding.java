package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import java.util.Map;

/**
 * What a node holds of a project already.
 *
 * @param projectRevision revision of the project's own documents; 0 for nothing
 * @param environments the state of each environment it holds
 */
public record Holding(long projectRevision, Map<String, StateId> environments) {

    /** Holding nothing. */
    public static final Holding NOTHING = new Holding(0, Map.of());

    /** Copies the map. */
    public Holding {
        environments = Map.copyOf(environments);
    }
}
