package dev.sluice.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a flag gives to a context. Every decision that a snapshot can give is built when it is compiled; deciding hands out
 * one of them. Immutable.
 *
 * <p>A value and an error code never travel together. Without a value the caller's default holds: for an error, and for a
 * line that would serve {@code offVariation} of a flag that has none, which keeps the reason of the line.
 */
public final class Decision {
    static final int NO_VARIATION = -1;

    private final @Nullable Object value;
    private final @Nullable String variation;
    private final int variationIndex;
    private final Reason reason;
    private final @Nullable String place;
    private final long flagVersion;
    private final @Nullable ErrorCode errorCode;
    private final boolean bucketKeyMissing;

    private Decision(
            @Nullable Object value,
            @Nullable String variation,
            int variationIndex,
            Reason reason,
            @Nullable String place,
            long flagVersion,
            @Nullable ErrorCode errorCode,
            boolean bucketKeyMissing) {
        this.value = value;
        this.variation = variation;
        this.variationIndex = variationIndex;
        this.reason = reason;
        this.place = place;
        this.flagVersion = flagVersion;
        this.errorCode = errorCode;
        this.bucketKeyMissing = bucketKeyMissing;
    }

    static Decision of(
            @Nullable Object value,
            String variation,
            int variationIndex,
            Reason reason,
            @Nullable String place,
            long flagVersion,
            boolean bucketKeyMissing) {
        return new Decision(value, variation, variationIndex, reason, place, flagVersion, null, bucketKeyMissing);
    }

    static Decision withoutValue(Reason reason, @Nullable String place, long flagVersion, boolean bucketKeyMissing) {
        return new Decision(null, null, NO_VARIATION, reason, place, flagVersion, null, bucketKeyMissing);
    }

    /** No decision: the caller's default holds. {@code flagVersion} is 0 where no flag is known. */
    public static Decision error(ErrorCode errorCode, long flagVersion) {
        return new Decision(null, null, NO_VARIATION, Reason.ERROR, null, flagVersion, errorCode, false);
    }

    /** Whether there is a value; a JSON flag's value may be null all the same. */
    public boolean hasValue() {
        return variation != null;
    }

    /** The value: Boolean, String, Long, Double, or an immutable JSON tree; null without one. */
    public @Nullable Object value() {
        return value;
    }

    /** The name of the variation, or null without a value. */
    public @Nullable String variation() {
        return variation;
    }

    /** The variation's place in the flag's order, for compiled prerequisites. */
    int variationIndex() {
        return variationIndex;
    }

    public Reason reason() {
        return reason;
    }

    /** What decided: a rule's id, {@code target}, {@code fallthrough}, or null where none of them did. */
    public @Nullable String place() {
        return place;
    }

    /** The version of the flag that decided; 0 where none is known. */
    public long flagVersion() {
        return flagVersion;
    }

    /** Why there is no decision; null when there is one. */
    public @Nullable ErrorCode errorCode() {
        return errorCode;
    }

    /** Whether a split fell back to its rest because the context has no usable value of the attribute it splits by. */
    public boolean bucketKeyMissing() {
        return bucketKeyMissing;
    }

    /** The boolean value, or the default where there is none. */
    public boolean booleanValue(boolean otherwise) {
        return value instanceof Boolean known ? known : otherwise;
    }

    /** The string value, or the default where there is none. */
    public String stringValue(String otherwise) {
        return value instanceof String known ? known : otherwise;
    }

    /** The integer value, or the default where there is none. */
    public long longValue(long otherwise) {
        return value instanceof Long known ? known : otherwise;
    }

    /** The double value, or the default where there is none. */
    public double doubleValue(double otherwise) {
        return value instanceof Double known ? known : otherwise;
    }

    @Override
    public String toString() {
        return "Decision[variation=" + variation + ", reason=" + reason + ", place=" + place + ", flagVersion="
                + flagVersion + ", errorCode=" + errorCode + ", bucketKeyMissing=" + bucketKeyMissing + "]";
    }
}
