package dev.sluice.sdk;

import dev.sluice.engine.Decision;
import dev.sluice.engine.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a question without an answer: a complaint in the log, and a count.
 *
 * @param counts null where nothing is counted
 */
record Unanswered(Complaints complaints, @Nullable Counts counts) {

    /** Takes note of a decision with an error code, and gives it back. */
    Decision noted(String flag, Decision decision) {
        ErrorCode code = decision.errorCode();
        if (code != null) {
            complaints.flag(flag, code);
            if (counts != null) {
                counts.failed(flag, decision);
            }
        }
        return decision;
    }
}
