package dev.sluice.engine.model;

import java.util.List;

/**
 * Who meets all clauses gets the serve.
 *
 * @param id unique in its flag; {@code target} and {@code fallthrough} are the names of other places
 */
public record Rule(String id, List<Clause> when, Serve serve) {
    /** The place of a decision that an individual target made. */
    public static final String TARGET = "target";

    /** The place of a decision that the fallthrough made. */
    public static final String FALLTHROUGH = "fallthrough";

    public Rule {
        Checks.key("rule: id", id);
        if (id.equals(TARGET) || id.equals(FALLTHROUGH)) {
            throw new InvalidDefinitionException("rule: id \"" + id + "\" is reserved");
        }
        when = Checks.notEmpty("rule " + id + ": when", when);
    }
}
