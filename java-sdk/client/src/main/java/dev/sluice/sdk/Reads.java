package dev.sluice.sdk;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Explanation;
import dev.sluice.engine.ValueType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one way from a question to an answer, shared by {@link FlagClient} and {@link FlagView}. Takes no lock and, on the
 * plain path, allocates nothing; whatever is missing or broken is a decision with an error code.
 */
final class Reads {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a flag may learn a field before the code does
            .build();
    private static final Decision NOT_READY = Decision.error(ErrorCode.PROVIDER_NOT_READY, 0);
    private static final Decision NO_CONTEXT = Decision.error(ErrorCode.INVALID_CONTEXT, 0);

    private Reads() {}

    /** Decides a flag that has to have a type. So small that it becomes a part of whoever asks; trouble is told elsewhere. */
    static Decision decide(
            @Nullable Live live, String flag, ValueType type, @Nullable Context context, Unanswered unanswered) {
        Objects.requireNonNull(flag, "flag");
        if (context == null || live == null) {
            return unprepared(flag, context, unanswered);
        }
        Decision decision = live.evaluator().decide(live.snapshot(), flag, type, context);
        Tally tally = live.tally();
        return tally != null && tally.count(decision.ordinal())
                ? decision
                : uncounted(live, flag, decision, unanswered);
    }

    /** Decides a flag of whatever type. */
    static Decision decide(@Nullable Live live, String flag, @Nullable Context context, Unanswered unanswered) {
        Objects.requireNonNull(flag, "flag");
        if (context == null || live == null) {
            return unprepared(flag, context, unanswered);
        }
        Decision decision = live.evaluator().decide(live.snapshot(), flag, context);
        Tally tally = live.tally();
        return tally != null && tally.count(decision.ordinal())
                ? decision
                : uncounted(live, flag, decision, unanswered);
    }

    /** Decides a flag of whatever type, and tells how; complains of nothing, since somebody is looking already. */
    static Explanation explain(@Nullable Live live, String flag, @Nullable Context context) {
        Objects.requireNonNull(flag, "flag");
        if (context == null) {
            return Explanation.of(flag, NO_CONTEXT);
        }
        if (live == null) {
            return Explanation.of(flag, NOT_READY);
        }
        Explanation explanation = live.evaluator().explain(live.snapshot(), flag, context);
        return isNotReady(live, explanation.decision()) ? Explanation.of(flag, NOT_READY) : explanation;
    }

    /** The value as a JSON tree; a flag's own null is JSON's null. */
    static JsonNode tree(Decision decision, JsonNode otherwise) {
        return decision.hasValue() ? JSON.valueToTree(decision.value()) : otherwise;
    }

    /** The value as a class of the application's; the default where it does not fit. */
    static <T> T read(Decision decision, String flag, Class<T> type, T otherwise, Complaints complaints) {
        Object value = decision.value();
        if (value == null) {
            return otherwise;
        }
        try {
            T read = JSON.convertValue(value, type);
            return read == null ? otherwise : read;
        } catch (IllegalArgumentException doesNotFit) {
            complaints.flag(flag, ErrorCode.TYPE_MISMATCH);
            return otherwise;
        }
    }

    /** The same as {@link #decide} for the client's own use: neither counted nor complained of. */
    static Decision look(@Nullable Live live, String flag, Context context) {
        if (live == null) {
            return NOT_READY;
        }
        Decision decision = live.evaluator().decide(live.snapshot(), flag, context);
        return isNotReady(live, decision) ? NOT_READY : decision;
    }

    private static Decision unprepared(String flag, @Nullable Context context, Unanswered unanswered) {
        return unanswered.noted(flag, context == null ? NO_CONTEXT : NOT_READY);
    }

    /** What was decided, and is not counted yet: an error, by a thread that has no cell for it, or where nothing is counted. */
    private static Decision uncounted(Live live, String flag, Decision decision, Unanswered unanswered) {
        if (decision.ordinal() == Decision.NO_ORDINAL) {
            return failed(live, flag, decision, unanswered);
        }
        Tally tally = live.tally();
        if (tally != null) {
            tally.countElsewhere(decision.ordinal());
        }
        return decision;
    }

    private static Decision failed(Live live, String flag, Decision decision, Unanswered unanswered) {
        return unanswered.noted(flag, isNotReady(live, decision) ? NOT_READY : decision);
    }

    private static boolean isNotReady(Live live, Decision decision) {
        return !live.received() && decision.errorCode() == ErrorCode.FLAG_NOT_FOUND;
    }
}
