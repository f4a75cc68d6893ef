package dev.sluice.engine;

import dev.sluice.engine.CompiledTargeting.CompiledTargets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of a flag that asks for nothing but who is on its lists: each targeting key has a decision, and all others have one.
 * It says what {@link CompiledTargeting#outcome} says of such a flag, in fewer steps. Immutable.
 */
final class KeyedDecisions {
    private final StringSet keys;
    private final Decision[] decisions; // by the place of a key
    private final Decision others;

    private KeyedDecisions(StringSet keys, Decision[] decisions, Decision others) {
        this.keys = keys;
        this.decisions = decisions;
        this.others = others;
    }

    /** Null if something in the targets, or in what comes after them, is a split or looks at another attribute. */
    static @Nullable KeyedDecisions of(CompiledTargets targets, Outcome fallthrough) {
        boolean fixed = Stream.concat(Arrays.stream(targets.serves()), Stream.of(fallthrough))
                .allMatch(outcome -> outcome == null || outcome.split() == null);
        if (!fixed || !targets.attribute().readsTargetingKey()) {
            return null;
        }
        Decision others = fallthrough.everyone();
        Decision[] decisions = Arrays.stream(targets.serves())
                .map(outcome -> outcome == null ? others : outcome.everyone())
                .toArray(Decision[]::new);
        return new KeyedDecisions(targets.keys(), decisions, others);
    }

    Decision decide(@Nullable String targetingKey) {
        int place = targetingKey == null ? StringSet.ABSENT : keys.slot(targetingKey);
        return place == StringSet.ABSENT ? others : decisions[place];
    }
}
