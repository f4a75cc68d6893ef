package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.ValueType;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of flags and contexts between JSON and the engine: Boolean, String, Long, Double, Map, List, null. */
public final class Values {
    private static final BigDecimal LARGEST = BigDecimal.valueOf(ValueType.LARGEST_INTEGER);
    private static final int LONGEST_MAGNITUDE = 400;

    private Values() {}

    /** The value of a variation of this type; null also when it is refused (which is noted). */
    static @Nullable Object ofType(ValueType type, JsonNode value, String pointer, Violations out) {
        boolean fits = switch (type) {
            case BOOLEAN -> value.isBoolean();
            case STRING -> value.isTextual();
            case INTEGER -> isInteger(value);
            case DOUBLE -> isDouble(value);
            case JSON -> isTree(value);
        };
        if (!fits) {
            out.refuse(pointer, Json.quote(value), expected(type));
            return null;
        }
        return type == ValueType.DOUBLE ? (Object) value.doubleValue() : of(value);
    }

    private static String expected(ValueType type) {
        return switch (type) {
            case BOOLEAN -> "true or false";
            case STRING -> "a text";
            case INTEGER -> "a whole number between -(2^53-1) and 2^53-1";
            case DOUBLE -> "a number that a double can hold";
            case JSON -> "JSON whose numbers a double can hold";
        };
    }

    /**
     * The engine's form of any JSON value whose numbers it can hold: whole numbers as Long, others as Double. A number that is
     * written as a whole one and fits 64 bits is exact, as everywhere else that one is read: an identifier, one too many for an
     * integer flag's value, names another user when it is rounded.
     */
    public static @Nullable Object of(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isNumber()) {
            return isInteger(value) ? (Object) value.decimalValue().longValueExact() : (Object) value.doubleValue();
        }
        if (value.isArray()) {
            List<@Nullable Object> list = new ArrayList<>(value.size());
            value.forEach(element -> list.add(of(element)));
            return Collections.unmodifiableList(list);
        }
        if (value.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            value.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
            return Collections.unmodifiableMap(map);
        }
        return null;
    }

    /** Whether every number in this value can be held. */
    public static boolean isTree(JsonNode value) {
        if (value.isNumber()) {
            return isInteger(value) || isDouble(value);
        }
        for (JsonNode child : value) {
            if (!isTree(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInteger(JsonNode value) {
        if (!value.isNumber()) {
            return false;
        }
        BigDecimal number = value.decimalValue();
        return Math.abs((long) number.precision() - number.scale()) <= LONGEST_MAGNITUDE
                && number.abs().compareTo(LARGEST) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }

    private static boolean isDouble(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    /** The JSON of an engine value. */
    public static JsonNode json(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Boolean bool) {
            return nodes.booleanNode(bool);
        }
        if (value instanceof String text) {
            return nodes.textNode(text);
        }
        if (value instanceof Long number) {
            return nodes.numberNode(number.longValue());
        }
        if (value instanceof Double number) {
            return nodes.numberNode(number.doubleValue());
        }
        if (value instanceof List<?> list) {
            ArrayNode array = nodes.arrayNode();
            list.forEach(element -> array.add(json(element)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = nodes.objectNode();
            map.forEach((name, element) -> object.set(String.valueOf(name), json(element)));
            return object;
        }
        return nodes.nullNode();
    }
}
