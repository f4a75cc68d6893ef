package dev.sluice.server.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What nodes say to one another, as JSON: {@code {"v": 1, "kind": …}}. Fields and kinds that a node does not know are ignored, so that
 * neighbouring versions understand each other.
 */
final class NodeMessages {

    static final String ACKS = "acks";
    static final String HERE = "here";
    static final String GOODBYE = "goodbye";
    static final String SEEK = "seek";
    static final String AWAIT = "await";
    static final String AWAITED = "awaited";
    static final String VIEW = "view";
    static final String VIEWED = "viewed";
    static final String PROGRESS = "progress";
    static final String ATTEMPTS = "attempts";
    static final String ATTEMPTED = "attempted";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORM = 1;

    private NodeMessages() {}

    static ObjectNode of(String kind) {
        return JSON.createObjectNode().put("v", FORM).put("kind", kind);
    }

    static ObjectNode of(String kind, EnvironmentId environment) {
        return put(of(kind), environment);
    }

    static ObjectNode put(ObjectNode json, EnvironmentId environment) {
        return json.put("project", environment.project()).put("environment", environment.environment());
    }

    static byte[] bytes(ObjectNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers could not be written", impossible);
        }
    }

    /** A message that this version understands, or null. */
    static @Nullable JsonNode read(byte[] bytes) {
        try {
            JsonNode message = JSON.readTree(bytes);
            return message != null && message.path("v").asInt() == FORM ? message : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    static EnvironmentId environment(JsonNode json) {
        return new EnvironmentId(
                json.path("project").asText(), json.path("environment").asText());
    }

    static ObjectNode put(ObjectNode json, @Nullable StateId state) {
        return state == null
                ? json
                : json.put("epoch", state.epoch().toString())
                        .put("revision", state.revision())
                        .put("hash", state.hash().toString());
    }

    /** The state that a message names. */
    static StateId state(JsonNode json) {
        return new StateId(
                Epoch.parse(json.path("epoch").asText()),
                json.path("revision").asLong(),
                EnvironmentHash.parse(json.path("hash").asText()));
    }

    static @Nullable StateId stateOrNull(JsonNode json) {
        return json.has("epoch") ? state(json) : null;
    }

    /** The flags of the change that a message is about; null if it does not say. */
    static @Nullable Set<String> flagsOrNull(JsonNode json) {
        return json.has("flags") ? Set.copyOf(texts(json.path("flags"))) : null;
    }

    static ObjectNode ack(EnvironmentId environment, Ack ack) {
        ObjectNode json = put(JSON.createObjectNode(), environment)
                .put("session", ack.session())
                .put("instance", ack.instance())
                .put("heldMillis", ack.held().toMillis());
        put(json, ack.state());
        told(json, ack.notUnderstood(), ack.overrides(), ack.geo());
        json.put("notUnderstoodMore", ack.notUnderstoodMore());
        return json;
    }

    static Ack ack(JsonNode json) {
        return new Ack(
                json.path("session").asText(),
                json.path("instance").asText(),
                state(json),
                Duration.ofMillis(json.path("heldMillis").asLong()),
                notUnderstood(json),
                json.path("notUnderstoodMore").asInt(),
                overrides(json),
                json.path("geo").asText(""));
    }

    static void part(ObjectNode json, Part part) {
        json.put("connected", part.connected())
                .put("acked", part.acked())
                .put("left", part.left())
                .put("pollers", part.pollers())
                .put("serves", part.serves())
                .put("done", part.done())
                .put("lastAckMillis", part.lastAckMillis());
        ArrayNode laggards = json.putArray("laggards");
        part.laggards()
                .forEach(laggard -> put(
                        laggards.addObject()
                                .put("instance", laggard.instance())
                                .put("application", laggard.application())
                                .put("session", laggard.session())
                                .put("why", laggard.why()),
                        laggard.acked()));
        put(json.putArray("lost"), part.lost());
    }

    static Part part(JsonNode json) {
        List<Laggard> laggards = new ArrayList<>();
        json.path("laggards")
                .forEach(each -> laggards.add(new Laggard(
                        each.path("instance").asText(),
                        each.path("application").asText(),
                        each.path("session").asText(),
                        stateOrNull(each),
                        each.path("why").asText())));
        return new Part(
                json.path("connected").asInt(),
                json.path("acked").asInt(),
                laggards,
                texts(json.path("lost")),
                json.path("left").asInt(),
                json.path("pollers").asInt(),
                json.path("serves").asBoolean(),
                json.path("done").asBoolean(),
                json.path("lastAckMillis").asLong());
    }

    static ObjectNode instance(Instance instance) {
        ObjectNode json = JSON.createObjectNode()
                .put("instance", instance.id())
                .put("application", instance.application())
                .put("sdk", instance.sdk())
                .put("connectedAt", instance.connectedAt().toEpochMilli())
                .put("lastSeenAt", instance.lastSeenAt().toEpochMilli())
                .put("polling", instance.polling())
                .put("lost", instance.lost())
                .put("droppedWindows", instance.droppedWindows());
        if (instance.session() != null) {
            json.put("session", instance.session());
        }
        put(json, instance.acked());
        told(json, instance.notUnderstood(), instance.overrides(), instance.geo());
        return json;
    }

    static Instance instance(JsonNode json, String node) {
        return new Instance(
                json.path("instance").asText(),
                json.path("application").asText(),
                json.path("sdk").asText(),
                node,
                json.has("session") ? json.path("session").asText() : null,
                Instant.ofEpochMilli(json.path("connectedAt").asLong()),
                Instant.ofEpochMilli(json.path("lastSeenAt").asLong()),
                stateOrNull(json),
                json.path("polling").asBoolean(),
                json.path("lost").asBoolean(),
                notUnderstood(json),
                overrides(json),
                json.path("geo").asText(""),
                json.path("droppedWindows").asLong());
    }

    static void put(ArrayNode array, Iterable<String> texts) {
        texts.forEach(array::add);
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static void put(ObjectNode json, Map<String, String> overrides) {
        if (!overrides.isEmpty()) {
            ObjectNode object = json.putObject("overrides");
            new TreeMap<>(overrides).forEach(object::put);
        }
    }

    static Map<String, String> overrides(JsonNode json) {
        Map<String, String> overrides = new TreeMap<>();
        json.path("overrides")
                .properties()
                .forEach(entry -> overrides.put(entry.getKey(), entry.getValue().asText()));
        return overrides;
    }

    private static void told(
            ObjectNode json,
            List<Instance.NotUnderstoodFlag> notUnderstood,
            Map<String, String> overrides,
            String geo) {
        if (!notUnderstood.isEmpty()) {
            ArrayNode array = json.putArray("notUnderstood");
            notUnderstood.forEach(
                    flag -> array.addObject().put("flag", flag.flag()).put("why", flag.why()));
        }
        put(json, overrides);
        if (!geo.isEmpty()) {
            json.put("geo", geo);
        }
    }

    private static List<Instance.NotUnderstoodFlag> notUnderstood(JsonNode json) {
        List<Instance.NotUnderstoodFlag> flags = new ArrayList<>();
        json.path("notUnderstood")
                .forEach(flag -> flags.add(new Instance.NotUnderstoodFlag(
                        flag.path("flag").asText(), flag.path("why").asText())));
        return flags;
    }
}
