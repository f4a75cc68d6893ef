package dev.sluice.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Explanation;
import dev.sluice.engine.StateId;
import dev.sluice.engine.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * One state of the flags, seen by one context: all its answers agree, whatever changes meanwhile. Made per request by
 * {@link FlagClient#view}, cheap, immutable. Every read gives its default rather than fail, as the client's do.
 */
public final class FlagView {

    private final @Nullable Live live;
    private final @Nullable Context context;
    private final Unanswered unanswered;

    FlagView(@Nullable Live live, @Nullable Context context, Unanswered unanswered) {
        this.live = live;
        this.context = context;
        this.unanswered = unanswered;
    }

    /** The state that answers; null while there is none. */
    public @Nullable StateId state() {
        return live == null ? null : live.snapshot().id();
    }

    /** Whether a boolean flag is on; false when that cannot be told. */
    public boolean isOn(String flag) {
        return isOn(flag, false);
    }

    /** Whether a boolean flag is on. */
    public boolean isOn(String flag, boolean defaultValue) {
        return Reads.decide(live, flag, ValueType.BOOLEAN, context, unanswered).booleanValue(defaultValue);
    }

    /** Whether a declared flag is on. */
    public boolean isOn(BooleanFlag flag) {
        return isOn(flag.key(), flag.defaultValue());
    }

    /** The value of a string flag. */
    public String string(String flag, String defaultValue) {
        return Reads.decide(live, flag, ValueType.STRING, context, unanswered).stringValue(defaultValue);
    }

    /** The value of a declared string flag. */
    public String string(StringFlag flag) {
        return string(flag.key(), flag.defaultValue());
    }

    /** The value of an integer flag. */
    public long integer(String flag, long defaultValue) {
        return Reads.decide(live, flag, ValueType.INTEGER, context, unanswered).longValue(defaultValue);
    }

    /** The value of a declared integer flag. */
    public long integer(IntegerFlag flag) {
        return integer(flag.key(), flag.defaultValue());
    }

    /** The value of a double flag. */
    public double decimal(String flag, double defaultValue) {
        return Reads.decide(live, flag, ValueType.DOUBLE, context, unanswered).doubleValue(defaultValue);
    }

    /** The value of a declared double flag. */
    public double decimal(DecimalFlag flag) {
        return decimal(flag.key(), flag.defaultValue());
    }

    /** The value of a JSON flag as a tree. */
    public JsonNode json(String flag, JsonNode defaultValue) {
        return Reads.tree(Reads.decide(live, flag, ValueType.JSON, context, unanswered), defaultValue);
    }

    /** The value of a JSON flag as a class of the application's; the default, too, when it does not fit. */
    public <T> T json(String flag, Class<T> type, T defaultValue) {
        Decision decision = Reads.decide(live, flag, ValueType.JSON, context, unanswered);
        return Reads.read(decision, flag, type, defaultValue, unanswered.complaints());
    }

    /** The value of a declared JSON flag. */
    public <T> T json(JsonFlag<T> flag) {
        return json(flag.key(), flag.type(), flag.defaultValue());
    }

    /** The decision itself: value, variation and reason, of a flag of any type. */
    public Decision decide(String flag) {
        return Reads.decide(live, flag, context, unanswered);
    }

    /** The decision, and every step that led to it, as {@link FlagClient#explain} has it. */
    public Explanation explain(String flag) {
        return Reads.explain(live, flag, context);
    }
}
