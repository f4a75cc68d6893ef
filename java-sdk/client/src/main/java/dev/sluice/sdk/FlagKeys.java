package dev.sluice.sdk;

/** The one door of a key that code declares. */
final class FlagKeys {

    private FlagKeys() {}

    /** Takes note of a key; refuses a blank one. */
    static void declare(String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException("A declared flag has a blank key; it must be the key of a flag");
        }
        Declared.add(key);
    }
}
