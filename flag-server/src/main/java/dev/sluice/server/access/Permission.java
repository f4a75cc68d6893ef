package dev.sluice.server.access;

import dev.sluice.server.access.Caller.Kind;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a route asks of its caller. Deny by default: a kind of caller that is not listed here is refused. Roles between
 * "may look" and "may do everything" will subdivide the people, not the routes: each route already names what it needs.
 */
public enum Permission {
    /** Anybody: the page that signs people in, and the exchange of a one-time link. */
    PUBLIC(EnumSet.allOf(Kind.class), "nothing"),
    /** A server SDK with a key of the environment. */
    SDK(EnumSet.of(Kind.SDK_KEY), "an SDK key (slc_sdk_…)"),
    /** Decisions by OFREP: of all flags with an SDK key, of those visible to clients with a client key. */
    OFREP(EnumSet.of(Kind.SDK_KEY, Kind.CLIENT_KEY), "an SDK key (slc_sdk_…) or a client key (slc_client_…)"),
    /** Look at flags, rules, the fleet and the audit log. */
    VIEW(EnumSet.of(Kind.ADMIN_TOKEN, Kind.SESSION), Permission.PEOPLE),
    /** Change what flags are: definitions, targeting, segments. */
    EDIT(EnumSet.of(Kind.ADMIN_TOKEN, Kind.SESSION), Permission.PEOPLE),
    /** Change who gets what: on, off, percentage. */
    RELEASE(EnumSet.of(Kind.ADMIN_TOKEN, Kind.SESSION), Permission.PEOPLE),
    /** Make projects, environments, keys and links. */
    ADMIN(EnumSet.of(Kind.ADMIN_TOKEN, Kind.SESSION), Permission.PEOPLE);

    private static final String PEOPLE = "the admin token or a session";

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf
    private final Set<Kind> kinds;

    private final String needs;

    Permission(Set<Kind> kinds, String needs) {
        this.kinds = Set.copyOf(kinds);
        this.needs = needs;
    }

    /** Whether this caller may pass. */
    public boolean allows(Caller caller) {
        return kinds.contains(caller.kind());
    }

    /** What is needed, in the words of an error message. */
    public String needs() {
        return needs;
    }
}
