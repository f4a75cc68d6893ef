package dev.sluice.server.access;

import dev.sluice.server.store.EnvironmentId;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as found by authentication. Immutable; carries no secret.
 *
 * @param kind how the caller proved who they are
 * @param name what the audit log calls them, such as {@code admin-token} or {@code key 5c1f…}
 * @param keyId the id of the key, only for keys and tokens of stream URLs
 * @param environment the one environment that the key belongs to, likewise
 * @param digest of the session's cookie or of the API token, only for {@link Kind#SESSION} and {@link Kind#API_TOKEN}
 * @param grants what they may do, and where; keys have none
 * @param until from when on the API token is worth nothing, null for all others
 */
public record Caller(
        Kind kind,
        String name,
        @Nullable String keyId,
        @Nullable EnvironmentId environment,
        @Nullable String digest,
        Grants grants,
        @Nullable Instant until) {

    /** How a caller proved who they are. */
    public enum Kind {
        /** No credentials were sent. */
        ANONYMOUS("no credentials"),
        /** Credentials were sent that nobody knows: mistyped, revoked, or expired. */
        UNKNOWN("an unknown or revoked credential"),
        /** The token of {@code SLUICE_ADMIN_TOKEN}. */
        ADMIN_TOKEN("the admin token"),
        /** An API token, made for automation. */
        API_TOKEN("an API token"),
        /** A signed-in person. */
        SESSION("a session"),
        /** A server SDK key of one environment. */
        SDK_KEY("an SDK key"),
        /** A client key of one environment. */
        CLIENT_KEY("a client key"),
        /** The token of a stream URL that was given to an SDK key. */
        SDK_STREAM("a stream URL's token"),
        /** The token of a stream URL that was given to a client key. */
        CLIENT_STREAM("a stream URL's token");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        private boolean isOfKey() {
            return switch (this) {
                case SDK_KEY, CLIENT_KEY, SDK_STREAM, CLIENT_STREAM -> true;
                case ANONYMOUS, UNKNOWN, ADMIN_TOKEN, API_TOKEN, SESSION -> false;
            };
        }

        /** This kind in the words of an error message. */
        public String words() {
            return words;
        }
    }

    /** The caller who sent no credentials. */
    public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "anonymous", null, null, null, Grants.NONE, null);

    /** The caller whose credentials nobody knows. */
    public static final Caller UNKNOWN = new Caller(Kind.UNKNOWN, "unknown", null, null, null, Grants.NONE, null);

    /** The holder of the admin token. */
    public static final Caller ADMIN_TOKEN =
            new Caller(Kind.ADMIN_TOKEN, "admin-token", null, null, null, Grants.EVERYTHING, null);

    private static final String SLOT = Caller.class.getName();

    /** Checks that a key names its environment. */
    public Caller {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(grants, "grants");
        if (kind.isOfKey() != (keyId != null && environment != null)) {
            throw new IllegalArgumentException("kind " + kind + " with keyId " + keyId + " and environment "
                    + environment + "; expected both for a key and neither for others");
        }
    }

    /** Who authenticates with the key {@code keyId} of {@code environment}. */
    static Caller key(KeyKind kind, String keyId, EnvironmentId environment) {
        return new Caller(kind.caller(), "key " + keyId, keyId, environment, null, Grants.NONE, null);
    }

    /** Who comes by a stream URL that was given to that key. */
    static Caller stream(KeyKind kind, String keyId, EnvironmentId environment) {
        Kind caller = kind == KeyKind.CLIENT ? Kind.CLIENT_STREAM : Kind.SDK_STREAM;
        return new Caller(caller, "stream of key " + keyId, keyId, environment, null, Grants.NONE, null);
    }

    /** Who authenticates with this API token. */
    static Caller token(ApiToken token) {
        return new Caller(
                Kind.API_TOKEN,
                "token " + token.name() + " (" + token.id() + ")",
                null,
                null,
                token.digest(),
                token.grants(),
                token.expiresAt());
    }

    /** The person, signed in with the session whose cookie has the given digest. */
    static Caller session(User user, String digest) {
        return new Caller(Kind.SESSION, user.name(), null, null, digest, user.grants(), null);
    }

    /** The caller of this request. Anonymous until authentication has run: nothing is allowed by accident. */
    public static Caller of(RoutingContext ctx) {
        Caller caller = ctx.get(SLOT);
        return caller == null ? ANONYMOUS : caller;
    }

    /** The digest of the session's cookie, or null for who has none. */
    public @Nullable String session() {
        return kind == Kind.SESSION ? digest : null;
    }

    /** The environment of a key; only to be asked on a route that lets in nobody without one. */
    public EnvironmentId keyEnvironment() {
        if (environment == null) {
            throw new IllegalStateException("the caller is " + kind + "; expected a key");
        }
        return environment;
    }

    void into(RoutingContext ctx) {
        ctx.put(SLOT, this);
    }
}
