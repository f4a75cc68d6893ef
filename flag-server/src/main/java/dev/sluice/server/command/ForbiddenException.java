package dev.sluice.server.command;

import dev.sluice.server.access.Role;
import dev.sluice.server.json.RefusedException;
import java.util.Optional;

/** Who asks may see it, and not do that. */
public final class ForbiddenException extends RefusedException {
    private static final long serialVersionUID = 1L;

    /** Refuses with one sentence: what was asked for, what is needed. */
    public ForbiddenException(String message) {
        super(message);
    }

    /** A role is needed in a place. */
    public static ForbiddenException role(Role needed, String place, Optional<Role> held) {
        return new ForbiddenException("the role " + needed.word() + " is needed in " + place + "; you have "
                + held.map(Role::word).orElse("none") + " there");
    }
}
