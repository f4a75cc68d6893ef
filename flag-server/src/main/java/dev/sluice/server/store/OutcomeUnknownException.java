package dev.sluice.server.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A write was sent and no answer came in time: it may or may not be in force. */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, Long> revisions;

    /** Made by the store layer; {@code cause} is why there was no answer, null if there was one: it is on too few copies. */
    public OutcomeUnknownException(String message, Map<String, Long> revisions, @Nullable Throwable cause) {
        super(message, cause);
        this.revisions = Map.copyOf(revisions);
    }

    /** Whether the store did answer. */
    boolean answered() {
        return getCause() == null;
    }

    /** The revision to look for, by environment: if it is there and the audit log names you, the write is in force. */
    public Map<String, Long> revisions() {
        return revisions;
    }
}
