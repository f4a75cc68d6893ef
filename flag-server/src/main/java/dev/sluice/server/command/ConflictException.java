package dev.sluice.server.command;

import dev.sluice.server.json.RefusedException;

/** The state of things forbids it: something exists already, or is still used. The message names what. */
public final class ConflictException extends RefusedException {
    private static final long serialVersionUID = 1L;

    /** Refuses with a sentence that names what stands in the way. */
    public ConflictException(String message) {
        super(message);
    }
}
