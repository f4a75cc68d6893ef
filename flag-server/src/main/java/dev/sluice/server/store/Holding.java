package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import java.util.Map;

/**
 * What a node holds of a project already.
 *
 * @param documents identity of the project's own documents
 * @param auditSeq number of the last audit entry it knows; 0 for none
 * @param environments the state of each environment it holds, under the name that the store has for it
 * @param sizes how many documents and records it holds of each environment, and under {@link Reading#DOCUMENTS} how many flags and keys
 */
public record Holding(
        DocumentsId documents, long auditSeq, Map<String, StateId> environments, Map<String, Integer> sizes) {

    /** Holding nothing. */
    public static final Holding NOTHING = new Holding(DocumentsId.NONE, 0, Map.of(), Map.of());

    /** Copies the maps. */
    public Holding {
        environments = Map.copyOf(environments);
        sizes = Map.copyOf(sizes);
    }

    /** How much it holds of a part; 0 if nothing. */
    public int size(String part) {
        return sizes.getOrDefault(part, 0);
    }
}
