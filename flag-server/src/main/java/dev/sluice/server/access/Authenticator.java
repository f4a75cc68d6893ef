package dev.sluice.server.access;

import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.StoreUnavailableException;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sends a request: by the bearer token if there is one, else by the session cookie. Keys and tokens are looked up by
 * digest in this node's memory, so serving SDKs needs no store. A credential that nobody knows and one that was revoked or has
 * expired are the same thing here. Safe on any thread.
 */
public final class Authenticator {
    private static final String SCHEME = "bearer ";
    private static final int LONGEST = 200;
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Workspace workspace;
    private final Accounts accounts;
    private final Sessions sessions;
    private final AccessConfig config;
    private final StreamTokens streams;

    /** Looks keys and tokens up in this workspace and sessions in these. */
    public Authenticator(Workspace workspace, Sessions sessions, AccessConfig config) {
        this.workspace = workspace;
        this.accounts = new Accounts(workspace);
        this.sessions = sessions;
        this.config = config;
        this.streams = new StreamTokens(workspace, config);
    }

    /** Finds the caller and puts it into the context, where {@link Caller#of} finds it. */
    public Future<Caller> authenticate(RoutingContext ctx) {
        String authorization = ctx.request().getHeader("Authorization");
        if (authorization != null) {
            Caller caller = ofBearer(authorization);
            if (caller.equals(Caller.UNKNOWN) && !workspace.complete()) {
                return Future.failedFuture(new StoreUnavailableException(
                        "this node can't tell whether the key is known, for it could not load every project", null));
            }
            return Future.succeededFuture(put(ctx, caller));
        }
        List<String> tokens = ctx.queryParam(StreamTokens.PARAMETER);
        if (!tokens.isEmpty()) {
            return Future.succeededFuture(put(ctx, streams.read(tokens.get(0)).orElse(Caller.UNKNOWN)));
        }
        Cookie cookie = ctx.request().getCookie(sessions.cookieName());
        if (cookie == null) {
            return Future.succeededFuture(put(ctx, Caller.ANONYMOUS));
        }
        boolean looking = SAFE.contains(ctx.request().method());
        return sessions.find(cookie.getValue(), looking).map(found -> put(ctx, found.orElse(Caller.UNKNOWN)));
    }

    /** Whether this credential begins like one of our keys and is not a whole one: mistyped, or cut off. */
    public static boolean isBrokenKey(@Nullable String authorization) {
        String token = authorization == null ? "" : bearer(authorization);
        return token.startsWith("slc_")
                && !Tokens.isKey(KeyKind.SDK, token)
                && !Tokens.isKey(KeyKind.CLIENT, token)
                && !token.startsWith(Tokens.API_PREFIX);
    }

    /** What a caller may do by now; nothing if their account or token is gone. Asks no store. */
    public Grants present(Caller caller) {
        return switch (caller.kind()) {
            case ADMIN_TOKEN -> Grants.EVERYTHING;
            case SESSION ->
                accounts.user(caller.name())
                        .filter(User::active)
                        .map(User::grants)
                        .orElse(Grants.NONE);
            case API_TOKEN ->
                token(String.valueOf(caller.digest())).map(ApiToken::grants).orElse(Grants.NONE);
            case ANONYMOUS, UNKNOWN, SDK_KEY, CLIENT_KEY, SDK_STREAM, CLIENT_STREAM -> Grants.NONE;
        };
    }

    /** Whether who was let in would be let in now; no sign of life. */
    public Future<Boolean> isStillIn(Caller caller) {
        String session = caller.session();
        return session == null
                ? Future.succeededFuture(!present(caller).equals(Grants.NONE))
                : sessions.isAlive(session);
    }

    /**
     * Whether a page of somebody else could have made the browser send this: a change made with a session that lacks the
     * session's own header, or of which the browser does not say that it comes from our own pages; or a try to sign in that comes
     * from elsewhere. Keys and tokens are never sent by a browser on its own.
     */
    public boolean isForgeable(Permission permission, Caller caller, HttpServerRequest request) {
        if (SAFE.contains(request.method())) {
            return false;
        }
        if (permission == Permission.PUBLIC) {
            return isFromElsewhere(request);
        }
        String session = caller.session();
        return session != null
                && (isFromElsewhere(request)
                        || isFromNowhere(request)
                        || !sessions.isCsrf(request.getHeader("Sluice-Csrf"), session));
    }

    private static boolean isFromNowhere(HttpServerRequest request) {
        return request.getHeader("Sec-Fetch-Site") == null && request.getHeader("Origin") == null;
    }

    private boolean isFromElsewhere(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        String authority = origin.substring(origin.indexOf("//") + 2);
        return !authority.equalsIgnoreCase(request.getHeader("Host"))
                && !authority.equalsIgnoreCase(config.publicUrl().getAuthority());
    }

    private Caller ofBearer(String authorization) {
        String token = bearer(authorization);
        if (token.isEmpty() || token.length() > LONGEST) {
            return Caller.UNKNOWN;
        }
        if (config.isAdminToken(token)) {
            return Caller.ADMIN_TOKEN;
        }
        Optional<ApiToken> known = token(config.tokenDigest(token));
        if (known.isPresent()) {
            return Caller.token(known.get());
        }
        String digest = config.keyDigest(token);
        for (String project : workspace.projects()) {
            Caller caller = ofKey(workspace.project(project), digest);
            if (caller != null) {
                return caller;
            }
        }
        return Caller.UNKNOWN;
    }

    private static String bearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? authorization.substring(SCHEME.length()).trim()
                : "";
    }

    private Optional<ApiToken> token(String digest) {
        return accounts.token(digest)
                .filter(token -> Digests.same(token.digest(), digest))
                .filter(token -> token.isGood(config.clock().instant()));
    }

    private @Nullable Caller ofKey(@Nullable ProjectState project, String digest) {
        byte[] document = project == null ? null : project.keys().get(digest);
        if (project == null || document == null) {
            return null;
        }
        KeyDocument key = KeyDocument.read(document);
        return Digests.same(key.digest(), digest) && key.isGood(config.clock().instant())
                ? Caller.key(key.kind(), key.id(), new EnvironmentId(project.key(), key.environment()))
                : null;
    }

    private static Caller put(RoutingContext ctx, Caller caller) {
        caller.into(ctx);
        return caller;
    }
}
