package dev.sluice.server.json;

import java.util.List;

/** The input can be read but says something that is not allowed. */
public final class InvalidException extends RefusedException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /** Refuses with everything that is wrong, at least one thing. */
    public InvalidException(List<Violation> violations) {
        super(violations.get(0).detail());
        this.violations = List.copyOf(violations);
    }

    /** Refuses because of the value at one pointer. */
    public static InvalidException of(String pointer, String given, String expected) {
        return new InvalidException(List.of(Violation.of(pointer, given, expected)));
    }

    /** What is wrong, at least one thing. */
    public List<Violation> violations() {
        return violations;
    }
}
