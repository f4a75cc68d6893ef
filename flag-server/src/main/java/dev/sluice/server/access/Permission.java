package dev.sluice.server.access;

import dev.sluice.server.access.Caller.Kind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a route asks of its caller: how they prove who they are, and of people and tokens a role, in the project and environment that
 * the path names. Deny by default: a kind of caller that is not listed here is refused.
 */
public enum Permission {
    /** Anybody: the page that signs people in. */
    PUBLIC(EnumSet.allOf(Kind.class), null, Scope.NONE, "nothing"),
    /** A server SDK with a key of the environment. */
    SDK(EnumSet.of(Kind.SDK_KEY), null, Scope.NONE, "an SDK key (slc_sdk_…)"),
    /** Decisions by OFREP: of all flags with an SDK key, of those visible to clients with a client key. */
    OFREP(
            EnumSet.of(Kind.SDK_KEY, Kind.CLIENT_KEY),
            null,
            Scope.NONE,
            "an SDK key (slc_sdk_…) or a client key (slc_client_…)"),
    /** Hear that flags have changed, by the URL that an answer of OFREP names. */
    OFREP_STREAM(
            EnumSet.of(Kind.SDK_STREAM, Kind.CLIENT_STREAM),
            null,
            Scope.NONE,
            "the URL that an OFREP answer gives in eventStreams"),
    /** One's own affairs, whatever one may do otherwise. */
    SELF(Permission.people(), null, Scope.NONE, Permission.PEOPLE),
    /** One's own affairs as a person who has signed in. */
    PERSON(EnumSet.of(Kind.SESSION), null, Scope.NONE, "a session"),
    /** Look at all of the place: flags, rules, the fleet, the audit log. */
    VIEW(Permission.people(), Role.VIEWER, Scope.WHOLE, Permission.PEOPLE),
    /** Look at what of the place one may see; the answer holds nothing else. */
    VIEW_PART(Permission.people(), Role.VIEWER, Scope.PART, Permission.PEOPLE),
    /** Change what flags are: definitions, targeting, segments. What is in force needs more, see {@code Reach}. */
    EDIT(Permission.people(), Role.EDITOR, Scope.WHOLE, Permission.PEOPLE),
    /** Change what flags are in some part of the place; the work looks at which. */
    EDIT_PART(Permission.people(), Role.EDITOR, Scope.PART, Permission.PEOPLE),
    /** Change who gets what: on, off, percentage. */
    RELEASE(Permission.people(), Role.RELEASER, Scope.WHOLE, Permission.PEOPLE),
    /** Make projects, environments and keys. */
    ADMIN(Permission.people(), Role.ADMIN, Scope.WHOLE, Permission.PEOPLE),
    /** Manage users and tokens, as far as their rights lie where one is an administrator; the work looks at each. */
    ADMIN_PART(Permission.people(), Role.ADMIN, Scope.PART, Permission.PEOPLE);

    private static final String PEOPLE = "the admin token, an API token (slc_api_…) or a session";

    /** How much of the place that a path names the role must be held in. */
    public enum Scope {
        /** No role is needed. */
        NONE,
        /** All of it: of a path that names no environment all environments, of one that names no project all projects. */
        WHOLE,
        /** Any part of it. */
        PART
    }

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf
    private final Set<Kind> kinds;

    private final @Nullable Role role;
    private final Scope scope;
    private final String needs;

    Permission(Set<Kind> kinds, @Nullable Role role, Scope scope, String needs) {
        this.kinds = Set.copyOf(kinds);
        this.role = role;
        this.scope = scope;
        this.needs = needs;
    }

    private static Set<Kind> people() {
        return EnumSet.of(Kind.ADMIN_TOKEN, Kind.API_TOKEN, Kind.SESSION);
    }

    /** Whether this kind of caller may pass, if they have the role. */
    public boolean admits(Caller caller) {
        return kinds.contains(caller.kind());
    }

    /** The role that is needed, empty if none is. */
    public Optional<Role> role() {
        return Optional.ofNullable(role);
    }

    /** Where the role is needed. */
    public Scope scope() {
        return scope;
    }

    /** What is needed, in the words of an error message. */
    public String needs() {
        return needs;
    }
}
