package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What there is after a flag was put back.
 *
 * @param before its definition until then
 * @param definition its definition
 * @param acted what became of the targeting that was put back; null if none was
 * @param moved the environments whose state it moved; if there was nothing to do, those that it would have concerned
 */
public record Reverted(
        Stored<FlagDefinition> before,
        Stored<FlagDefinition> definition,
        @Nullable Acted acted,
        Set<String> moved) {

    /** Copies the set. */
    public Reverted {
        moved = Set.copyOf(moved);
    }

    /** How the definition differs from what it was until then. */
    public ArrayNode diff() {
        return Diff.of(before.document().json(), definition.document().json());
    }
}
