package dev.sluice.server.json;

/** The body is not JSON that this server reads: broken, too deep, with a name given twice, or followed by something. */
public final class MalformedBodyException extends RefusedException {
    private static final long serialVersionUID = 1L;

    /** Refuses; the message says where, and does not repeat the body. */
    public MalformedBodyException(String message) {
        super(message);
    }
}
