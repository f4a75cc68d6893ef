package dev.sluice.engine;

/** Why a decision came out as it did. */
public enum Reason {
    /** The fallthrough of a flag that serves everyone the same: no prerequisites, targets or rules. */
    STATIC,
    /** The fixed fallthrough, after prerequisites, targets or rules were looked at; or nothing that could be understood. */
    DEFAULT,
    /** An individual target, or a rule with a fixed serve. */
    TARGETING_MATCH,
    /** A split decided, of a rule or of the fallthrough. */
    SPLIT,
    /** The flag is disabled. */
    DISABLED,
    /** A prerequisite is not met. */
    PREREQUISITE_FAILED,
    /** No decision; the {@link ErrorCode} says why, and the caller's default holds. */
    ERROR
}
