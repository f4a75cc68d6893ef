package dev.sluice.server.json;

import java.util.Objects;

/**
 * One thing that is wrong with what was sent.
 *
 * @param pointer JSON Pointer to the field in the body ({@code ""} = the body itself), or {@code ?name} for a query parameter
 * @param detail what was given and what is allowed
 */
public record Violation(String pointer, String detail) {
    /** Checks for nulls. */
    public Violation {
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(detail, "detail");
    }

    /** {@code name: given is not allowed; expected …}: the one form of a refusal. */
    public static Violation of(String pointer, String given, String expected) {
        return new Violation(pointer, name(pointer) + given + " is not allowed; expected " + expected);
    }

    /** {@code name: missing; expected …}. */
    public static Violation missing(String pointer, String expected) {
        return new Violation(pointer, name(pointer) + "missing; expected " + expected);
    }

    private static String name(String pointer) {
        if (pointer.isEmpty()) {
            return "body: ";
        }
        String last = pointer.startsWith("?") ? pointer.substring(1) : pointer.substring(pointer.lastIndexOf('/') + 1);
        return last.replace("~1", "/").replace("~0", "~") + ": ";
    }
}
