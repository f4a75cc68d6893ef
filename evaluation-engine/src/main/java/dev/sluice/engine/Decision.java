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
    /** The {@link #ordinal} of an error. */
    public static final int NO_ORDINAL = -1;

    static final int NO_VARIATION = -1;

    private static final byte FALSE = 0;
    private static final byte TRUE = 1;
    private static final byte NOT_BOOLEAN = 2;

    private final int ordinal;
    private final byte truth; // a read of a boolean flag, the usual one, then needs no other object
    private final boolean bucketKeyMissing;
    private final int variationIndex;
    private final @Nullable Object value;
    private final @Nullable DecisionKey key;
    private final @Nullable ErrorCode errorCode;
    private final long flagVersion;

    private Decision(
            @Nullable DecisionKey key,
            int ordinal,
            @Nullable Object value,
            int variationIndex,
            boolean bucketKeyMissing,
            long flagVersion,
            @Nullable ErrorCode errorCode) {
        this.ordinal = ordinal;
        this.truth = value instanceof Boolean known ? known ? TRUE : FALSE : NOT_BOOLEAN;
        this.bucketKeyMissing = bucketKeyMissing;
        this.variationIndex = variationIndex;
        this.value = value;
        this.key = key;
        this.errorCode = errorCode;
        this.flagVersion = flagVersion;
    }

    static Decision of(
            DecisionKey key, @Nullable Object value, int variationIndex, int ordinal, boolean bucketKeyMissing) {
        return new Decision(key, ordinal, value, variationIndex, bucketKeyMissing, key.version(), null);
    }

    static Decision withoutValue(DecisionKey key, int ordinal, boolean bucketKeyMissing) {
        return new Decision(key, ordinal, null, NO_VARIATION, bucketKeyMissing, key.version(), null);
    }

    /** No decision: the caller's default holds. {@code flagVersion} is 0 where no flag is known. */
    public static Decision error(ErrorCode errorCode, long flagVersion) {
        return new Decision(null, NO_ORDINAL, null, NO_VARIATION, false, flagVersion, errorCode);
    }

    /**
     * The number of this decision among those of its snapshot, in that snapshot's {@linkplain Snapshot#numbering numbering}: what it
     * is counted by. {@link #NO_ORDINAL} for an error, and for nothing else.
     */
    public int ordinal() {
        return ordinal;
    }

    /** Whether there is a value; a JSON flag's value may be null all the same. */
    public boolean hasValue() {
        return variationIndex != NO_VARIATION;
    }

    /** The value: Boolean, String, Long, Double, or an immutable JSON tree; null without one. */
    public @Nullable Object value() {
        return value;
    }

    /** The name of the variation, or null without a value. */
    public @Nullable String variation() {
        return key == null ? null : key.variation();
    }

    /** The variation's place in the flag's order, for compiled prerequisites. */
    int variationIndex() {
        return variationIndex;
    }

    public Reason reason() {
        return key == null ? Reason.ERROR : key.reason();
    }

    /** What decided: a rule's id, {@code target}, {@code fallthrough}, or null where none of them did. */
    public @Nullable String place() {
        return key == null ? null : key.place();
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
        return truth == NOT_BOOLEAN ? otherwise : truth == TRUE;
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
        return "Decision[variation=" + variation() + ", reason=" + reason() + ", place=" + place() + ", flagVersion="
                + flagVersion + ", errorCode=" + errorCode + ", bucketKeyMissing=" + bucketKeyMissing + "]";
    }
}
