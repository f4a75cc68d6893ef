package dev.sluice.engine;

import dev.sluice.engine.Conditions.InSegment;
import dev.sluice.engine.Explanation.AttributeFinding;
import dev.sluice.engine.Explanation.ClauseFinding;
import dev.sluice.engine.Explanation.Found;
import dev.sluice.engine.Explanation.Membership;
import dev.sluice.engine.Explanation.SegmentFinding;
import dev.sluice.engine.Explanation.SegmentRuleFinding;
import dev.sluice.engine.Matcher.Verdict;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.SegmentRule;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells what each clause found, and each segment; half of {@link Explainer}, for one explanation. */
final class ClauseExplainer {
    private final Context context;
    private final Evaluator evaluator;
    private final IdentityHashMap<CompiledSegment, Membership> told = new IdentityHashMap<>();

    ClauseExplainer(Context context, Evaluator evaluator) {
        this.context = context;
        this.evaluator = evaluator;
    }

    /** Asks the conditions one after the other until one does not hold, as {@link Condition#allHold}. */
    boolean allHold(List<Clause> clauses, Condition[] conditions, List<ClauseFinding> findings) {
        for (int i = 0; i < conditions.length; i++) {
            ClauseFinding finding = clause(clauses.get(i), conditions[i]);
            findings.add(finding);
            if (!finding.holds()) {
                return false;
            }
        }
        return true;
    }

    /** What was found of an attribute: its value only if it is not private. */
    AttributeFinding attribute(String name, Found found, @Nullable Object value) {
        boolean isPrivate = PrivateNames.cover(context, name);
        return new AttributeFinding(name, found, isPrivate, isPrivate || found == Found.MISSING ? null : value);
    }

    private ClauseFinding clause(Clause clause, Condition condition) {
        if (condition instanceof InSegment segments) {
            return inSegment(clause, segments);
        }
        boolean holds = condition.holds(context, evaluator);
        if (clause.op() == Operator.WITHIN_KM) {
            return near(clause, holds);
        }
        String name = Objects.requireNonNull(clause.attribute(), "the model checks that there is one");
        Object value = AttributeReader.of(name).read(context, evaluator);
        Found found = found(clause, value, holds);
        AttributeFinding attribute = attribute(name, found, value);
        return finding(clause, found, holds, List.of(attribute), List.of());
    }

    private static Found found(Clause clause, @Nullable Object value, boolean holds) {
        if (value == null || (value instanceof List<?> list && list.isEmpty())) {
            return Found.MISSING;
        }
        if (clause.op() == Operator.EXISTS) {
            return Found.MATCH;
        }
        if (!holds && isOfWrongType(Matchers.of(clause), value)) {
            return Found.WRONG_TYPE;
        }
        return holds != clause.negate() ? Found.MATCH : Found.NO_MATCH;
    }

    private static boolean isOfWrongType(Matcher matcher, Object value) {
        return value instanceof List<?> list
                ? list.stream().allMatch(element -> matcher.test(element) == Verdict.WRONG_TYPE)
                : matcher.test(value) == Verdict.WRONG_TYPE;
    }

    private ClauseFinding near(Clause clause, boolean holds) {
        Found found = holds != clause.negate() ? Found.MATCH : Found.NO_MATCH;
        List<AttributeFinding> attributes = new ArrayList<>();
        for (String name : List.of("geo.latitude", "geo.longitude")) {
            Object value = AttributeReader.of(name).read(context, evaluator);
            double furthest = name.equals("geo.latitude") ? 90 : 180;
            Found one = value == null
                    ? Found.MISSING
                    : value instanceof Number number && Math.abs(number.doubleValue()) <= furthest
                            ? found
                            : Found.WRONG_TYPE;
            attributes.add(attribute(name, one, value));
        }
        Found worst = attributes.stream()
                .map(AttributeFinding::found)
                .max(Found::compareTo)
                .orElse(found);
        return finding(clause, worst, holds, attributes, List.of());
    }

    private ClauseFinding inSegment(Clause clause, InSegment condition) {
        List<SegmentFinding> segments = new ArrayList<>();
        boolean in = false;
        for (int i = 0; i < condition.segments().length && !in; i++) {
            SegmentFinding segment =
                    segment((String) clause.values().get(i), condition.segments()[i]);
            segments.add(segment);
            in = segment.membership().isMember();
        }
        return finding(clause, in ? Found.MATCH : Found.NO_MATCH, in != clause.negate(), List.of(), segments);
    }

    private SegmentFinding segment(String key, CompiledSegment segment) {
        Membership before = told.get(segment);
        if (before != null) {
            return new SegmentFinding(key, before, List.of(), true);
        }
        List<SegmentRuleFinding> rules = new ArrayList<>();
        Membership membership = membership(segment, rules);
        told.put(segment, membership);
        return new SegmentFinding(key, membership, rules, false);
    }

    private Membership membership(CompiledSegment segment, List<SegmentRuleFinding> rules) {
        String key = context.targetingKey();
        if (key != null && segment.excluded().contains(key)) {
            return Membership.EXCLUDED;
        }
        if (key != null && segment.included().contains(key)) {
            return Membership.INCLUDED;
        }
        for (int i = 0; i < segment.rules().length; i++) {
            SegmentRule rule = segment.definition().rules().get(i);
            List<ClauseFinding> clauses = new ArrayList<>();
            boolean holds = allHold(rule.when(), segment.rules()[i], clauses);
            rules.add(new SegmentRuleFinding(rule.id(), holds, clauses));
            if (holds) {
                return Membership.RULE;
            }
        }
        return Membership.NEITHER;
    }

    private static ClauseFinding finding(
            Clause clause,
            Found found,
            boolean holds,
            List<AttributeFinding> attributes,
            List<SegmentFinding> segments) {
        boolean isPrivate = attributes.stream().anyMatch(AttributeFinding::isPrivate);
        return new ClauseFinding(
                clause.op(),
                isPrivate ? List.of() : clause.values(),
                clause.negate(),
                clause.ignoreCase(),
                found,
                holds,
                attributes,
                segments);
    }
}
