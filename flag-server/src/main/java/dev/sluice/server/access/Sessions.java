package dev.sluice.server.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.Ephemera;
import dev.sluice.server.store.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signed-in people. A session lives on the server, under the digest of its cookie; it ends after 30 minutes without a
 * request, 12 hours in all, when somebody signs out, and when the rights or the password of its user change.
 *
 * <p>Sessions are asked for in the store each time, so one that has ended has ended on every node. While the store is away this node
 * goes by what it was told last, for 15 minutes and for looking only.
 *
 * <p>Safe on any thread.
 */
public final class Sessions {
    /** For how long a link of an invitation or to get back in is good. */
    public static final Duration INVITATION = Duration.ofHours(24);

    /** For how long a link to sign in now is good. */
    public static final Duration AT_ONCE = Duration.ofMinutes(15);

    private static final String COOKIE = "sluice_session";
    private static final String HOST_COOKIE = "__Host-" + COOKIE;
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ABSOLUTE = Duration.ofHours(12);
    private static final Duration JUST = Duration.ofMinutes(30);
    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(15);
    private static final long MOST_REMEMBERED = 10_000;
    private static final int LONGEST_TOKEN = 200;

    private final Ephemera ephemera;
    private final Accounts accounts;
    private final AccessConfig config;
    private final Cache<String, Told> remembered =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    /**
     * What is stored of a session.
     *
     * @param user whose it is
     * @param generation the user's, when it began
     * @param byLink whether it began with a link
     * @param began when it began
     * @param seen when it was last used, to the minute
     */
    private record Stored(String user, long generation, boolean byLink, Instant began, Instant seen) {
        static Stored read(byte[] bytes) {
            ObjectNode json = Json.stored(bytes);
            return new Stored(
                    json.path("user").asText(),
                    json.path("generation").asLong(),
                    json.path("byLink").asBoolean(),
                    Instant.ofEpochMilli(json.path("began").asLong()),
                    Instant.ofEpochMilli(json.path("seen").asLong()));
        }

        byte[] write() {
            return Json.write(Json.object()
                    .put("user", user)
                    .put("generation", generation)
                    .put("byLink", byLink)
                    .put("began", began.toEpochMilli())
                    .put("seen", seen.toEpochMilli()));
        }

        Stored touched(Instant now) {
            return new Stored(user, generation, byLink, began, now);
        }

        /** For how long it goes on if it is not used again. */
        Duration left() {
            Duration left = Duration.between(seen, began.plus(ABSOLUTE));
            return left.compareTo(IDLE) < 0 ? left : IDLE;
        }
    }

    /** What the store has told of a session, and when. */
    private record Told(Stored session, Instant at) {}

    private Sessions(Ephemera ephemera, Accounts accounts, AccessConfig config) {
        this.ephemera = ephemera;
        this.accounts = accounts;
        this.config = config;
    }

    /** The sessions of these people that are kept there. */
    public static Sessions of(Ephemera ephemera, Accounts accounts, AccessConfig config) {
        return new Sessions(ephemera, accounts, config);
    }

    /**
     * A session that has just begun.
     *
     * @param user the person
     * @param csrf what each change made with the session must carry in its {@code Sluice-Csrf} header
     * @param cookie the cookie to set
     */
    public record Begun(User user, String csrf, Cookie cookie) {}

    /** The cookie's name: one that only this host can set, where the browser can tell. */
    public String cookieName() {
        return secure() ? HOST_COOKIE : COOKIE;
    }

    /**
     * A new one-time link, which signs this person in. Its token is in the fragment, which browsers send to nobody. A change of their
     * rights or password makes it worthless.
     */
    public Future<String> newLink(User user, Duration life) {
        String token = config.tokens().secret();
        ObjectNode value = Json.object().put("user", user.name()).put("generation", user.generation());
        return ephemera.put(link(token), Json.write(value), life).map(stored -> config.publicUrl() + "/#link=" + token);
    }

    /** Whom the token of a link would sign in, which goes on being good; empty if it was used, is too old, or never was. */
    public Future<Optional<User>> ofLink(String linkToken) {
        if (linkToken.isEmpty() || linkToken.length() > LONGEST_TOKEN) {
            return Future.succeededFuture(Optional.empty());
        }
        return ephemera.get(link(linkToken)).map(this::linked);
    }

    /** Uses the token of a link up; gives whether it was good until now: of several callers exactly one hears that it was. */
    public Future<Boolean> useUp(String linkToken) {
        return ephemera.take(link(linkToken)).map(this::linked).map(Optional::isPresent);
    }

    private Optional<User> linked(Optional<byte[]> stored) {
        return stored.map(Json::stored)
                .flatMap(link -> present(
                        link.path("user").asText(), link.path("generation").asLong()));
    }

    /** Begins a session of a person who has proved who they are. */
    public Future<Begun> begin(User user) {
        return begin(user, false);
    }

    /** The same of one who has come by a link. Whoever then hears that another one has used it up is not told of the session. */
    public Future<Begun> beginByLink(User user) {
        return begin(user, true);
    }

    private Future<Begun> begin(User user, boolean byLink) {
        String token = config.tokens().secret();
        Instant now = config.clock().instant();
        Stored session = new Stored(user.name(), user.generation(), byLink, now, now);
        return ephemera.put(key(digest(token)), session.write(), session.left())
                .map(stored -> new Begun(user, csrf(digest(token)), cookie(token, ABSOLUTE)));
    }

    /**
     * The caller whose cookie this is, or empty; counts as a sign of life.
     *
     * @param looking whether nothing is changed: then it is enough, while the store is away, that it said yes a while ago
     */
    Future<Optional<Caller>> find(String token, boolean looking) {
        if (token.isEmpty() || token.length() > LONGEST_TOKEN) {
            return Future.succeededFuture(Optional.empty());
        }
        String digest = digest(token);
        return told(digest, looking).compose(stored -> {
            if (stored.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            Stored session = stored.get();
            Optional<User> user = present(session.user(), session.generation());
            Instant now = config.clock().instant();
            if (user.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            if (isOver(session, now)) {
                return end(digest)
                        .recover(away -> looking ? Future.succeededFuture() : Future.failedFuture(away))
                        .map(removed -> Optional.empty());
            }
            Optional<Caller> caller = Optional.of(Caller.session(user.get(), digest));
            if (now.isBefore(session.seen().plus(TOUCH))) {
                return Future.succeededFuture(caller);
            }
            // Somebody may have ended it since it was read: what is gone is not written back.
            Stored touched = session.touched(now);
            return ephemera.replace(key(digest), touched.write(), touched.left())
                    .recover(away -> looking ? Future.succeededFuture(true) : Future.failedFuture(away))
                    .map(there -> {
                        if (!there) {
                            remembered.invalidate(digest);
                        }
                        return there ? caller : Optional.empty();
                    });
        });
    }

    /** Whether a session with this digest is still there; no sign of life. */
    Future<Boolean> isAlive(String digest) {
        return told(digest, true)
                .map(stored -> stored.isPresent()
                        && !isOver(stored.get(), config.clock().instant())
                        && present(stored.get().user(), stored.get().generation())
                                .isPresent());
    }

    /** Whether this session began with a link, a short while ago: enough to set a password without knowing the one before. */
    Future<Boolean> hasJustComeByLink(String digest) {
        return told(digest, false)
                .map(stored -> stored.filter(Stored::byLink)
                        .filter(session -> config.clock()
                                .instant()
                                .isBefore(session.began().plus(JUST)))
                        .isPresent());
    }

    /** Ends the session. */
    public Future<Void> end(String digest) {
        remembered.invalidate(digest);
        // Once more afterwards: a request that had read it before may have remembered it meanwhile.
        return ephemera.remove(key(digest)).onComplete(removed -> remembered.invalidate(digest));
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

    /** What the store says; while it is away, what it said last if that may be enough and is not too long ago. */
    private Future<Optional<Stored>> told(String digest, boolean looking) {
        return ephemera.get(key(digest))
                .map(stored -> {
                    Optional<Stored> session = stored.map(Stored::read);
                    if (session.isPresent()) {
                        remembered.put(
                                digest, new Told(session.get(), config.clock().instant()));
                    } else {
                        remembered.invalidate(digest);
                    }
                    return session;
                })
                .recover(failure -> {
                    Told last = remembered.getIfPresent(digest);
                    if (looking
                            && failure instanceof StoreUnavailableException
                            && last != null
                            && config.clock().instant().isBefore(last.at().plus(REMEMBERED))) {
                        return Future.succeededFuture(Optional.of(last.session()));
                    }
                    return Future.failedFuture(failure);
                });
    }

    /** The user, if they are active and nothing has ended what began under this generation. A higher one comes from a node that knows more. */
    private Optional<User> present(String name, long generation) {
        return accounts.user(name).filter(User::active).filter(user -> generation >= user.generation());
    }

    private static boolean isOver(Stored session, Instant now) {
        return !now.isBefore(session.began().plus(ABSOLUTE))
                || !now.isBefore(session.seen().plus(IDLE));
    }

    private Cookie cookie(String token, Duration age) {
        return Cookie.cookie(cookieName(), token)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(secure())
                .setMaxAge(age.toSeconds());
    }

    private boolean secure() {
        return "https".equalsIgnoreCase(config.publicUrl().getScheme());
    }

    private String digest(String token) {
        return config.sessions().of(token);
    }

    private String link(String token) {
        return "link-" + config.links().of(token);
    }

    private static String key(String digest) {
        return "session-" + digest;
    }
}
