package dev.sluice.sdk;

import dev.sluice.engine.Decision;
import dev.sluice.engine.DecisionKey;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What evaluations are counted by. It says what was decided, and nothing of for whom.
 *
 * @param flag the key that was asked for
 * @param version of the flag; 0 where none is known
 * @param place null where none decided
 * @param variation null where there is no value
 * @param errorCode null unless the reason is {@link Reason#ERROR}
 */
record Evaluation(
        String flag,
        long version,
        @Nullable String place,
        @Nullable String variation,
        Reason reason,
        @Nullable ErrorCode errorCode) {

    static Evaluation of(DecisionKey key) {
        return new Evaluation(key.flag(), key.version(), key.place(), key.variation(), key.reason(), null);
    }

    /** What a question that has no answer is counted by. */
    static Evaluation failed(String flag, Decision decision) {
        return new Evaluation(
                flag,
                decision.flagVersion(),
                decision.place(),
                decision.variation(),
                decision.reason(),
                decision.errorCode());
    }
}
