package dev.sluice.server.command;

import dev.sluice.server.json.RefusedException;

/** Replacing a document needs the version that the caller read, so that nobody overwrites what they have not seen. */
public final class IfMatchMissingException extends RefusedException {
    private static final long serialVersionUID = 1L;

    IfMatchMissingException(String what, long present) {
        super("If-Match: missing; expected the version that you read. The present version of " + what + " is \""
                + present + "\".");
    }
}
