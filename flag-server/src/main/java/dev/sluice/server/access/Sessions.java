package dev.sluice.server.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.Ephemera;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signed-in people. A session lives on the server, under the digest of its cookie; it ends after 30 minutes without a
 * request, 12 hours in all, or when somebody signs out. A new one begins with a one-time link, which is good once within
 * 15 minutes. Safe on any thread.
 */
public final class Sessions {
    /** The cookie's name. */
    public static final String COOKIE = "sluice_session";

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ABSOLUTE = Duration.ofHours(12);
    private static final Duration LINK = Duration.ofMinutes(15);
    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final int LONGEST_TOKEN = 200;

    private final Ephemera ephemera;
    private final AccessConfig config;

    private Sessions(Ephemera ephemera, AccessConfig config) {
        this.ephemera = ephemera;
        this.config = config;
    }

    /** The sessions kept there. */
    public static Sessions of(Ephemera ephemera, AccessConfig config) {
        return new Sessions(ephemera, config);
    }

    /**
     * A session that has just begun.
     *
     * @param user the person's name
     * @param csrf what each change made with the session must carry in its {@code Sluice-Csrf} header
     * @param cookie the cookie to set
     */
    public record Begun(String user, String csrf, Cookie cookie) {}

    /** A new one-time link for an administrator. Its token is in the fragment, which browsers send to nobody. */
    public Future<String> newLink() {
        String token = config.tokens().secret();
        ObjectNode value = Json.object().put("user", "admin");
        return ephemera.put("link-" + config.links().of(token), Json.write(value), LINK)
                .map(stored -> config.publicUrl() + "/#link=" + token);
    }

    /** Exchanges the token of a link for a session; empty if it was used, is too old, or never was. */
    public Future<Optional<Begun>> begin(String linkToken) {
        if (linkToken.isEmpty() || linkToken.length() > LONGEST_TOKEN) {
            return Future.succeededFuture(Optional.empty());
        }
        return ephemera.take("link-" + config.links().of(linkToken)).compose(link -> {
            if (link.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            String user = Json.stored(link.get()).path("user").asText();
            String token = config.tokens().secret();
            Instant now = config.clock().instant();
            return store(digest(token), user, now, now)
                    .map(stored -> Optional.of(new Begun(user, csrf(digest(token)), cookie(token, ABSOLUTE))));
        });
    }

    /** The caller whose cookie this is, or empty; counts as a sign of life. */
    Future<Optional<Caller>> find(String token) {
        if (token.isEmpty() || token.length() > LONGEST_TOKEN) {
            return Future.succeededFuture(Optional.empty());
        }
        String digest = digest(token);
        return ephemera.get(key(digest)).compose(stored -> {
            if (stored.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            ObjectNode session = Json.stored(stored.get());
            String user = session.path("user").asText();
            Instant began = Instant.ofEpochMilli(session.path("began").asLong());
            Instant seen = Instant.ofEpochMilli(session.path("seen").asLong());
            Instant now = config.clock().instant();
            if (!now.isBefore(began.plus(ABSOLUTE)) || !now.isBefore(seen.plus(IDLE))) {
                return ephemera.remove(key(digest)).map(removed -> Optional.empty());
            }
            Optional<Caller> caller = Optional.of(Caller.session(user, digest));
            if (now.isBefore(seen.plus(TOUCH))) {
                return Future.succeededFuture(caller);
            }
            return store(digest, user, began, now).map(touched -> caller);
        });
    }

    /** Whether a session with this digest is still there; no sign of life. */
    public Future<Boolean> isAlive(String digest) {
        return ephemera.get(key(digest))
                .map(stored -> stored.isPresent()
                        && config.clock()
                                .instant()
                                .isBefore(Instant.ofEpochMilli(Json.stored(stored.get())
                                                .path("began")
                                                .asLong())
                                        .plus(ABSOLUTE)));
    }

    /** Ends the session. */
    public Future<Void> end(String digest) {
        return ephemera.remove(key(digest));
    }

    /** What each change made with this session must carry. */
    public String csrf(String digest) {
        return config.csrf().of(digest);
    }

    boolean isCsrf(@Nullable String given, String digest) {
        return given != null && Digests.same(given, csrf(digest));
    }

    /** The cookie that takes the session's cookie away. */
    public Cookie goneCookie() {
        return cookie("", Duration.ZERO);
    }

    private Future<Void> store(String digest, String user, Instant began, Instant seen) {
        Duration left = Duration.between(seen, began.plus(ABSOLUTE));
        ObjectNode value = Json.object()
                .put("user", user)
                .put("began", began.toEpochMilli())
                .put("seen", seen.toEpochMilli());
        return ephemera.put(key(digest), Json.write(value), left.compareTo(IDLE) < 0 ? left : IDLE);
    }

    private Cookie cookie(String token, Duration age) {
        return Cookie.cookie(COOKIE, token)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure("https".equalsIgnoreCase(config.publicUrl().getScheme()))
                .setMaxAge(age.toSeconds());
    }

    private String digest(String token) {
        return config.sessions().of(token);
    }

    private static String key(String digest) {
        return "session-" + digest;
    }
}
