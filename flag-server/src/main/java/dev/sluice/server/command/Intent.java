package dev.sluice.server.command;

import dev.sluice.server.access.Grants;
import java.time.Instant;
import java.util.Objects;

/**
 * Who changes something, what they do, why, when, from where, and what they may.
 *
 * @param actor who, by name; never a secret
 * @param action what, as a stable word such as {@code flag.off}
 * @param comment why, in the actor's words; may be empty
 * @param at when it was asked for
 * @param address the network address it came from; empty for what comes from the machine itself
 * @param grants what the actor may do, and where
 */
public record Intent(String actor, String action, String comment, Instant at, String address, Grants grants) {
    /** Checks for nulls. */
    public Intent {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(comment, "comment");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(grants, "grants");
    }

    /** The same for a trial, which writes nothing and so needs no rights. */
    public Intent onTrial() {
        return new Intent(actor, action, comment, at, address, Grants.EVERYTHING);
    }

    /** The intent of the server itself, or of who holds its machine: they may do everything. */
    public Intent(String actor, String action, String comment, Instant at) {
        this(actor, action, comment, at, "", Grants.EVERYTHING);
    }
}
