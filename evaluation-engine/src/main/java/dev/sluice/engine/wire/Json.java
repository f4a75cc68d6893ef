package dev.sluice.engine.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How JSON is read here: records strictly, envelopes in such a way that a bad record harms only itself. */
final class Json {
    /** The deepest that a record may be nested. */
    static final int DEEPEST_RECORD = 64;

    /** The deepest that bytes may be nested to be embedded in an event at all. */
    static final int DEEPEST_EMBEDDED = 500;

    private static final int LEVELS_OF_ENVELOPE = 8;

    /** For records: duplicate names and anything after the end are errors. */
    static final ObjectMapper RECORDS = new ObjectMapper(((JsonFactoryBuilder) JsonFactory.builder())
                    .streamReadConstraints(constraints(DEEPEST_RECORD))
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** For asking whether bytes can be embedded. */
    static final JsonFactory EMBEDDED = factory(DEEPEST_EMBEDDED);

    /** For events: reads past whatever {@link #EMBEDDED} accepts. */
    static final JsonFactory ENVELOPES = factory(DEEPEST_EMBEDDED + LEVELS_OF_ENVELOPE);

    private Json() {}

    private static JsonFactory factory(int depth) {
        return ((JsonFactoryBuilder) JsonFactory.builder())
                .streamReadConstraints(constraints(depth))
                .build();
    }

    private static StreamReadConstraints constraints(int depth) {
        return StreamReadConstraints.builder().maxNestingDepth(depth).build();
    }

    static JsonNode readRecord(byte[] bytes) throws IOException {
        return RECORDS.readTree(bytes);
    }

    /** The immutable tree of a JSON value: Map, List, String, Long, Double, Boolean, null. */
    static @Nullable Object tree(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                map.put(field.getKey(), tree(field.getValue()));
            }
            return Collections.unmodifiableMap(map);
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>(node.size());
            for (JsonNode element : node) {
                list.add(tree(element));
            }
            return Collections.unmodifiableList(list);
        }
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isNumber() ? (Object) node.doubleValue() : null;
    }
}
