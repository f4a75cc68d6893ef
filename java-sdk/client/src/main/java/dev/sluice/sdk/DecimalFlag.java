package dev.sluice.sdk;

/**
 * A flag whose value is a number, declared once, with the default that the code falls back to.
 *
 * @param key the flag's key
 * @param defaultValue what a read gives when the flag cannot decide
 */
public record DecimalFlag(String key, double defaultValue) {

    /** A declared flag that has a key. */
    public DecimalFlag {
        FlagKeys.declare(key);
    }

    /** Declares a flag; meant for a constant. */
    public static DecimalFlag of(String key, double defaultValue) {
        return new DecimalFlag(key, defaultValue);
    }
}
