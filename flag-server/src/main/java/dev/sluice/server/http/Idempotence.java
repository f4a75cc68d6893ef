package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Sealed;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.Ephemera;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * A key belongs to its caller. Answers may hold secrets that are shown once: they are stored under a cipher whose key is made of the
 * server's secret and of the {@code Idempotency-Key}, which is not stored.
 */
final class Idempotence {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Duration KEPT = Duration.ofDays(1);
    /** Longer than any act: a write that takes as long as it may, and then the longest wait. */
    private static final Duration WORKED_ON = Waiting.LONGEST.plusMinutes(2);

    private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final Ephemera ephemera;
    private final AccessConfig access;

    Idempotence(Ephemera ephemera, AccessConfig access) {
        this.ephemera = ephemera;
        this.access = access;
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
        String asked =
                fingerprint(access, method, request.uri(), request.headers().getAll("If-Match"), call.bytes());
        ObjectNode claim = claim(asked);
        return ephemera.putIfAbsent(place, Json.write(claim), WORKED_ON)
                .compose(present -> present.isEmpty() ? first(key, place, claim, act) : again(key, asked, present));
    }

    private Future<Reply> first(String key, String place, ObjectNode claim, Supplier<Future<Reply>> act) {
        Future<Reply> acting;
        try {
            acting = act.get();
        } catch (RuntimeException refused) {
            acting = Future.failedFuture(refused);
        }
        return acting.transform(result -> {
            if (result.failed()) {
                return ephemera.remove(place).transform(done -> Future.failedFuture(result.cause()));
            }
            byte[] sealed = Sealed.seal(access.answerKey(key), Json.write(json(result.result())));
            claim.put("answer", Base64.getEncoder().encodeToString(sealed));
            // The act is done: an answer that can't be kept is no reason to deny it.
            return ephemera.put(place, Json.write(claim), KEPT)
                    .transform(done -> Future.succeededFuture(result.result()));
        });
    }

    private Future<Reply> again(String key, String asked, Optional<byte[]> present) {
        JsonNode known = Json.parse(present.orElseThrow());
        if (!known.path("request").asText().equals(asked)) {
            return Future.failedFuture(new HttpRefusedException(Problem.of(
                    422,
                    "idempotency-key-reused",
                    "The Idempotency-Key belongs to another request",
                    HEADER + ": it was sent with another request before; expected a new one for each act")));
        }
        if (!known.has("answer")) {
            return Future.failedFuture(new HttpRefusedException(Problem.of(
                            409,
                            "still-worked-on",
                            "The same request is still being worked on",
                            "the first request with this " + HEADER + " has no answer yet; try again in a second")
                    .withHeader("Retry-After", "1")));
        }
        byte[] sealed = Base64.getDecoder().decode(known.path("answer").asText());
        return Future.succeededFuture(reply(Json.parse(Sealed.open(access.answerKey(key), sealed))));
    }

    private static ObjectNode json(Reply reply) {
        ObjectNode json = Json.object().put("status", reply.status()).put("mediaType", reply.mediaType());
        ObjectNode headers = json.putObject("headers");
        reply.headers().forEach(headers::put);
        if (reply.body() != null) {
            json.set("body", reply.body());
        }
        return json;
    }

    private static Reply reply(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        headers.put(REPLAYED, "true");
        return new Reply(
                json.path("status").asInt(),
                json.get("body"),
                headers,
                json.path("mediaType").asText(),
                null);
    }

    /** A key belongs to its caller. */
    static String key(Caller caller, String given) {
        return caller.kind() + " " + caller.name() + " " + given;
    }

    /** Where the claim of a key is stored. */
    static String place(String key) {
        return "idempotency:" + digest(key.getBytes(StandardCharsets.UTF_8));
    }

    /** What is stored while a request is being worked on. */
    static ObjectNode claim(String fingerprint) {
        return Json.object().put("request", fingerprint);
    }

    /** Equal for equal requests. Under the server's secret: a body may hold a password. */
    static String fingerprint(AccessConfig access, HttpMethod method, String uri, List<String> ifMatch, byte[] body) {
        MessageDigest digest = sha256();
        for (String part : new String[] {method.name(), uri, String.join(",", ifMatch)}) {
            digest.update((part + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String plain = HexFormat.of().formatHex(digest.digest(body));
        return HexFormat.of().formatHex(access.answerKey(plain));
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
