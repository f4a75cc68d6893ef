package dev.sluice.engine.model;

import java.util.List;

/**
 * A named group of an environment's users.
 *
 * @param included targeting keys of members
 * @param excluded targeting keys of those who are none, whatever the rest says
 * @param rules any of which makes a member
 */
public record Segment(String key, List<String> included, List<String> excluded, List<SegmentRule> rules) {

    public Segment {
        Checks.key("segment: key", key);
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
        rules = List.copyOf(rules);
        Checks.distinct("segment " + key + ": rule ids", rules, SegmentRule::id);
    }
}
