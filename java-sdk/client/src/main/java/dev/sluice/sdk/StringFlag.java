package dev.sluice.sdk;

/**
 * A flag whose value is a text, declared once, with the default that the code falls back to.
 *
 * @param key the flag's key
 * @param defaultValue what a read gives when the flag cannot decide
 */
public record StringFlag(String key, String defaultValue) {

    /** A declared flag that has a key. */
    public StringFlag {
        FlagKeys.declare(key);
    }

    /** Declares a flag; meant for a constant. */
    public static StringFlag of(String key, String defaultValue) {
        return new StringFlag(key, defaultValue);
    }
}
