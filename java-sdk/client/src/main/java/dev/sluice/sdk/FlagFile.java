package dev.sluice.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.SegmentReading;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads flags that a person has written: {@code {"flags": {"new-checkout": true}, "segments": {}}}.
 *
 * <p>A flag is a value, which everyone gets, or its wire form, in which {@code key}, {@code version} and {@code enabled} may be left
 * out; also as {@code GET /sdk/v1/snapshot} embeds it, so that a saved answer can be used. All of it is understood, or nothing is.
 */
final class FlagFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final WireCodec CODEC = new WireCodec();
    private static final Epoch EPOCH = new Epoch(1, "file");

    private FlagFile() {}

    /**
     * The state that a file describes.
     *
     * @param revision the number that it gets
     * @throws IllegalArgumentException when it describes none; the message says where and why
     */
    static SnapshotEvent parse(byte[] content, long revision) {
        JsonNode file = json(content);
        if (!file.path("flags").isObject()) {
            throw new IllegalArgumentException("it has no object 'flags'");
        }
        TreeMap<String, WireRecord> flags = new TreeMap<>();
        TreeMap<String, WireRecord> segments = new TreeMap<>();
        EnvironmentHash hash = EnvironmentHash.EMPTY;
        for (Map.Entry<String, JsonNode> field : file.path("flags").properties()) {
            WireRecord record = flag(field.getKey(), field.getValue());
            flags.put(field.getKey(), record);
            hash = hash.plus(record.h());
        }
        for (Map.Entry<String, JsonNode> field : file.path("segments").properties()) {
            WireRecord record = segment(field.getKey(), field.getValue());
            segments.put(field.getKey(), record);
            hash = hash.plus(record.h());
        }
        return new SnapshotEvent(WireCodec.FORMAT, new StateId(EPOCH, revision, hash), flags, segments);
    }

    private static JsonNode json(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("line " + malformed.getLocation().getLineNr() + ", column "
                    + malformed.getLocation().getColumnNr() + ": it is no JSON: " + malformed.getOriginalMessage());
        } catch (IOException malformed) {
            throw new IllegalArgumentException("it is no JSON: " + malformed.getMessage());
        }
    }

    private static WireRecord flag(String key, JsonNode given) {
        ObjectNode flag = given.isObject() ? object(given) : withValue(key, given);
        if (!flag.has("variations")) {
            throw new IllegalArgumentException(
                    "flag '" + key + "' is an object without 'variations'; expected a value that"
                            + " everyone gets (true, a text, a number, a list), or a flag with its type and variations");
        }
        putIfAbsent(flag, "key", JSON.getNodeFactory().textNode(key));
        putIfAbsent(flag, "version", JSON.getNodeFactory().numberNode(0));
        putIfAbsent(flag, "enabled", JSON.getNodeFactory().booleanNode(true));
        byte[] bytes = bytes(flag);
        if (CODEC.readFlag(key, bytes) instanceof FlagReading.NotUnderstood bad) {
            throw new IllegalArgumentException("flag '" + key + "': " + bad.why());
        }
        return WireRecord.of(RecordKind.FLAG, key, bytes);
    }

    private static WireRecord segment(String key, JsonNode given) {
        if (!given.isObject()) {
            throw new IllegalArgumentException("segment '" + key + "' is no object");
        }
        ObjectNode segment = object(given);
        putIfAbsent(segment, "key", JSON.getNodeFactory().textNode(key));
        byte[] bytes = bytes(segment);
        if (CODEC.readSegment(key, bytes) instanceof SegmentReading.NotUnderstood bad) {
            throw new IllegalArgumentException("segment '" + key + "': " + bad.why());
        }
        return WireRecord.of(RecordKind.SEGMENT, key, bytes);
    }

    private static ObjectNode object(JsonNode given) {
        JsonNode embedded = given.path("record");
        return (embedded.isObject() ? embedded : given).deepCopy();
    }

    private static ObjectNode withValue(String key, JsonNode value) {
        ObjectNode flag = JSON.createObjectNode();
        String served = value.isBoolean() ? (value.booleanValue() ? "on" : "off") : "value";
        flag.put("type", type(key, value));
        ObjectNode variations = flag.putObject("variations");
        if (value.isBoolean()) {
            variations.put("on", true).put("off", false);
        } else {
            variations.set("value", value);
        }
        flag.putObject("fallthrough").put("variation", served);
        return flag;
    }

    private static String type(String key, JsonNode value) {
        if (value.isBoolean()) {
            return "boolean";
        } else if (value.isTextual()) {
            return "string";
        } else if (value.isIntegralNumber()) {
            return "integer";
        } else if (value.isNumber()) {
            return "double";
        } else if (value.isArray()) {
            return "json";
        }
        throw new IllegalArgumentException(
                "flag '" + key + "' is " + value + "; expected a value that everyone gets, or a flag");
    }

    private static void putIfAbsent(ObjectNode object, String field, @Nullable JsonNode value) {
        if (!object.has(field)) {
            object.set(field, value);
        }
    }

    private static byte[] bytes(ObjectNode record) {
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree that was read could not be written", impossible);
        }
    }
}
