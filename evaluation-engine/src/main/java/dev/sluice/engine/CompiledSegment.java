package dev.sluice.engine;

import dev.sluice.engine.model.Segment;
import org.jspecify.annotations.Nullable;

/**
 * A segment that can be asked who is in.
 *
 * @param definition what it was compiled from; only explanations read it
 * @param depth how many segments lie below one another from here on, this one counted
 * @param work how many segments at most are asked from here on, counted along every path
 * @param trouble why its newest record, or that of a segment below it, is not the one that decides; null if it is
 */
@SuppressWarnings("ArrayRecordComponent")
record CompiledSegment(
        Segment definition,
        StringSet included,
        StringSet excluded,
        Condition[][] rules,
        boolean needsGeo,
        int depth,
        int work,
        @Nullable String trouble) {

    boolean contains(Context context, Evaluator evaluator) {
        String key = context.targetingKey();
        if (key != null) {
            if (excluded.contains(key)) {
                return false;
            }
            if (included.contains(key)) {
                return true;
            }
        }
        for (int i = 0; i < rules.length; i++) {
            if (Condition.allHold(rules[i], context, evaluator)) {
                return true;
            }
        }
        return false;
    }
}
