package dev.sluice.server.http;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.Caller;
import dev.sluice.server.store.Ephemera;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * {@code Idempotency-Key}: who is not sure whether an act got through sends it again with the same key, and it is done once.
 *
 * <ul>
 *   <li>the same key with the same request: the answer that the first one got, for a day;
 *   <li>the same key with another request: 422;
 *   <li>the same key while the first one is being worked on: 409, to be tried again;
 *   <li>an act that was refused or failed has changed nothing, or nobody knows: its key is free again, and the next one is planned
 *       on what is stored then.
 * </ul>
 *
 * Who works on an act holds its key by a claim, which ends soon and is renewed until the act is done: one that nobody could remove,
 * because the store or the node went away in between, does not keep the next one waiting. No claim equals another, and only one's own is
 * renewed or removed: whoever was held up for longer than a claim lives leaves alone what another has put there since, unless it is to
 * put the answer there, which is the answer to the same act.
 *
 * <p>A key belongs to its caller. Answers may hold secrets that are shown once: they are stored under a cipher whose key is made of the
 * server's secret and of the {@code Idempotency-Key}, which is not stored.
 */
final class Idempotence {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Duration KEPT = Duration.ofDays(1);
    /** How often whoever works on an act says so; several times in a {@link #LEASE}, for the store may fail to answer. */
    static final Duration RENEWAL = Duration.ofSeconds(5);

    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final Vertx vertx;
    private final Ephemera ephemera;
    private final AccessConfig access;
    private final Duration renewal;

    Idempotence(Vertx vertx, Ephemera ephemera, AccessConfig access, Duration renewal) {
        this.vertx = vertx;
        this.ephemera = ephemera;
        this.access = access;
        this.renewal = renewal;
    }

    /** Runs the act of this request, or gives the answer that it got before. */
    Future<Reply> run(Call call, Supplier<Future<Reply>> act) {
        HttpServerRequest request = call.context().request();
        List<String> given = request.headers().getAll(HEADER);
        HttpMethod method = request.method();
        if (given.isEmpty() || method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            return act.get();
        }
        if (given.size() > 1 || !ALLOWED.matcher(given.get(0)).matches()) {
            return Future.failedFuture(new HttpRefusedException(Problem.of(
                    400,
                    "idempotency-key",
                    "The Idempotency-Key cannot be used",
                    HEADER + ": " + (given.size() > 1 ? given.size() + " of them are" : "this one is")
                            + " not allowed; expected one, of 1 to 200 visible ASCII characters")));
        }
        String key = key(call.caller(), given.get(0));
        String place = place(key);
        byte[] asked =
                fingerprint(access, method, request.uri(), request.headers().getAll("If-Match"), call.bytes());
        byte[] claim = KeptAct.claim(asked, access.nonce());
        return ephemera.putIfAbsent(place, claim, LEASE)
                .compose(
                        present -> present.isEmpty() ? first(key, asked, claim, act) : again(key, asked, present.get()),
                        unsure -> {
                            // The store may have taken the claim and not said so.
                            ephemera.remove(place, claim);
                            return Future.failedFuture(unsure);
                        });
    }

    private Future<Reply> first(String key, byte[] asked, byte[] claim, Supplier<Future<Reply>> act) {
        String place = place(key);
        long renewing = renewing(place, claim);
        Future<Reply> acting;
        try {
            acting = act.get();
        } catch (RuntimeException refused) {
            acting = Future.failedFuture(refused);
        }
        return acting.transform(result -> {
            vertx.cancelTimer(renewing);
            if (result.failed()) {
                return ephemera.remove(place, claim).transform(done -> Future.failedFuture(result.cause()));
            }
            Reply reply = result.result().rendered();
            // The act is done: an answer that can't be kept is no reason to deny it.
            return ephemera.put(place, KeptAct.answered(asked, access.answerKey(key), reply), KEPT)
                    .transform(done -> Future.succeededFuture(reply));
        });
    }

    /** Renews a claim from now on; ends by itself when it is no longer there. */
    private long renewing(String place, byte[] claim) {
        return vertx.setPeriodic(
                renewal.toMillis(),
                timer -> ephemera.renew(place, claim, LEASE).onSuccess(held -> {
                    if (!held) {
                        vertx.cancelTimer(timer);
                    }
                }));
    }

    private Future<Reply> again(String key, byte[] asked, byte[] present) {
        Optional<KeptAct> known = KeptAct.read(present);
        if (known.isEmpty()) {
            return used("it came with an act to a server of another version, of which nothing can be read here;"
                    + " look whether that act was done; expected a new one for the next");
        }
        if (!known.get().isOf(asked)) {
            return used("it was sent with another request before; expected a new one for each act");
        }
        return known.get()
                .answer(access.answerKey(key))
                .map(answer -> Future.succeededFuture(answer.header(REPLAYED, "true")))
                .orElseGet(Idempotence::workedOn);
    }

    private static Future<Reply> used(String why) {
        return Future.failedFuture(new HttpRefusedException(Problem.of(
                422, "idempotency-key-reused", "The Idempotency-Key belongs to another request", HEADER + ": " + why)));
    }

    private static Future<Reply> workedOn() {
        return Future.failedFuture(new HttpRefusedException(Problem.of(
                        409,
                        "still-worked-on",
                        "The same request is still being worked on",
                        "the first request with this " + HEADER + " has no answer yet; try again in a second")
                .withHeader("Retry-After", "1")));
    }

    /** A key belongs to its caller. */
    static String key(Caller caller, String given) {
        return caller.kind() + " " + caller.name() + " " + given;
    }

    /** Where the claim of a key is stored. */
    static String place(String key) {
        return "idempotency:" + digest(key.getBytes(StandardCharsets.UTF_8));
    }

    /** 32 bytes, equal for equal requests. Under the server's secret: a body may hold a password. */
    static byte[] fingerprint(AccessConfig access, HttpMethod method, String uri, List<String> ifMatch, byte[] body) {
        MessageDigest digest = sha256();
        for (String part : new String[] {method.name(), uri, String.join(",", ifMatch)}) {
            digest.update((part + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String plain = HexFormat.of().formatHex(digest.digest(body));
        return access.answerKey(plain);
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
