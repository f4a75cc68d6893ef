package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Clause;
import dev.sluice.server.json.Json;
import java.util.List;

/**
 * Who meets all clauses gets the serving.
 *
 * @param id unique in its flag and environment
 * @param when the clauses, at least one
 * @param serve what they get
 */
public record AuthoredRule(String id, List<Clause> when, Serving serve) {
    /** Copies the list. */
    public AuthoredRule {
        when = List.copyOf(when);
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("id", id);
        json.set("when", ClauseJson.write(when));
        json.set("serve", serve.json());
        return json;
    }
}
