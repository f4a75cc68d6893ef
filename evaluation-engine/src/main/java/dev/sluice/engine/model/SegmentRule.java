package dev.sluice.engine.model;

import java.util.List;

/** Who meets all clauses is a member. */
public record SegmentRule(String id, List<Clause> when) {

    public SegmentRule {
        Checks.key("segment rule: id", id);
        when = Checks.notEmpty("segment rule " + id + ": when", when);
    }
}
