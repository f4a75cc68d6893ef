package dev.sluice.engine.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.model.Operator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a newer writer may have said that this engine does not know: an unknown operator, or an unknown field in a place
 * that says who is in. Looks at nothing else, whether well formed or not, so that what it finds does not depend on what else
 * is wrong. Fields of the flag and the segment themselves are free: unknown ones are ignored.
 */
final class UnknownShapes {
    private static final Set<String> PREREQUISITE = Set.of("flag", "variations");
    private static final Set<String> TARGET = Set.of("variation", "attribute", "keys");
    private static final Set<String> RULE = Set.of("id", "when", "serve");
    private static final Set<String> SEGMENT_RULE = Set.of("id", "when");
    private static final Set<String> CLAUSE = Set.of("attribute", "op", "values", "negate", "ignoreCase");
    private static final Set<String> CIRCLE = Set.of("latitude", "longitude", "km");
    private static final Set<String> SERVE = Set.of("variation", "split");
    private static final Set<String> SPLIT = Set.of("by", "salt", "buckets", "ranges", "rest");
    private static final Set<String> RANGE = Set.of("variation", "from", "to");
    private static final int LONGEST_NAME = 60;

    private UnknownShapes() {}

    /** What is unknown in a flag's record, in words; null if nothing. */
    static @Nullable String inFlag(JsonNode flag) {
        String found = anyOf(flag.path("prerequisites"), "prerequisite", PREREQUISITE);
        if (found == null) {
            found = anyOf(flag.path("targets"), "target", TARGET);
        }
        if (found == null) {
            found = inRules(flag.path("rules"), RULE);
        }
        return found == null ? inServe(flag.path("fallthrough")) : found;
    }

    /** What is unknown in a segment's record, in words; null if nothing. */
    static @Nullable String inSegment(JsonNode segment) {
        return inRules(segment.path("rules"), SEGMENT_RULE);
    }

    private static @Nullable String inRules(JsonNode rules, Set<String> known) {
        for (JsonNode rule : rules) {
            String found = in(rule, "rule", known);
            for (JsonNode clause : rule.path("when")) {
                found = found == null ? inClause(clause) : found;
            }
            found = found == null ? inServe(rule.path("serve")) : found;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable String inClause(JsonNode clause) {
        JsonNode op = clause.path("op");
        if (op.isTextual() && Operator.named(op.textValue()) == null) {
            return "unknown operator \"" + cut(op.textValue()) + "\"";
        }
        String found = in(clause, "clause", CLAUSE);
        boolean ofCircles = op.isTextual() && Operator.named(op.textValue()) == Operator.WITHIN_KM;
        return found == null && ofCircles ? anyOf(clause.path("values"), "circle", CIRCLE) : found;
    }

    private static @Nullable String inServe(JsonNode serve) {
        String found = in(serve, "serve", SERVE);
        if (found == null) {
            found = in(serve.path("split"), "split", SPLIT);
        }
        return found == null ? anyOf(serve.path("split").path("ranges"), "range", RANGE) : found;
    }

    private static @Nullable String anyOf(JsonNode list, String what, Set<String> known) {
        for (JsonNode element : list) {
            String found = in(element, what, known);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable String in(JsonNode node, String what, Set<String> known) {
        if (node.isObject()) {
            for (var field : node.properties()) {
                if (!known.contains(field.getKey())) {
                    return "unknown field \"" + cut(field.getKey()) + "\" in a " + what;
                }
            }
        }
        return null;
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
