package dev.sluice.engine.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.Context;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the vector files. */
final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    static JsonNode file(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name + ".json")) {
            return JSON.readTree(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** The environment of a group, after it went through the state before, if there is one. */
    static Replica replica(JsonNode group) {
        Writer writer = new Writer("1.vectors");
        JsonNode before = group.path("before");
        put(writer, before);
        writer.commit();
        Replica replica = Replica.of(writer.snapshot());
        before.path("flags").fieldNames().forEachRemaining(writer::removeFlag);
        before.path("segments").fieldNames().forEachRemaining(writer::removeSegment);
        put(writer, group);
        return replica.apply(writer.commit());
    }

    private static void put(Writer writer, JsonNode state) {
        for (Map.Entry<String, JsonNode> flag : fields(state.path("flags"))) {
            writer.flag(flag.getKey(), flag.getValue().toString());
        }
        for (Map.Entry<String, JsonNode> segment : fields(state.path("segments"))) {
            writer.segment(segment.getKey(), segment.getValue().toString());
        }
    }

    static Context context(JsonNode node) {
        Context.Builder context = Context.builder();
        for (Map.Entry<String, JsonNode> field : fields(node)) {
            context.setAny(field.getKey(), value(field.getValue()));
        }
        return context.build();
    }

    static Object value(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }

    static List<Map.Entry<String, JsonNode>> fields(JsonNode node) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>();
        node.fields().forEachRemaining(fields::add);
        return fields;
    }

    static Map<String, Object> map(JsonNode node) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            map.put(name, value(node.get(name)));
        }
        return map;
    }
}
