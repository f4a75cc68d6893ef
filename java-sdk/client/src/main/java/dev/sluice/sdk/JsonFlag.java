package dev.sluice.sdk;

/**
 * A flag whose value is JSON, read as a class of the application's, declared once with its default.
 *
 * @param <T> what the value is read as: a record, or any class that Jackson reads
 * @param key the flag's key
 * @param type the class of {@code T}
 * @param defaultValue what a read gives when the flag cannot decide, or its value does not fit the class
 */
public record JsonFlag<T>(String key, Class<T> type, T defaultValue) {

    /** A declared flag that has a key. */
    public JsonFlag {
        FlagKeys.declare(key);
    }

    /** Declares a flag; meant for a constant. */
    public static <T> JsonFlag<T> of(String key, Class<T> type, T defaultValue) {
        return new JsonFlag<>(key, type, defaultValue);
    }
}
