package dev.sluice.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.NotUnderstood;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The small JSON messages of the protocol, those without records in them. Unknown fields are ignored. */
final class Messages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_NOT_UNDERSTOOD = 100;

    private Messages() {}

    /**
     * First event of a session.
     *
     * @param reportEveryMillis 0 when the server does not say
     * @param environment null when the server does not say
     */
    record Hello(
            String session,
            String node,
            long ackSpreadMillis,
            long reportEveryMillis,
            @Nullable Environment environment) {}

    static Hello hello(byte[] data) {
        JsonNode json = read(data);
        String project = json.path("project").asText("");
        String environment = json.path("environment").asText("");
        return new Hello(
                json.path("session").asText(""),
                json.path("node").asText(""),
                Math.max(0, json.path("ackSpreadMillis").asLong(0)),
                Math.max(0, json.path("reportEveryMillis").asLong(0)),
                project.isEmpty() || environment.isEmpty() ? null : new Environment(project, environment));
    }

    /** The state that a heartbeat or a refetch names. */
    static StateId stateId(byte[] data) {
        JsonNode json = read(data);
        if (!json.path("revision").isIntegralNumber()) {
            throw new WireException("the revision is " + json.path("revision") + ", expected an integer");
        }
        try {
            return new StateId(
                    Epoch.parse(json.path("epoch").asText()),
                    json.path("revision").asLong(),
                    EnvironmentHash.parse(json.path("hash").asText()));
        } catch (IllegalArgumentException malformed) {
            throw new WireException("the state's name is not one: " + malformed.getMessage());
        }
    }

    /** The field of this name as a time from zero to an hour; zero when it is missing. */
    static Duration millis(byte[] data, String field) {
        long millis = read(data).path(field).asLong(0);
        return Duration.ofMillis(Math.min(Math.max(0, millis), 3_600_000));
    }

    /** For how many milliseconds the server has been without its store, as {@code stale} says; null when it does not. */
    static @Nullable Long staleForMillis(byte[] data) {
        JsonNode millis = read(data).path("forMillis");
        return millis.canConvertToLong() && millis.isIntegralNumber() ? millis.asLong() : null;
    }

    static String text(byte[] data, String field) {
        return read(data).path(field).asText("");
    }

    static byte[] ack(
            @Nullable String session,
            String instance,
            StateId id,
            long heldMillis,
            List<NotUnderstood> notUnderstood,
            Map<String, String> overrides,
            String geo) {
        ObjectNode json = JSON.createObjectNode();
        if (session != null) {
            json.put("session", session);
        }
        json.put("instance", instance);
        json.put("epoch", id.epoch().toString());
        json.put("revision", id.revision());
        json.put("hash", id.hash().toString());
        json.put("heldMillis", heldMillis);
        if (!notUnderstood.isEmpty()) {
            ArrayNode array = json.putArray("notUnderstood");
            int named = Math.min(MOST_NOT_UNDERSTOOD, notUnderstood.size());
            for (NotUnderstood flag : notUnderstood.subList(0, named)) {
                array.addObject().put("flag", flag.flag()).put("why", flag.why());
            }
            if (named < notUnderstood.size()) {
                json.put("notUnderstoodMore", notUnderstood.size() - named);
            }
        }
        if (!overrides.isEmpty()) {
            ObjectNode object = json.putObject("overrides");
            overrides.forEach(object::put);
        }
        if (!geo.isEmpty()) {
            json.put("geo", geo);
        }
        return write(json);
    }

    static byte[] goodbye(@Nullable String session, String instance) {
        ObjectNode json = JSON.createObjectNode();
        if (session != null) {
            json.put("session", session);
        }
        json.put("instance", instance);
        return write(json);
    }

    private static JsonNode read(byte[] data) {
        try {
            JsonNode json = JSON.readTree(data);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException malformed) {
            // said below, without the text that was received
        }
        throw new WireException("an event of " + data.length + " bytes is not a JSON object");
    }

    private static byte[] write(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of texts and numbers could not be written", impossible);
        }
    }
}
