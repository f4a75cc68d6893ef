package dev.sluice.server.command;

import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Grants;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who does something. Immutable.
 *
 * @param kind what they are
 * @param name what the audit log calls them; never a secret
 * @param grants what they may do, and where
 * @param until from when on what they proved themselves with is worth nothing, or null if that is not set beforehand
 */
record Actor(
        Kind kind, String name, Grants grants, @Nullable Instant until) {
    /** The field of an audit entry's details that holds the kind. */
    static final String KIND = "actorKind";

    /** What somebody is who does something; a person may have any name, so this tells them from the others. */
    enum Kind {
        /** A person who has signed in. */
        PERSON("person"),
        /** Whoever holds an API token. */
        TOKEN("token"),
        /** Whoever holds the token of {@code SLUICE_ADMIN_TOKEN}. */
        ADMIN_TOKEN("admin-token"),
        /** The server itself, or who holds its machine. */
        SERVER("server");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    Actor {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(grants, "grants");
    }

    static Actor of(Caller caller) {
        Kind kind = switch (caller.kind()) {
            case ADMIN_TOKEN -> Kind.ADMIN_TOKEN;
            case API_TOKEN -> Kind.TOKEN;
            case SESSION -> Kind.PERSON;
            case ANONYMOUS, UNKNOWN, SDK_KEY, CLIENT_KEY, SDK_STREAM, CLIENT_STREAM ->
                throw new IllegalStateException(
                        "a change by " + caller.kind().words() + "; expected somebody who may change something");
        };
        return new Actor(kind, caller.name(), caller.grants(), caller.until());
    }
}
