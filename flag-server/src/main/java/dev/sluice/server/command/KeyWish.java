package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.access.KeyKind;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;

/**
 * What somebody wants of a new key.
 *
 * @param kind what it is for
 * @param environment the environment it opens
 * @param name what people call it
 */
public record KeyWish(KeyKind kind, String environment, String name) {
    private static final int LONGEST_NAME = 200;

    /** Reads {@code {"environment", "kind"?, "name"?}}; throws unless it is right. */
    public static KeyWish read(JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        String environment = fields.requiredKey("environment");
        String word = fields.text("kind", LONGEST_NAME, KeyKind.SDK.word());
        String name = fields.text("name", LONGEST_NAME, "");
        fields.refuseOthers();
        KeyKind kind = KeyKind.named(word).orElse(null);
        if (kind == null) {
            out.refuse("/kind", Json.quote(word), "\"sdk\" or \"client\"");
        }
        out.throwIfAny();
        return new KeyWish(kind == null ? KeyKind.SDK : kind, environment, name);
    }
}
