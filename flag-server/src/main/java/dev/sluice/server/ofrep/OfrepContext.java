package dev.sluice.server.ofrep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Context;
import dev.sluice.server.command.Values;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the context of an OFREP request. What the body holds beside it is of a newer protocol, and ignored. */
final class OfrepContext {
    private static final String POINTER = "/context";
    private static final String TARGETING_KEY = "targetingKey";
    private static final String GEO = "geo.";
    private static final int MOST_ATTRIBUTES = 1_000;

    private OfrepContext() {}

    /**
     * The context of this body.
     *
     * @param body {@code {"context": {…}}}; the context may be left out
     * @param address where a client that must not say so itself calls from; null when the body's word is taken
     */
    static Context read(JsonNode body, @Nullable String address) {
        if (!(body instanceof ObjectNode)) {
            throw InvalidException.of("", Json.quote(body), "an object such as {\"context\": {}}");
        }
        JsonNode given = body.path("context");
        Context.Builder context = Context.builder();
        if (!given.isMissingNode() && !given.isNull()) {
            if (!(given instanceof ObjectNode) || given.size() > MOST_ATTRIBUTES) {
                throw InvalidException.of(
                        POINTER, Json.quote(given), "an object of at most " + MOST_ATTRIBUTES + " attributes");
            }
            for (Map.Entry<String, JsonNode> attribute : given.properties()) {
                if (address == null || !isOfTheConnection(attribute.getKey())) {
                    set(context, attribute.getKey(), attribute.getValue());
                }
            }
        }
        return address == null ? context.build() : context.ip(address).build();
    }

    private static boolean isOfTheConnection(String name) {
        return name.equals(Context.IP) || name.startsWith(GEO);
    }

    private static void set(Context.Builder context, String name, JsonNode value) {
        if (name.equals(TARGETING_KEY) && !value.isTextual() && !value.isNull()) {
            throw InvalidException.of(Fields.child(POINTER, name), Json.quote(value), "a text");
        }
        if (!Values.isTree(value)) {
            throw InvalidException.of(Fields.child(POINTER, name), Json.quote(value), "numbers that a double can hold");
        }
        context.setAny(name, Values.of(value));
    }
}
