package dev.sluice.engine;

import dev.sluice.engine.Explanation.AttributeFinding;
import dev.sluice.engine.Explanation.ClauseFinding;
import dev.sluice.engine.Explanation.FallthroughStep;
import dev.sluice.engine.Explanation.Found;
import dev.sluice.engine.Explanation.NotUnderstood;
import dev.sluice.engine.Explanation.PrerequisiteStep;
import dev.sluice.engine.Explanation.RuleStep;
import dev.sluice.engine.Explanation.SegmentFinding;
import dev.sluice.engine.Explanation.SegmentRuleFinding;
import dev.sluice.engine.Explanation.SplitFinding;
import dev.sluice.engine.Explanation.Step;
import dev.sluice.engine.Explanation.Switch;
import dev.sluice.engine.Explanation.TargetStep;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Range;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation as lines, each below what it belongs to. What came from a context can't break a line. */
final class ExplanationText {
    private static final int MOST_VALUES = 3;
    private static final int LONGEST_VALUE = 100;
    private static final String INDENT = "  ";

    private final StringBuilder lines = new StringBuilder();

    private ExplanationText() {}

    static String of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        text.add(explanation, 0);
        return text.lines.substring(0, text.lines.length() - 1);
    }

    private void line(int depth, String line) {
        lines.append(INDENT.repeat(depth)).append(line).append('\n');
    }

    private void add(Explanation explanation, int depth) {
        line(depth, explanation.flag() + ": " + outcome(explanation.decision()));
        for (Step step : explanation.steps()) {
            add(step, depth + 1);
        }
    }

    private static String outcome(Decision decision) {
        StringBuilder text = new StringBuilder(given(decision)).append(" (");
        ErrorCode error = decision.errorCode();
        text.append(error == null ? decision.reason().toString() : error.toString());
        if (decision.place() != null) {
            text.append(" at ").append(decision.place());
        }
        if (decision.flagVersion() > 0) {
            text.append(", version ").append(decision.flagVersion());
        }
        return text.append(")").toString();
    }

    private static String given(Decision decision) {
        String variation = decision.variation();
        return variation == null ? "the caller's default" : variation;
    }

    private void add(Step step, int depth) {
        if (step instanceof Switch position) {
            line(depth, position.enabled() ? "enabled" : "disabled");
        } else if (step instanceof NotUnderstood trouble) {
            line(
                    depth,
                    "not understood: " + cut(trouble.why())
                            + (trouble.lastGoodForm() ? "; the last good form decides" : ""));
        } else if (step instanceof PrerequisiteStep prerequisite) {
            add(prerequisite, depth);
        } else if (step instanceof TargetStep target) {
            String named = target.variation() == null ? "not named" : "named for " + target.variation();
            line(
                    depth,
                    "targets by " + attribute(target.attribute()) + ": "
                            + ending(target.attribute().found(), named));
        } else if (step instanceof RuleStep rule) {
            line(depth, "rule " + rule.id() + ": " + (rule.holds() ? "holds" : "does not hold"));
            rule.clauses().forEach(clause -> add(clause, depth + 1));
            add(rule.split(), depth + 1);
        } else if (step instanceof FallthroughStep fallthrough) {
            line(depth, "fallthrough");
            add(fallthrough.split(), depth + 1);
        } else {
            line(
                    depth,
                    step instanceof Explanation.NoSuchFlag
                            ? "there is no such flag"
                            : "the geographic database or the source of randomness failed");
        }
    }

    private void add(PrerequisiteStep step, int depth) {
        Decision served = step.served();
        String gives = served == null ? "there is no such flag" : "gives " + given(served);
        line(
                depth,
                "prerequisite " + step.flag() + ": " + gives + ", needed is " + String.join(" or ", step.variations())
                        + ": " + (step.met() ? "met" : "not met"));
        Explanation explanation = step.explanation();
        if (explanation != null) {
            add(explanation, depth + 1);
        } else if (served != null) {
            line(depth + 1, "explained above");
        }
    }

    private void add(ClauseFinding clause, int depth) {
        StringBuilder text = new StringBuilder();
        if (!clause.attributes().isEmpty()) {
            text.append(clause.attributes().stream()
                            .map(ExplanationText::attribute)
                            .collect(Collectors.joining(" and ")))
                    .append(' ');
        }
        text.append(clause.negate() ? "not " : "").append(clause.op());
        if (clause.op() != Operator.EXISTS) {
            text.append(' ').append(values(clause.values()));
        }
        text.append(clause.ignoreCase() ? " in any case" : "").append(": ");
        String holds = clause.holds() ? "holds" : "does not hold";
        text.append(clause.op() == Operator.EXISTS ? holds : ending(clause.found(), holds));
        line(depth, text.toString());
        clause.segments().forEach(segment -> add(segment, depth + 1));
    }

    private static String ending(Found found, String otherwise) {
        return switch (found) {
            case MISSING -> "does not hold, as it is missing";
            case WRONG_TYPE -> "does not hold, as it is of the wrong type";
            case MATCH, NO_MATCH -> otherwise;
        };
    }

    private void add(SegmentFinding segment, int depth) {
        String membership = switch (segment.membership()) {
            case EXCLUDED -> "not in, the targeting key is excluded";
            case INCLUDED -> "in, the targeting key is included";
            case RULE -> "in by a rule";
            case NEITHER -> "not in";
        };
        line(depth, "segment " + segment.key() + ": " + membership + (segment.toldBefore() ? ", see above" : ""));
        for (SegmentRuleFinding rule : segment.rules()) {
            line(depth + 1, "rule " + rule.id() + ": " + (rule.holds() ? "holds" : "does not hold"));
            rule.clauses().forEach(clause -> add(clause, depth + 2));
        }
    }

    private void add(@Nullable SplitFinding split, int depth) {
        if (split == null) {
            return;
        }
        AttributeFinding key = split.key();
        String by = "split by " + (key == null ? split.by() : attribute(key)) + ", salt " + split.salt() + ": ";
        if (split.bucketKeyMissing()) {
            line(
                    depth,
                    by + "no key, as it is "
                            + (key != null && key.found() == Found.MISSING ? "missing" : "of the wrong type")
                            + ": the rest");
            return;
        }
        Integer bucket = split.bucket();
        Range range = split.range();
        String where = split.rest()
                ? "the rest"
                : range == null
                        ? "a range"
                        : "the range " + range.from() + " to " + range.to() + " of " + range.variation();
        line(depth, by + (bucket == null ? "" : "bucket " + bucket + " of " + split.buckets() + ", ") + where);
    }

    private static String attribute(AttributeFinding attribute) {
        Object value = attribute.value();
        if (attribute.found() == Found.MISSING) {
            return attribute.name();
        }
        return attribute.name() + " = " + (value == null ? "(private)" : shown(value));
    }

    private static String values(List<Object> values) {
        if (values.isEmpty()) {
            return "(withheld)";
        }
        String first =
                values.stream().limit(MOST_VALUES).map(ExplanationText::shown).collect(Collectors.joining(", "));
        int more = values.size() - MOST_VALUES;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String shown(Object value) {
        return cut(value instanceof String text ? '"' + text + '"' : value.toString());
    }

    /** On one line, and not too long. */
    private static String cut(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST_VALUE).forEach(point -> {
            if (Character.isISOControl(point)
                    || Character.getType(point) == Character.LINE_SEPARATOR
                    || Character.getType(point) == Character.PARAGRAPH_SEPARATOR) {
                shown.append(String.format("\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return text.codePointCount(0, text.length()) > LONGEST_VALUE ? shown + "…" : shown.toString();
    }
}
