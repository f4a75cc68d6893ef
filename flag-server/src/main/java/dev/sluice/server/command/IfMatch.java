package dev.sluice.server.command;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The versions of a document that a caller is ready to change: what {@code If-Match} says. Immutable.
 *
 * @param given the header as it came; empty = there was none
 * @param tags the versions it names, quoted; {@code *} is any
 */
public record IfMatch(String given, Set<String> tags) {
    private static final IfMatch ABSENT = new IfMatch("", Set.of());

    /** No header. */
    public static IfMatch absent() {
        return ABSENT;
    }

    /** The header's value: {@code "3"}, a list of such, or {@code *}. */
    public static IfMatch of(String header) {
        return new IfMatch(
                header, Stream.of(header.split(",")).map(String::trim).collect(Collectors.toUnmodifiableSet()));
    }

    /** For looking at what a change would do: a version is honoured if it was named. */
    IfMatch orAny() {
        return given.isEmpty() ? of("*") : this;
    }

    /** For acts and creation: honoured if it was sent. */
    void honour(String what, long present) {
        if (!given.isEmpty() && !tags.contains("*") && !tags.contains("\"" + present + "\"")) {
            throw new MovedOnException(what, given, present);
        }
    }

    /** For replacing and merging: must have been sent. */
    void demand(String what, long present) {
        if (given.isEmpty()) {
            throw new IfMatchMissingException(what, present);
        }
        honour(what, present);
    }
}
