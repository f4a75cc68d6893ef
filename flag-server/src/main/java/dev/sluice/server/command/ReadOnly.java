package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fields that people see and may send back as they saw them, but not change: versions, salts, ranges, words. Sent back
 * unchanged they are taken out; changed they are refused.
 */
final class ReadOnly {
    private static final String RULES = "rules";
    private static final String FALLTHROUGH = "fallthrough";
    private static final String SPLIT = "split";

    private ReadOnly() {}

    /** The body without the read-only fields of its top level, given what they are now. */
    static JsonNode fields(JsonNode body, ObjectNode present, Violations out, String... names) {
        if (!(body instanceof ObjectNode object)) {
            return body;
        }
        ObjectNode rest = object.deepCopy();
        for (String name : names) {
            JsonNode given = rest.remove(name);
            if (given != null && !given.isNull() && !same(given, present.get(name))) {
                out.refuse("/" + name, Json.quote(given), "it to be left out, or sent back as it was: it is read-only");
            }
        }
        return rest;
    }

    /** The body of targeting without the salts and ranges of its splits. */
    static JsonNode lines(JsonNode body, @Nullable Targeting present, Violations out) {
        if (!(body instanceof ObjectNode object)) {
            return body;
        }
        ObjectNode rest = object.deepCopy();
        if (rest.get(FALLTHROUGH) instanceof ObjectNode fallthrough) {
            Serving before = present == null ? null : present.fallthrough();
            line(fallthrough, before, "/" + FALLTHROUGH, out);
        }
        JsonNode rules = rest.path(RULES);
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) instanceof ObjectNode rule && rule.get("serve") instanceof ObjectNode serve) {
                line(serve, of(present, rule.path("id").asText()), "/rules/" + i + "/serve", out);
            }
        }
        return rest;
    }

    /** The body of one rule without the salt and ranges of its split. */
    static JsonNode line(JsonNode body, @Nullable Serving before, Violations out) {
        if (!(body instanceof ObjectNode object)) {
            return body;
        }
        ObjectNode rest = object.deepCopy();
        if (rest.get("serve") instanceof ObjectNode serve) {
            line(serve, before, "/serve", out);
        }
        return rest;
    }

    private static @Nullable Serving of(@Nullable Targeting present, String rule) {
        Optional<Serving> serving = present == null ? Optional.empty() : present.serving(rule);
        return serving.orElse(null);
    }

    private static void line(ObjectNode serve, @Nullable Serving before, String pointer, Violations out) {
        if (!(serve.get(SPLIT) instanceof ObjectNode split)) {
            return;
        }
        JsonNode present = before == null ? Json.object() : before.json().path(SPLIT);
        for (String name : new String[] {"salt", "ranges"}) {
            JsonNode given = split.remove(name);
            if (given != null && !same(given, present.get(name))) {
                out.refuse(
                        pointer + "/split/" + name,
                        Json.quote(given),
                        "it to be left out, or sent back as it was: it is read-only");
            }
        }
    }

    /** Equal as written: trees hold the same number in several classes. */
    private static boolean same(JsonNode given, @Nullable JsonNode present) {
        return present != null && given.toString().equals(present.toString());
    }
}
