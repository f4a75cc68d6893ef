package dev.sluice.server.json;

/**
 * What was asked for is refused, and nothing was stored. Each subclass is one reason; the HTTP layer gives each a
 * status. Carries no stack trace: it is an answer, not a fault.
 */
public abstract class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refuses with one sentence: what was given, what is allowed. */
    protected RefusedException(String message) {
        super(message, null, false, false);
    }
}
