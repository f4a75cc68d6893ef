package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import java.util.Map;

/**
 * What a node holds of a project already.
 *
 * @param documents identity of the project's own documents
 * @param auditSeq number of the last audit entry it knows; 0 for none
 * @param environments the state of each environment it holds, under the name that the store has for it
 */
public record Holding(DocumentsId documents, long auditSeq, Map<String, StateId> environments) {

    /** Holding nothing. */
    public static final Holding NOTHING = new Holding(DocumentsId.NONE, 0, Map.of());

    /** Copies the map. */
    public Holding {
        environments = Map.copyOf(environments);
    }
}
