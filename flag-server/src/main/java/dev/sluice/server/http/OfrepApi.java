package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Context;
import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.KeyKind;
import dev.sluice.server.access.StreamTokens;
import dev.sluice.server.ofrep.Audience;
import dev.sluice.server.ofrep.Audiences;
import dev.sluice.server.ofrep.ChangeStreams;
import dev.sluice.server.ofrep.OfrepAnswers;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.stream.Etags;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The OpenFeature Remote Evaluation Protocol: one flag, all flags, and the stream that says that something has changed. */
final class OfrepApi {
    static final String STREAM = "/ofrep/v1/stream";

    private static final long LOOK_MILLIS = 50;
    private static final int MOST_LOOKS = 20;

    private final Vertx vertx;
    private final Audiences audiences;
    private final OfrepAnswers answers;
    private final ChangeStreams streams;
    private final StreamTokens tokens;
    private final AccessConfig access;

    OfrepApi(
            Vertx vertx,
            Audiences audiences,
            OfrepAnswers answers,
            ChangeStreams streams,
            StreamTokens tokens,
            AccessConfig access) {
        this.vertx = vertx;
        this.audiences = audiences;
        this.answers = answers;
        this.streams = streams;
        this.tokens = tokens;
        this.access = access;
    }

    /** {@code POST /ofrep/v1/evaluate/flags/{flag}} */
    Future<Reply> one(Call call) {
        Caller caller = call.caller();
        Context context = OfrepAnswers.context(call.bodyOrEmpty(), KeyKind.of(caller), call.address());
        return audience(caller).map(audience -> {
            ObjectNode json = answers.one(audience, call.path("flag"), context, keyId(caller));
            int status = switch (json.path("errorCode").asText()) {
                case "" -> 200;
                case "FLAG_NOT_FOUND" -> 404;
                case "PARSE_ERROR" -> 400;
                default -> 500;
            };
            return Reply.of(status, json);
        });
    }

    /** {@code POST /ofrep/v1/evaluate/flags} */
    Future<Reply> all(Call call) {
        String wanted = call.query("flagConfigEtag");
        if (wanted == null) {
            return audience(call.caller()).compose(audience -> all(call, audience, true));
        }
        return caughtUp(call.caller(), wanted, 0)
                .compose(audience -> all(call, audience, wanted.equals(audience.tag())));
    }

    private Future<Reply> all(Call call, Audience audience, boolean mayBeUnchanged) {
        Caller caller = call.caller();
        String address = call.address();
        String etag = OfrepAnswers.etag(audience, keyId(caller), address, call.bytes(), call.at());
        if (mayBeUnchanged && Etags.match(call.context().request().getHeader("If-None-Match"), etag)) {
            return Future.succeededFuture(new Reply(304, null, Map.of("ETag", etag), "application/json", null));
        }
        Context context = OfrepAnswers.context(call.bodyOrEmpty(), KeyKind.of(caller), address);
        String stream = access.publicUrl() + STREAM + "?" + tokens.query(caller) + "&since=" + audience.tag();
        return vertx.executeBlocking(
                () -> Reply.ok(answers.all(audience, context, keyId(caller), stream))
                        .header("ETag", etag)
                        .rendered(),
                false);
    }

    /** {@code GET /ofrep/v1/stream?token=&since=} */
    void stream(RoutingContext ctx) {
        if (!streams.open(ctx)) {
            throw HttpRefusedException.tooManyStreams();
        }
    }

    /** Worked out elsewhere where that was not done since the last change: it takes a while where much is visible. */
    private Future<Audience> audience(Caller caller) {
        EnvironmentId environment = caller.keyEnvironment();
        KeyKind kind = KeyKind.of(caller);
        Audience known = audiences.known(environment, kind);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return vertx.executeBlocking(() -> {
            Audience audience = audiences.of(environment, kind);
            if (audience == null) {
                throw notLoaded(caller);
            }
            return audience;
        });
    }

    private static String keyId(Caller caller) {
        return Objects.requireNonNull(caller.keyId(), "only keys get this far");
    }

    private static HttpRefusedException notLoaded(Caller caller) {
        return new HttpRefusedException(Problem.of(
                        503,
                        "not-loaded",
                        "Not loaded yet",
                        "environment " + caller.keyEnvironment() + " is not loaded on this node yet")
                .withHeader("Retry-After", "1"));
    }

    /** Who was told of a change by another node waits for it here: for a second, then gets what there is. */
    private Future<Audience> caughtUp(Caller caller, String wanted, int looks) {
        return audience(caller)
                .compose(now -> now.tag().equals(wanted) || looks == MOST_LOOKS
                        ? Future.succeededFuture(now)
                        : vertx.timer(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                                .compose(due -> caughtUp(caller, wanted, looks + 1)));
    }
}
