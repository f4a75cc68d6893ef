package dev.sluice.sdk;

/**
 * A flag whose value is a whole number, declared once, with the default that the code falls back to.
 *
 * @param key the flag's key
 * @param defaultValue what a read gives when the flag cannot decide
 */
public record IntegerFlag(String key, long defaultValue) {

    /** A declared flag that has a key. */
    public IntegerFlag {
        FlagKeys.declare(key);
    }

    /** Declares a flag; meant for a constant. */
    public static IntegerFlag of(String key, long defaultValue) {
        return new IntegerFlag(key, defaultValue);
    }
}
