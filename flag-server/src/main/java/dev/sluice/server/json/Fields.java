package dev.sluice.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object by name and type, notes what is wrong, and at the end refuses the fields that
 * nobody asked for. A null counts as absent. Not safe for several threads.
 */
public final class Fields {
    /** The form of every key. */
    public static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** The form of every key, in the words of an error message. */
    public static final String KEY_FORM = "1 to 100 of A-Z a-z 0-9 . _ -";

    private final ObjectNode node;
    private final String pointer;
    private final Violations out;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(ObjectNode node, String pointer, Violations out) {
        this.node = node;
        this.pointer = pointer;
        this.out = out;
    }

    /** The fields of this value, or null if it is no object (which is noted). */
    public static @Nullable Fields of(JsonNode value, String pointer, Violations out) {
        if (value instanceof ObjectNode object) {
            return new Fields(object, pointer, out);
        }
        out.refuse(pointer, Json.quote(value), "an object");
        return null;
    }

    /** The fields of a body. */
    public static Fields ofBody(JsonNode body, Violations out) {
        Fields fields = of(body, "", out);
        if (fields == null) {
            out.throwIfAny();
            throw new IllegalStateException("a body that is no object was not noted");
        }
        return fields;
    }

    /** Where errors are noted. */
    public Violations out() {
        return out;
    }

    /** The pointer to one of the fields. */
    public String pointer(String name) {
        return child(pointer, name);
    }

    /** The pointer to a field of what is at the given pointer. */
    public static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The value as it is, or null if absent. */
    public @Nullable JsonNode raw(String name) {
        known.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** A text, or null if absent or wrong. */
    public @Nullable String text(String name, int longest) {
        JsonNode value = raw(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() > longest) {
            out.refuse(pointer(name), Json.quote(value), "a text of at most " + longest + " characters");
            return null;
        }
        return value.textValue();
    }

    /** A text, or the given one if absent. */
    public String text(String name, int longest, String otherwise) {
        String value = text(name, longest);
        return value == null ? otherwise : value;
    }

    /** A key, or null if absent or wrong. */
    public @Nullable String key(String name) {
        JsonNode value = raw(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || !KEY.matcher(value.textValue()).matches()) {
            out.refuse(pointer(name), Json.quote(value), KEY_FORM);
            return null;
        }
        return value.textValue();
    }

    /** A key that must be there; an empty text when it is missing or wrong (which is noted). */
    public String requiredKey(String name) {
        if (raw(name) == null) {
            out.missing(pointer(name), KEY_FORM);
            return "";
        }
        String key = key(name);
        return key == null ? "" : key;
    }

    /** True or false, or the given one if absent or wrong. */
    public boolean bool(String name, boolean otherwise) {
        JsonNode value = raw(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            out.refuse(pointer(name), Json.quote(value), "true or false");
            return otherwise;
        }
        return value.booleanValue();
    }

    /** A whole number in bounds, or the given one if absent or wrong. */
    public long whole(String name, long least, long most, long otherwise) {
        JsonNode value = raw(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            out.refuse(pointer(name), Json.quote(value), "a whole number from " + least + " to " + most);
            return otherwise;
        }
        return value.longValue();
    }

    /** The elements of a list, or none if absent or no list (which is noted). */
    public List<JsonNode> list(String name, int most) {
        JsonNode value = raw(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            out.refuse(pointer(name), Json.quote(value), "a list");
            return List.of();
        }
        if (value.size() > most) {
            out.refuse(pointer(name), "a list of " + value.size(), "at most " + most + " elements");
            return List.of();
        }
        List<JsonNode> elements = new ArrayList<>(value.size());
        value.forEach(elements::add);
        return elements;
    }

    /** A list of texts, each not empty and given once. */
    public List<String> texts(String name, int most, int longest) {
        Set<String> texts = new LinkedHashSet<>();
        List<JsonNode> elements = list(name, most);
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            String at = pointer(name) + "/" + i;
            if (!element.isTextual()
                    || element.textValue().isEmpty()
                    || element.textValue().length() > longest) {
                out.refuse(at, Json.quote(element), "a text of 1 to " + longest + " characters");
            } else if (!texts.add(element.textValue())) {
                out.refuse(at, Json.quote(element), "each text once");
            }
        }
        return List.copyOf(texts);
    }

    /** The fields of an object by name, in their order; empty if absent or no object (which is noted). */
    public Map<String, JsonNode> object(String name) {
        JsonNode value = raw(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof ObjectNode object)) {
            out.refuse(pointer(name), Json.quote(value), "an object");
            return Map.of();
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** Refuses every field that was not read until now. */
    public void refuseOthers() {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            if (!known.contains(name)) {
                String shown = Json.shortened(name, 80);
                out.add(new Violation(
                        pointer(shown),
                        shown + ": this field is not known; expected only " + String.join(", ", known)));
            }
        }
    }
}
