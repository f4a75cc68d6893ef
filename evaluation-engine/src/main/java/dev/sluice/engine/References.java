package dev.sluice.engine;

import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What definitions refer to outside themselves. */
final class References {
    private References() {}

    static List<String> segmentsOf(Clause clause) {
        return clause.op() == Operator.IN_SEGMENT
                ? clause.values().stream().map(String.class::cast).toList()
                : List.of();
    }

    static Set<String> segmentsOf(Flag flag) {
        Set<String> keys = new HashSet<>();
        for (Rule rule : flag.rules()) {
            rule.when().forEach(clause -> keys.addAll(segmentsOf(clause)));
        }
        return Set.copyOf(keys);
    }

    static Set<String> segmentsOf(Segment segment) {
        Set<String> keys = new HashSet<>();
        for (SegmentRule rule : segment.rules()) {
            rule.when().forEach(clause -> keys.addAll(segmentsOf(clause)));
        }
        return Set.copyOf(keys);
    }

    static Set<String> flagsOf(Flag flag) {
        Set<String> keys = new HashSet<>();
        for (Prerequisite prerequisite : flag.prerequisites()) {
            keys.add(prerequisite.flag());
        }
        return Set.copyOf(keys);
    }
}
