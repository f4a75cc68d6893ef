package dev.sluice.server.store;

import org.jspecify.annotations.Nullable;

/** The store did not take a write, and nothing was written. The message says why and holds no secret. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Made by the store layer. */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
