package dev.sluice.sdk;

/**
 * A flag that is on or off, declared once, with the default that the code falls back to.
 *
 * @param key the flag's key
 * @param defaultValue what a read gives when the flag cannot decide
 */
public record BooleanFlag(String key, boolean defaultValue) {

    /** A declared flag that has a key. */
    public BooleanFlag {
        FlagKeys.declare(key);
    }

    /** Declares a flag; meant for a constant. */
    public static BooleanFlag of(String key, boolean defaultValue) {
        return new BooleanFlag(key, defaultValue);
    }
}
