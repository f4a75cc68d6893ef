package dev.sluice.engine;

import dev.sluice.engine.model.Flag;
import org.jspecify.annotations.Nullable;

/**
 * A flag that can be decided. Everything that it can answer is built already; deciding only finds which.
 *
 * <p>It may know nothing but how to refuse: {@link #settled} then holds what everyone gets, whoever asks.
 */
final class CompiledFlag {
    // First what every decision looks at: with a thousand flags in turn it is the caches of the processor that decide
    // how long one takes.
    private final int hash;
    private @Nullable String askedWith;
    private final String key;
    private final @Nullable ValueType type;
    private final @Nullable Decision everyone;
    private final @Nullable SplitOutcome everyonesSplit;
    private final @Nullable KeyedDecisions keyed;
    private final CompiledTargeting targeting;

    private final @Nullable FlagInfo info;
    private final @Nullable Flag definition;
    private final @Nullable Decision settled;
    private final Decision typeMismatch;
    private final Decision failed;
    private final boolean needsGeo;
    private final int depth;
    private final int work;

    CompiledFlag(FlagInfo info, Flag definition, CompiledTargeting targeting, boolean needsGeo, int depth, int work) {
        this.key = info.key();
        this.hash = key.hashCode();
        this.type = info.type();
        Outcome fallthrough = targeting.fallthrough();
        this.everyone = targeting.fallsThrough() && fallthrough.split() == null ? fallthrough.everyone() : null;
        this.everyonesSplit = targeting.fallsThrough() ? fallthrough.split() : null;
        this.keyed = targeting.keyed();
        this.targeting = targeting;
        this.info = info;
        this.definition = definition;
        this.settled = null;
        this.typeMismatch = Decision.error(ErrorCode.TYPE_MISMATCH, info.version());
        this.failed = Decision.error(ErrorCode.GENERAL, info.version());
        this.needsGeo = needsGeo;
        this.depth = depth;
        this.work = work;
    }

    private CompiledFlag(String key, @Nullable FlagInfo info, Decision settled, boolean needsGeo) {
        this.key = key;
        this.hash = key.hashCode();
        this.type = info == null ? null : info.type();
        this.everyone = settled;
        this.everyonesSplit = null;
        this.keyed = null;
        this.targeting = CompiledTargeting.of(settled);
        this.info = info;
        this.definition = null;
        this.settled = settled;
        this.typeMismatch = Decision.error(ErrorCode.TYPE_MISMATCH, settled.flagVersion());
        this.failed = settled;
        this.needsGeo = needsGeo;
        this.depth = 1;
        this.work = 1;
    }

    /**
     * A flag that gives everyone the same and meets no prerequisite: it is disabled, or nothing is understood of it.
     *
     * @param info null if nothing is known of it but its key
     * @param needsGeo whether it would look at geography if it were enabled
     */
    static CompiledFlag settled(String key, @Nullable FlagInfo info, Decision everyone, boolean needsGeo) {
        return new CompiledFlag(key, info, everyone, needsGeo);
    }

    Decision decide(Context context, Evaluator evaluator) {
        if (everyone != null) {
            return everyone;
        }
        SplitOutcome split = everyonesSplit;
        if (split == null) {
            if (keyed != null) {
                return keyed.decide(context.targetingKey());
            }
            Outcome outcome = targeting.outcome(context, evaluator);
            split = outcome.split();
            if (split == null) {
                return outcome.everyone();
            }
        }
        return split.decide(context, evaluator);
    }

    /** What is decided whoever asks; null if it depends on who does. */
    @Nullable
    Decision everyone() {
        return everyone;
    }

    /**
     * Whether it has a key whose hash code is known already.
     *
     * <p>A program asks with the same object again and again: a constant, mostly. The first one that was asked with is remembered, so
     * that neither its letters nor those of the key are fetched to be compared (3 ns, and a third of the time where there are a thousand
     * flags). Only the first, so that programs that make their keys write here once and not every time. Threads may overwrite each
     * other's: every text that was ever remembered is right.
     */
    @SuppressWarnings("ReferenceEquality") // the same object is the same text; another one is compared
    boolean isNamed(String name, int hashOfName) {
        return name == askedWith || (hash == hashOfName && isNamed(name));
    }

    private boolean isNamed(String name) {
        if (!key.equals(name)) {
            return false;
        }
        if (askedWith == null) {
            askedWith = name;
        }
        return true;
    }

    String key() {
        return key;
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

    boolean canMeetPrerequisites() {
        return settled == null;
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

    /** What it was compiled from; only explanations read it. Null if it is settled. */
    @Nullable
    Flag definition() {
        return definition;
    }

    @Nullable
    Decision settled() {
        return settled;
    }

    CompiledTargeting targeting() {
        return targeting;
    }
}
