package dev.sluice.server.command;

import dev.sluice.server.json.RefusedException;

/** The document changed since the caller read it: {@code If-Match} names an older version. */
public final class MovedOnException extends RefusedException {
    private static final long serialVersionUID = 1L;

    private final long present;

    MovedOnException(String what, String given, long present) {
        super("If-Match: " + given + " is not allowed; expected \"" + present + "\", the present version of " + what
                + ". Read it again, then repeat the change.");
        this.present = present;
    }

    /** The version that the document has now. */
    public long present() {
        return present;
    }
}
