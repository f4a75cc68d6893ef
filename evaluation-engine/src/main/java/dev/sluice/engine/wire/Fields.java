package dev.sluice.engine.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.model.InvalidDefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object of a record. A known field that is null or of the wrong type is refused, whether it may be
 * left out or not: a blanked record must not read as one that says less.
 *
 * @param what names the object in messages
 */
record Fields(String what, JsonNode node) {

    Fields {
        if (!node.isObject()) {
            throw new InvalidDefinitionException(what + ": expected an object, was " + type(node));
        }
    }

    String text(String name) {
        String text = textOr(name, null);
        if (text == null) {
            throw missing(name);
        }
        return text;
    }

    @Nullable
    String textOr(String name, @Nullable String otherwise) {
        JsonNode field = node.get(name);
        if (field == null) {
            return otherwise;
        }
        if (!field.isTextual()) {
            throw wrong(name, "a string", field);
        }
        return field.textValue();
    }

    boolean flag(String name) {
        if (!node.has(name)) {
            throw missing(name);
        }
        return flagOr(name, false);
    }

    boolean flagOr(String name, boolean otherwise) {
        JsonNode field = node.get(name);
        if (field == null) {
            return otherwise;
        }
        if (!field.isBoolean()) {
            throw wrong(name, "true or false", field);
        }
        return field.booleanValue();
    }

    long whole(String name) {
        JsonNode field = required(name);
        Long number = wholeNumber(field);
        if (number == null) {
            throw wrong(name, "a whole number", field);
        }
        return number;
    }

    int number(String name) {
        long number = whole(name);
        if (number != (int) number) {
            throw wrong(name, "a whole number within 32 bits", required(name));
        }
        return (int) number;
    }

    double real(String name) {
        JsonNode field = required(name);
        if (!field.isNumber()) {
            throw wrong(name, "a number", field);
        }
        return field.doubleValue();
    }

    Fields object(String name) {
        return new Fields(what + ": " + name, required(name));
    }

    boolean has(String name) {
        return node.has(name);
    }

    /** The elements of an array. */
    <T> List<T> list(String name, Function<JsonNode, T> element) {
        required(name);
        return listOrNone(name, element);
    }

    /** The elements of an array that may be left out. */
    <T> List<T> listOrNone(String name, Function<JsonNode, T> element) {
        JsonNode field = node.get(name);
        if (field == null) {
            return List.of();
        }
        if (!field.isArray()) {
            throw wrong(name, "an array", field);
        }
        List<T> list = new ArrayList<>(field.size());
        for (JsonNode child : field) {
            list.add(element.apply(child));
        }
        return list;
    }

    List<String> texts(String name) {
        return list(name, child -> text(name, child));
    }

    List<String> textsOrNone(String name) {
        return listOrNone(name, child -> text(name, child));
    }

    JsonNode required(String name) {
        JsonNode field = node.get(name);
        if (field == null) {
            throw missing(name);
        }
        return field;
    }

    private String text(String name, JsonNode child) {
        if (!child.isTextual()) {
            throw wrong(name, "strings", child);
        }
        return child.textValue();
    }

    /** A number without a fraction that fits 64 bits, written in whatever way; else null. */
    static @Nullable Long wholeNumber(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? node.longValue() : null;
        }
        double number = node.isNumber() ? node.doubleValue() : Double.NaN;
        return number == Math.rint(number) && Math.abs(number) < 0x1p63 ? (Long) (long) number : null;
    }

    private InvalidDefinitionException missing(String name) {
        return new InvalidDefinitionException(what + ": " + name + " is missing");
    }

    private InvalidDefinitionException wrong(String name, String expected, JsonNode was) {
        return new InvalidDefinitionException(what + ": " + name + ": expected " + expected + ", was " + type(was));
    }

    private static String type(JsonNode node) {
        return node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }
}
