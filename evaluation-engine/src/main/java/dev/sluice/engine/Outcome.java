package dev.sluice.engine;

import org.jspecify.annotations.Nullable;

/** A compiled serve: one decision for everyone, or a split. A class and no interface, so that a call never has to find out which. */
final class Outcome {
    private final @Nullable SplitOutcome split;
    private final Decision everyone;

    private Outcome(@Nullable SplitOutcome split, Decision everyone) {
        this.split = split;
        this.everyone = everyone;
    }

    static Outcome of(Decision everyone) {
        return new Outcome(null, everyone);
    }

    static Outcome of(SplitOutcome split) {
        return new Outcome(split, split.rest());
    }

    /** The split; null for one decision for everyone. */
    @Nullable
    SplitOutcome split() {
        return split;
    }

    /** The decision for everyone; of a split, that for the rest. */
    Decision everyone() {
        return everyone;
    }

    Decision decide(Context context, Evaluator evaluator) {
        return split == null ? everyone : split.decide(context, evaluator);
    }
}
