package dev.sluice.engine;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a context when a flag is enabled, in its order: prerequisites, individual targets, rules, fallthrough. The first
 * that applies decides. Immutable.
 */
final class CompiledTargeting {
    private static final CompiledPrerequisite[] NO_PREREQUISITES = {};
    private static final CompiledTargets[] NO_TARGETS = {};
    private static final CompiledRule[] NO_RULES = {};

    private final CompiledPrerequisite[] prerequisites;
    private final Outcome prerequisiteFailed;
    private final CompiledTargets[] targets;
    private final CompiledRule[] rules;
    private final RuleIndex index;
    private final Outcome fallthrough;

    /**
     * Another flag that must serve one of some variations.
     *
     * @param flag null if there is none of that key: never met
     * @param accepted by the variation's place in that flag's order
     */
    @SuppressWarnings("ArrayRecordComponent")
    record CompiledPrerequisite(@Nullable CompiledFlag flag, boolean[] accepted) {
        boolean isMet(Context context, Evaluator evaluator) {
            return flag != null && flag.canMeetPrerequisites() && isMetBy(flag.decide(context, evaluator));
        }

        /** The same for who knows already what the other flag serves. */
        boolean isMetBy(Decision served) {
            int index = served.variationIndex();
            return flag != null && flag.canMeetPrerequisites() && index != Decision.NO_VARIATION && accepted[index];
        }
    }

    /**
     * Consecutive individual targets that look at one attribute.
     *
     * @param serves by the place of a key
     */
    @SuppressWarnings("ArrayRecordComponent")
    record CompiledTargets(
            AttributeReader attribute,
            StringSet keys,
            @Nullable Outcome[] serves) {
        @Nullable
        Outcome of(Context context, Evaluator evaluator) {
            if (attribute.read(context, evaluator) instanceof String key) {
                int place = keys.slot(key);
                return place == StringSet.ABSENT ? null : serves[place];
            }
            return null;
        }
    }

    /** Who meets all conditions gets the outcome. */
    @SuppressWarnings("ArrayRecordComponent")
    record CompiledRule(Condition[] when, Outcome serve) {}

    CompiledTargeting(
            CompiledPrerequisite[] prerequisites,
            Outcome prerequisiteFailed,
            CompiledTargets[] targets,
            CompiledRule[] rules,
            Outcome fallthrough) {
        this.prerequisites = prerequisites;
        this.prerequisiteFailed = prerequisiteFailed;
        this.targets = targets;
        this.rules = rules;
        this.index = RuleIndex.of(Stream.of(rules).map(CompiledRule::when).toList());
        this.fallthrough = fallthrough;
    }

    /** Asks nothing. */
    static CompiledTargeting of(Decision everyone) {
        Outcome outcome = Outcome.of(everyone);
        return new CompiledTargeting(NO_PREREQUISITES, outcome, NO_TARGETS, NO_RULES, outcome);
    }

    /**
     * What is served to a context. Where it is a split, the caller asks that, so that there is one place where buckets are found.
     */
    Outcome outcome(Context context, Evaluator evaluator) {
        for (int i = 0; i < prerequisites.length; i++) {
            if (!prerequisites[i].isMet(context, evaluator)) {
                return prerequisiteFailed;
            }
        }
        for (int i = 0; i < targets.length; i++) {
            Outcome target = targets[i].of(context, evaluator);
            if (target != null) {
                return target;
            }
        }
        int rule = index.first(context, evaluator);
        return rule == RuleIndex.NONE ? fallthrough : rules[rule].serve;
    }

    /** Decides alone if nothing is asked but who is on lists; else null. */
    @Nullable
    KeyedDecisions keyed() {
        boolean nothingElse = prerequisites.length + rules.length == 0 && targets.length == 1;
        return nothingElse ? KeyedDecisions.of(targets[0], fallthrough) : null;
    }

    /** Whether everyone comes to the fallthrough. */
    boolean fallsThrough() {
        return prerequisites.length + targets.length + rules.length == 0;
    }

    CompiledPrerequisite[] prerequisites() {
        return prerequisites;
    }

    Decision prerequisiteFailed() {
        return prerequisiteFailed.everyone();
    }

    CompiledTargets[] targets() {
        return targets;
    }

    CompiledRule[] rules() {
        return rules;
    }

    Outcome fallthrough() {
        return fallthrough;
    }
}
