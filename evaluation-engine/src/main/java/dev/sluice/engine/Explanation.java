package dev.sluice.engine;

import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Range;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a decision came about: the decision itself, and every step on the way to it in the order in which they were taken. What
 * was not asked is not told. Immutable; {@link #text} is for people to read.
 *
 * <p>A value that the context marks private is withheld, and so is whatever would tell it: where its bucket lies, and the
 * values that it was compared with. What follows from it (whether a clause holds, which variation is served) is told.
 *
 * @param flag the key that was asked for
 * @param decision what the flag gives
 * @param steps from the first to the one that decided; none where nothing was asked
 */
public record Explanation(String flag, Decision decision, List<Step> steps) {

    public Explanation {
        steps = List.copyOf(steps);
    }

    /** The explanation of a decision for which no flag was looked at. */
    public static Explanation of(String flag, Decision decision) {
        return new Explanation(flag, decision, List.of());
    }

    /** The explanation in several lines; texts of the context are quoted, and cut when they are long. */
    public String text() {
        return ExplanationText.of(this);
    }

    @Override
    public String toString() {
        return text();
    }

    /** One thing that was looked at. */
    public sealed interface Step
            permits NoSuchFlag,
                    NotUnderstood,
                    Switch,
                    PrerequisiteStep,
                    TargetStep,
                    RuleStep,
                    FallthroughStep,
                    FailureStep {}

    /** There is no flag of that key. */
    public record NoSuchFlag() implements Step {}

    /**
     * Not everything that decides is the newest record.
     *
     * @param why what is not understood
     * @param lastGoodForm whether a form from before decides in its place
     */
    public record NotUnderstood(String why, boolean lastGoodForm) implements Step {}

    /** Whether the flag is enabled. */
    public record Switch(boolean enabled) implements Step {}

    /**
     * A prerequisite.
     *
     * @param flag the other flag
     * @param variations those of which it must serve one
     * @param served what it gives; null if there is no such flag
     * @param explanation why; null if there is no such flag, or if it was explained before
     */
    public record PrerequisiteStep(
            String flag,
            List<String> variations,
            boolean met,
            @Nullable Decision served,
            @Nullable Explanation explanation)
            implements Step {
        public PrerequisiteStep {
            variations = List.copyOf(variations);
        }
    }

    /**
     * The individual targets of one attribute.
     *
     * @param variation what the attribute's value is named for; null if it is not
     */
    public record TargetStep(
            AttributeFinding attribute, @Nullable String variation) implements Step {}

    /**
     * A rule.
     *
     * @param clauses those that were asked: up to the first that does not hold
     * @param split how its split came out; null if it has none, or does not hold
     */
    public record RuleStep(
            String id,
            boolean holds,
            List<ClauseFinding> clauses,
            @Nullable SplitFinding split) implements Step {
        public RuleStep {
            clauses = List.copyOf(clauses);
        }
    }

    /**
     * The fallthrough.
     *
     * @param split how its split came out; null if it has none
     */
    public record FallthroughStep(@Nullable SplitFinding split) implements Step {}

    /** Something that was plugged in (geography, randomness) failed. */
    public record FailureStep() implements Step {}

    /** What was found of an attribute, or of the values of a clause. */
    public enum Found {
        /** There, and it matches. */
        MATCH,
        /** There, and it does not match. */
        NO_MATCH,
        /** The context has no such attribute, or it is an empty list. */
        MISSING,
        /** There, but of a type that can't be used here. */
        WRONG_TYPE
    }

    /**
     * An attribute that was read.
     *
     * @param name as the definition has it
     * @param isPrivate whether the context marks it private
     * @param value null if it is missing or private
     */
    public record AttributeFinding(
            String name,
            Found found,
            boolean isPrivate,
            @Nullable Object value) {}

    /**
     * A clause.
     *
     * @param values what the attribute was compared with; none if the attribute is private
     * @param found what came of the comparison, before {@code negate}
     * @param attributes those that were read: two for {@code withinKm}, none for {@code inSegment}
     * @param segments those that were asked: up to the first that has the context in it
     */
    public record ClauseFinding(
            Operator op,
            List<Object> values,
            boolean negate,
            boolean ignoreCase,
            Found found,
            boolean holds,
            List<AttributeFinding> attributes,
            List<SegmentFinding> segments) {
        public ClauseFinding {
            values = Collections.unmodifiableList(values);
            attributes = List.copyOf(attributes);
            segments = List.copyOf(segments);
        }
    }

    /** What settled whether somebody is in a segment. */
    public enum Membership {
        /** The targeting key is excluded. */
        EXCLUDED,
        /** The targeting key is included. */
        INCLUDED,
        /** A rule holds. */
        RULE,
        /** The targeting key is in neither list, and no rule holds. */
        NEITHER;

        /** Whether it makes a member. */
        public boolean isMember() {
            return this == INCLUDED || this == RULE;
        }
    }

    /**
     * A segment.
     *
     * @param rules those that were asked: up to the first that holds
     * @param toldBefore whether an earlier clause has asked the same segment; its rules are told there
     */
    public record SegmentFinding(
            String key, Membership membership, List<SegmentRuleFinding> rules, boolean toldBefore) {
        public SegmentFinding {
            rules = List.copyOf(rules);
        }
    }

    /**
     * A rule of a segment.
     *
     * @param clauses those that were asked: up to the first that does not hold
     */
    public record SegmentRuleFinding(String id, boolean holds, List<ClauseFinding> clauses) {
        public SegmentRuleFinding {
            clauses = List.copyOf(clauses);
        }
    }

    /**
     * How a split came out.
     *
     * @param by the attribute, or {@code random}
     * @param salt what is hashed with it
     * @param buckets the length of the line
     * @param key what was found of the attribute; null for {@code random}
     * @param bucket the place on the line; null without a key, and when the key is private
     * @param range the range that the bucket lies in; null for the rest, and when the key is private
     * @param rest whether the rest is served
     * @param bucketKeyMissing whether that is because the context has no usable key
     */
    public record SplitFinding(
            String by,
            String salt,
            int buckets,
            @Nullable AttributeFinding key,
            @Nullable Integer bucket,
            @Nullable Range range,
            boolean rest,
            boolean bucketKeyMissing) {}
}
