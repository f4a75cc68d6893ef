package dev.sluice.server.json;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one input, so that people hear of everything at once. Not safe for several threads. */
public final class Violations {
    private static final int MOST = 20;

    private final List<Violation> list = new ArrayList<>();

    /** Notes that the value at this pointer is not allowed. */
    public void refuse(String pointer, String given, String expected) {
        add(Violation.of(pointer, given, expected));
    }

    /** Notes that a value is missing. */
    public void missing(String pointer, String expected) {
        add(Violation.missing(pointer, expected));
    }

    /** Notes one violation; beyond twenty they are dropped, for nobody reads them. */
    public void add(Violation violation) {
        if (list.size() < MOST) {
            list.add(violation);
        }
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /**
     * Ends here if anything is wrong.
     *
     * @throws InvalidException naming everything found
     */
    public void throwIfAny() {
        if (!list.isEmpty()) {
            throw new InvalidException(list);
        }
    }
}
