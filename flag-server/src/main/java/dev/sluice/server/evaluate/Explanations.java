package dev.sluice.server.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Explanation;
import dev.sluice.engine.Explanation.AttributeFinding;
import dev.sluice.engine.Explanation.ClauseFinding;
import dev.sluice.engine.Explanation.FailureStep;
import dev.sluice.engine.Explanation.FallthroughStep;
import dev.sluice.engine.Explanation.NoSuchFlag;
import dev.sluice.engine.Explanation.NotUnderstood;
import dev.sluice.engine.Explanation.PrerequisiteStep;
import dev.sluice.engine.Explanation.RuleStep;
import dev.sluice.engine.Explanation.SegmentFinding;
import dev.sluice.engine.Explanation.SegmentRuleFinding;
import dev.sluice.engine.Explanation.SplitFinding;
import dev.sluice.engine.Explanation.Step;
import dev.sluice.engine.Explanation.Switch;
import dev.sluice.engine.Explanation.TargetStep;
import dev.sluice.engine.model.Range;
import dev.sluice.server.command.Values;
import dev.sluice.server.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes explanations as JSON. Long values are left out and long lists cut, so that an answer is bounded by the flag and not by
 * the context.
 */
final class Explanations {
    private static final int MOST_VALUES = 10;
    private static final int LARGEST_VALUE = 200;

    private Explanations() {}

    static ObjectNode json(Explanation explanation) {
        ObjectNode json = Json.object().put("text", explanation.text());
        json.set("steps", steps(explanation.steps()));
        return json;
    }

    private static ArrayNode steps(List<Step> steps) {
        ArrayNode array = Json.array();
        steps.forEach(step -> array.add(step(step)));
        return array;
    }

    private static ObjectNode step(Step step) {
        if (step instanceof NoSuchFlag) {
            return named("noSuchFlag");
        }
        if (step instanceof NotUnderstood trouble) {
            return named("notUnderstood").put("why", trouble.why()).put("lastGoodForm", trouble.lastGoodForm());
        }
        if (step instanceof Switch position) {
            return named("switch").put("enabled", position.enabled());
        }
        if (step instanceof PrerequisiteStep prerequisite) {
            return prerequisite(prerequisite);
        }
        if (step instanceof TargetStep target) {
            ObjectNode json = named("targets");
            json.set("attribute", attribute(target.attribute()));
            return json.put("variation", target.variation());
        }
        if (step instanceof RuleStep rule) {
            ObjectNode json = named("rule").put("id", rule.id()).put("holds", rule.holds());
            json.set("clauses", clauses(rule.clauses()));
            return withSplit(json, rule.split());
        }
        if (step instanceof FallthroughStep fallthrough) {
            return withSplit(named("fallthrough"), fallthrough.split());
        }
        if (step instanceof FailureStep) {
            return named("failure");
        }
        throw new IllegalStateException("no JSON for " + step.getClass());
    }

    private static ObjectNode named(String step) {
        return Json.object().put("step", step);
    }

    private static ObjectNode prerequisite(PrerequisiteStep step) {
        ObjectNode json = named("prerequisite").put("flag", step.flag()).put("met", step.met());
        json.set("variations", Json.array(step.variations()));
        if (step.served() != null) {
            json.put("variation", step.served().variation());
            json.put("reason", step.served().reason().toString());
        }
        if (step.explanation() != null) {
            json.set("steps", steps(step.explanation().steps()));
        }
        return json;
    }

    private static ArrayNode clauses(List<ClauseFinding> clauses) {
        ArrayNode array = Json.array();
        for (ClauseFinding clause : clauses) {
            ObjectNode json = array.addObject()
                    .put("op", clause.op().toString())
                    .put("negate", clause.negate())
                    .put("ignoreCase", clause.ignoreCase())
                    .put("found", clause.found().toString())
                    .put("holds", clause.holds());
            ArrayNode attributes = json.putArray("attributes");
            clause.attributes().forEach(attribute -> attributes.add(attribute(attribute)));
            ArrayNode values = json.putArray("values");
            clause.values().stream().limit(MOST_VALUES).forEach(value -> values.add(Values.json(value)));
            json.put("moreValues", Math.max(0, clause.values().size() - MOST_VALUES));
            ArrayNode segments = json.putArray("segments");
            clause.segments().forEach(segment -> segments.add(segment(segment)));
        }
        return array;
    }

    private static ObjectNode attribute(AttributeFinding attribute) {
        ObjectNode json = Json.object()
                .put("name", attribute.name())
                .put("found", attribute.found().toString())
                .put("private", attribute.isPrivate());
        Object value = attribute.value();
        if (value != null && afterTaking(value, LARGEST_VALUE) >= 0) {
            json.set("value", Values.json(value));
        }
        return json;
    }

    /** What is left of an allowance of characters when this value has taken its part; negative if it is too large. */
    private static int afterTaking(@Nullable Object value, int allowance) {
        int left = allowance - 1;
        if (value instanceof String text) {
            return left - text.length();
        }
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size() && left >= 0; i++) {
                left = afterTaking(list.get(i), left);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                left = left < 0 ? left : afterTaking(entry.getValue(), afterTaking(entry.getKey(), left));
            }
        }
        return left;
    }

    private static ObjectNode segment(SegmentFinding segment) {
        ObjectNode json = Json.object()
                .put("segment", segment.key())
                .put("member", segment.membership().isMember())
                .put("by", segment.membership().toString())
                .put("toldBefore", segment.toldBefore());
        ArrayNode rules = json.putArray("rules");
        for (SegmentRuleFinding rule : segment.rules()) {
            rules.addObject().put("id", rule.id()).put("holds", rule.holds()).set("clauses", clauses(rule.clauses()));
        }
        return json;
    }

    private static ObjectNode withSplit(ObjectNode json, @Nullable SplitFinding split) {
        if (split == null) {
            return json;
        }
        ObjectNode told = json.putObject("split")
                .put("by", split.by())
                .put("salt", split.salt())
                .put("buckets", split.buckets())
                .put("rest", split.rest())
                .put("bucketKeyMissing", split.bucketKeyMissing());
        if (split.key() != null) {
            told.set("key", attribute(split.key()));
        }
        if (split.bucket() != null) {
            told.put("bucket", split.bucket());
        }
        Range range = split.range();
        if (range != null) {
            told.putObject("range")
                    .put("variation", range.variation())
                    .put("from", range.from())
                    .put("to", range.to());
        }
        return json;
    }
}
