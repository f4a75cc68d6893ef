package dev.sluice.engine.wire;

/** A state that is refused as a whole: it can't be decoded, or its hashes do not add up. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }

    public WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
