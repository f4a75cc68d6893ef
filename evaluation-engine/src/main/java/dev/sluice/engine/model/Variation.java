package dev.sluice.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * A named value that a flag can give.
 *
 * @param value of the flag's type: Boolean, String, Long, Double, or for JSON an immutable tree of Map, List, String, Long,
 *     Double, Boolean and null
 */
public record Variation(String name, @Nullable Object value) {

    public Variation {
        Checks.key("variation", name);
    }
}
