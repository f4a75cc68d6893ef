package dev.sluice.server.command;

import dev.sluice.server.json.RefusedException;
import dev.sluice.server.json.Violation;
import java.util.List;

/** The state of things forbids it: something exists already, or is still used. The message names what. */
public final class ConflictException extends RefusedException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> causes;

    /** Refuses with a sentence that names what stands in the way. */
    public ConflictException(String message) {
        this(message, List.of());
    }

    /** The same with each of several that stand in the way. */
    public ConflictException(String message, List<Violation> causes) {
        super(message);
        this.causes = List.copyOf(causes);
    }

    /** What stands in the way, one by one; often none. */
    public List<Violation> causes() {
        return causes;
    }
}
