package dev.sluice.server.ofrep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.ErrorCode;
import dev.sluice.server.access.KeyKind;
import dev.sluice.server.command.Values;
import dev.sluice.server.evaluate.Evaluations;
import dev.sluice.server.json.Json;
import dev.sluice.server.measures.Measures;
import dev.sluice.server.measures.Report.Decided;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Answers of OFREP. Numbers have the form of their flag's type ({@code 10.0} of a double, {@code 10} of an integer); nothing in
 * metadata is null; a flag that is disabled and says nothing for that case has no value, so that the caller's default holds. Who
 * has a client key is told no name of a rule.
 */
public final class OfrepAnswers {
    /** A page that shows nothing closes its stream after so long. */
    private static final int INACTIVITY_SECONDS = 120;

    /** An answer is told to be unchanged for so long at most: the stream's URL in it ends. */
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private static final int ETAG_LETTERS = 27;

    private static final String APPLICATION = "ofrep/";

    private final Evaluations evaluations;
    private final Measures measures;

    /** Answers with these decisions, and counts them there: an OFREP client reports nothing itself. */
    public OfrepAnswers(Evaluations evaluations, Measures measures) {
        this.evaluations = evaluations;
        this.measures = measures;
    }

    /**
     * Reads a context.
     *
     * @param body the body of the request
     * @param kind who asks
     * @param address where they call from, which for a client key is the only word on it
     */
    public static Context context(JsonNode body, KeyKind kind, String address) {
        return OfrepContext.read(body, kind == KeyKind.CLIENT ? address : null);
    }

    /**
     * The decision of one flag; an object with an {@code errorCode} if there is none.
     *
     * @param keyId whose key it is asked with
     */
    public ObjectNode one(Audience audience, String flag, Context context, String keyId) {
        if (!audience.sees(flag)) {
            return failure(flag, ErrorCode.FLAG_NOT_FOUND, "there is no flag of this key");
        }
        Decision decision = evaluations.decide(audience.snapshot(), flag, context);
        ErrorCode error = decision.errorCode();
        var decided = new Decided(
                decision.flagVersion(),
                decision.place(),
                decision.variation(),
                decision.reason().toString(),
                error == null ? null : error.toString());
        measures.decided(audience.state().id(), APPLICATION + keyId, flag, decided);
        return json(audience, flag, decision);
    }

    private static ObjectNode json(Audience audience, String flag, Decision decision) {
        ErrorCode error = decision.errorCode();
        if (error != null) {
            return failure(flag, error, "the flag can't be evaluated");
        }
        ObjectNode json =
                Json.object().put("key", flag).put("reason", decision.reason().toString());
        if (decision.hasValue()) {
            json.put("variant", decision.variation());
            json.set("value", Values.json(decision.value()));
        }
        ObjectNode metadata = json.putObject("metadata").put("flagVersion", decision.flagVersion());
        if (audience.kind() == KeyKind.SDK && decision.place() != null) {
            metadata.put("place", decision.place());
        }
        return json;
    }

    /**
     * The decisions of all flags.
     *
     * @param keyId whose key it is asked with
     * @param stream the URL of the stream that tells of changes
     */
    public ObjectNode all(Audience audience, Context context, String keyId, String stream) {
        ObjectNode json = Json.object();
        ArrayNode flags = json.putArray("flags");
        for (String flag : audience.flags()) {
            Decision decision = evaluations.decide(audience.snapshot(), flag, context);
            measures.handedOut(audience.state().id(), APPLICATION + keyId, flag, decision.variation());
            flags.add(json(audience, flag, decision));
        }
        json.putArray("eventStreams")
                .addObject()
                .put("type", "sse")
                .put("url", stream)
                .put("inactivityDelaySec", INACTIVITY_SECONDS);
        return json;
    }

    /** What takes the place of a decision that there is none of. */
    public static ObjectNode failure(@Nullable String flag, ErrorCode code, String details) {
        ObjectNode json = Json.object();
        if (flag != null) {
            json.put("key", flag);
        }
        return json.put("errorCode", code.toString()).put("errorDetails", details);
    }

    /**
     * The ETag of {@link #all}: another one when the configuration, the context, the key or the address is another, and every
     * ten minutes, at a time that differs from context to context.
     */
    public static String etag(Audience audience, String keyId, String address, byte[] body, Instant now) {
        MessageDigest digest = Audiences.sha256();
        digest.update((audience.tag() + "\n" + keyId + "\n" + address + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(body);
        byte[] asked = digest.digest();
        long phase = (((asked[0] & 0xffL) << 8) | (asked[1] & 0xffL)) % WINDOW.toSeconds();
        long window = (now.getEpochSecond() + phase) / WINDOW.toSeconds();
        digest.update(asked);
        digest.update(Long.toString(window).getBytes(StandardCharsets.UTF_8));
        return "\"" + Base64.getUrlEncoder().encodeToString(digest.digest()).substring(0, ETAG_LETTERS) + "\"";
    }
}
