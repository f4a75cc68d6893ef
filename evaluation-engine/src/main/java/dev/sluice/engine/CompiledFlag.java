package dev.sluice.engine;

import dev.sluice.engine.model.Flag;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A flag that can be decided. Everything that it can answer is built already; deciding only finds which.
 *
 * <p>It may know nothing but how to refuse: {@link #settled} then holds what everyone gets, whoever asks.
 */
@SuppressWarnings("ArrayRecordComponent")
final class CompiledFlag {
    private final @Nullable FlagInfo info;
    private final @Nullable Flag definition;
    private final @Nullable ValueType type;
    private final @Nullable Decision settled;
    private final boolean canMeetPrerequisites;
    private final CompiledPrerequisite[] prerequisites;
    private final Decision prerequisiteFailed;
    private final CompiledTargets[] targets;
    private final CompiledRule[] rules;
    private final RuleIndex index;
    private final @Nullable Decision
            everyone; // settled, or served to all without a question: most flags, most of the time
    private final Outcome fallthrough;
    private final Decision typeMismatch;
    private final Decision failed;
    private final boolean needsGeo;
    private final int depth;
    private final int work;

    /**
     * Another flag that must serve one of some variations.
     *
     * @param flag null if there is none of that key: never met
     * @param accepted by the variation's place in that flag's order
     */
    record CompiledPrerequisite(@Nullable CompiledFlag flag, boolean[] accepted) {
        boolean isMet(Context context, Evaluator evaluator) {
            if (flag == null || !flag.canMeetPrerequisites) {
                return false;
            }
            int served = flag.decide(context, evaluator).variationIndex();
            return served != Decision.NO_VARIATION && accepted[served];
        }

        /** The same for who knows already what the other flag serves. */
        boolean isMetBy(Decision served) {
            int index = served.variationIndex();
            return flag != null && flag.canMeetPrerequisites && index != Decision.NO_VARIATION && accepted[index];
        }
    }

    /** Consecutive individual targets that look at one attribute. */
    record CompiledTargets(AttributeReader attribute, StringSet keys, Decision[] decisions) {
        @Nullable
        Decision decide(Context context, Evaluator evaluator) {
            if (attribute.read(context, evaluator) instanceof String key) {
                int index = keys.indexOf(key);
                return index == StringSet.ABSENT ? null : decisions[index];
            }
            return null;
        }
    }

    /** Who meets all conditions gets the outcome. */
    record CompiledRule(Condition[] when, Outcome serve) {}

    CompiledFlag(
            FlagInfo info,
            Flag definition,
            CompiledPrerequisite[] prerequisites,
            Decision prerequisiteFailed,
            CompiledTargets[] targets,
            CompiledRule[] rules,
            Outcome fallthrough,
            boolean needsGeo,
            int depth,
            int work) {
        this.info = info;
        this.type = info.type();
        this.settled = null;
        this.canMeetPrerequisites = true;
        this.prerequisites = prerequisites;
        this.prerequisiteFailed = prerequisiteFailed;
        this.targets = targets;
        this.rules = rules;
        this.index = RuleIndex.of(Stream.of(rules).map(CompiledRule::when).toList());
        boolean fallsThrough = prerequisites.length + targets.length + rules.length == 0;
        this.everyone = fallsThrough ? fallthrough.fixed() : null;
        this.fallthrough = fallthrough;
        this.typeMismatch = Decision.error(ErrorCode.TYPE_MISMATCH, info.version());
        this.failed = Decision.error(ErrorCode.GENERAL, info.version());
        this.needsGeo = needsGeo;
        this.depth = depth;
        this.work = work;
        this.definition = definition;
    }

    private CompiledFlag(@Nullable FlagInfo info, Decision settled, boolean needsGeo) {
        this.info = info;
        this.type = info == null ? null : info.type();
        this.settled = settled;
        this.canMeetPrerequisites = false;
        this.prerequisites = new CompiledPrerequisite[0];
        this.prerequisiteFailed = settled;
        this.targets = new CompiledTargets[0];
        this.rules = new CompiledRule[0];
        this.index = RuleIndex.of(List.of());
        this.everyone = settled;
        this.fallthrough = Outcome.of(settled);
        this.typeMismatch = Decision.error(ErrorCode.TYPE_MISMATCH, settled.flagVersion());
        this.failed = settled;
        this.needsGeo = needsGeo;
        this.depth = 1;
        this.work = 1;
        this.definition = null;
    }

    /**
     * A flag that gives everyone the same and meets no prerequisite: it is disabled, or nothing is understood of it.
     *
     * @param needsGeo whether it would look at geography if it were enabled
     */
    static CompiledFlag settled(@Nullable FlagInfo info, Decision everyone, boolean needsGeo) {
        return new CompiledFlag(info, everyone, needsGeo);
    }

    Decision decide(Context context, Evaluator evaluator) {
        if (everyone != null) {
            return everyone;
        }
        for (int i = 0; i < prerequisites.length; i++) {
            if (!prerequisites[i].isMet(context, evaluator)) {
                return prerequisiteFailed;
            }
        }
        for (int i = 0; i < targets.length; i++) {
            Decision target = targets[i].decide(context, evaluator);
            if (target != null) {
                return target;
            }
        }
        int rule = index.first(context, evaluator);
        if (rule != RuleIndex.NONE) {
            return rules[rule].serve.decide(context, evaluator);
        }
        return fallthrough.decide(context, evaluator);
    }

    /** What is decided whoever asks; null if it depends on who does. */
    @Nullable
    Decision everyone() {
        return everyone;
    }

    @Nullable
    FlagInfo info() {
        return info;
    }

    boolean has(ValueType requested) {
        return type == requested;
    }

    /** What a caller gets who expects another type; of a flag of which nothing is known there is no other type. */
    Decision refused() {
        return type == null && settled != null ? settled : typeMismatch;
    }

    /** What is decided when something that was plugged in threw. */
    Decision failed() {
        return failed;
    }

    boolean needsGeo() {
        return needsGeo;
    }

    int depth() {
        return depth;
    }

    int work() {
        return work;
    }

    /** What it was compiled from; only explanations read it, and what follows. Null if it is settled. */
    @Nullable
    Flag definition() {
        return definition;
    }

    @Nullable
    Decision settled() {
        return settled;
    }

    CompiledPrerequisite[] prerequisites() {
        return prerequisites;
    }

    Decision prerequisiteFailed() {
        return prerequisiteFailed;
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
