package dev.sluice.sdk;

/** The one check of a key that code declares. */
final class FlagKeys {

    private FlagKeys() {}

    static void requireKey(String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException("A declared flag has a blank key; it must be the key of a flag");
        }
    }
}
