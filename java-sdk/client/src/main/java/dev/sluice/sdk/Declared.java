package dev.sluice.sdk;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The flags that the code of this process declares by constants, up to {@value #MOST}. Of the process, as constants are; so that a
 * flag that nobody asks for any more is told from one that nobody has asked for yet. Thread-safe.
 */
final class Declared {

    static final int MOST = 5_000;

    private static final Set<String> KEYS = new LinkedHashSet<>();

    private Declared() {}

    static void add(String key) {
        synchronized (KEYS) {
            if (KEYS.size() < MOST) {
                KEYS.add(key);
            }
        }
    }

    static List<String> keys() {
        synchronized (KEYS) {
            return List.copyOf(KEYS);
        }
    }
}
