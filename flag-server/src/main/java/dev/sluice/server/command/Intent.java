package dev.sluice.server.command;

import java.time.Instant;
import java.util.Objects;

/**
 * Who changes something, what they do, why, and when.
 *
 * @param actor who, by name; never a secret
 * @param action what, as a stable word such as {@code flag.off}
 * @param comment why, in the actor's words; may be empty
 * @param at when it was asked for
 */
public record Intent(String actor, String action, String comment, Instant at) {
    /** Checks for nulls. */
    public Intent {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(comment, "comment");
        Objects.requireNonNull(at, "at");
    }
}
