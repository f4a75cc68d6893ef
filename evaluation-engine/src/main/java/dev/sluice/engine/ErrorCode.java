package dev.sluice.engine;

/** Why there is no decision. A value and an error code never travel together. */
public enum ErrorCode {
    FLAG_NOT_FOUND,
    TYPE_MISMATCH,
    /** The flag's record can't be read and no earlier form of it is known. */
    PARSE_ERROR,
    PROVIDER_NOT_READY,
    TARGETING_KEY_MISSING,
    INVALID_CONTEXT,
    /** Something that was plugged in (geo locator, randomness) threw. */
    GENERAL
}
