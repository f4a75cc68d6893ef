package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Variation;
import dev.sluice.server.command.FlagDefinition.About;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads flag definitions: what people send, and what we stored. */
final class DefinitionJson {
    private static final int MOST_VARIATIONS = 100;
    private static final int MOST_TAGS = 50;
    private static final int LONGEST_TAG = 100;
    private static final int LONGEST_TEXT = 2_000;
    private static final String TYPES = "boolean, string, integer, double or json";
    private static final List<Variation> ON_OFF = List.of(new Variation("on", true), new Variation("off", false));

    private DefinitionJson() {}

    /** Reads what we stored. */
    static FlagDefinition stored(Fields fields) {
        FlagDefinition definition = read(fields.requiredKey("key"), fields);
        fields.out().throwIfAny();
        return required(definition);
    }

    /** Reads a body that replaces the definition of this key; throws unless it is right. */
    static FlagDefinition authored(String key, JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        String given = fields.key("key");
        if (given != null && !given.equals(key)) {
            out.refuse("/key", Json.quote(given), Json.quote(key) + ", as in the address");
        }
        FlagDefinition definition = read(key, fields);
        fields.refuseOthers();
        out.throwIfAny();
        return required(definition);
    }

    /** Reads the fields of a definition; null if they are wrong (which is noted). Leaves other fields to the caller. */
    static @Nullable FlagDefinition read(String key, Fields fields) {
        Violations out = fields.out();
        ValueType type = type(fields);
        List<Variation> variations = type == null ? List.of() : variations(type, fields);
        if (type == null) {
            fields.raw("variations");
        }
        About about = new About(
                fields.text("description", LONGEST_TEXT, ""),
                fields.text("owner", LONGEST_TAG, ""),
                fields.texts("tags", MOST_TAGS, LONGEST_TAG),
                fields.text("runbook", LONGEST_TEXT, ""),
                fields.bool("temporary", false),
                expires(fields));
        boolean clientVisible = fields.bool("clientVisible", false);
        boolean archived = fields.bool("archived", false);
        return type == null || variations.isEmpty() || !out.isEmpty()
                ? null
                : new FlagDefinition(key, type, variations, about, clientVisible, archived);
    }

    private static @Nullable ValueType type(Fields fields) {
        JsonNode given = fields.raw("type");
        if (given == null) {
            fields.out().missing(fields.pointer("type"), TYPES);
            return null;
        }
        for (ValueType type : ValueType.values()) {
            if (given.isTextual() && given.textValue().equals(type.toString())) {
                return type;
            }
        }
        fields.out().refuse(fields.pointer("type"), Json.quote(given), TYPES);
        return null;
    }

    private static List<Variation> variations(ValueType type, Fields fields) {
        Violations out = fields.out();
        String pointer = fields.pointer("variations");
        JsonNode given = fields.raw("variations");
        if (given == null && type == ValueType.BOOLEAN) {
            return ON_OFF;
        }
        Map<String, JsonNode> values = fields.object("variations");
        if (given == null || (given.isObject() && given.isEmpty())) {
            out.missing(pointer, "at least one variation, as {\"name\": value}");
        } else if (values.size() > MOST_VARIATIONS) {
            out.refuse(pointer, values.size() + " variations", "at most " + MOST_VARIATIONS);
        }
        List<Variation> variations = new ArrayList<>();
        values.forEach((name, value) -> {
            String at = Fields.child(pointer, name);
            if (!Fields.KEY.matcher(name).matches()) {
                out.refuse(pointer, Json.quote(name), "names of " + Fields.KEY_FORM);
            } else {
                variations.add(new Variation(name, Values.ofType(type, value, at, out)));
            }
        });
        return variations;
    }

    private static @Nullable String expires(Fields fields) {
        String given = fields.text("expires", LONGEST_TAG);
        if (given != null) {
            try {
                return LocalDate.parse(given).toString();
            } catch (DateTimeParseException e) {
                fields.out().refuse(fields.pointer("expires"), Json.quote(given), "a day such as 2027-03-31");
            }
        }
        return null;
    }

    private static FlagDefinition required(@Nullable FlagDefinition definition) {
        if (definition == null) {
            throw new IllegalStateException("a definition was not read and nothing was noted");
        }
        return definition;
    }
}
