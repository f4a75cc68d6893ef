package dev.sluice.server.store;

import org.jspecify.annotations.Nullable;

/** The store did not take a write, and nothing was written. The message says why and holds no secret. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean full;

    /** Made by the store layer. */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private StoreUnavailableException(String message, @Nullable Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    /** It can be read and has no room for more. Made by the store layer. */
    public static StoreUnavailableException full(String message, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, cause, true);
    }

    /** Whether it can be read and has no room: trying again soon will not help, a person must make room. */
    public boolean full() {
        return full;
    }
}
