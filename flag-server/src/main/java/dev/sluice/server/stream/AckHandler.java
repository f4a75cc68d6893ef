package dev.sluice.server.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.StateId;
import dev.sluice.server.fleet.Ack;
import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.fleet.Instance;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.MalformedBodyException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Acknowledgements and goodbyes: small bodies, read with a bound, answered with 204. */
final class AckHandler {

    private static final int LARGEST_BODY = 256 * 1024;
    private static final int MOST_NOT_UNDERSTOOD = 1_000;
    private static final int MOST_NOT_UNDERSTOOD_MORE = 1_000_000;
    private static final int MOST_OVERRIDES = 100;
    private static final int LONGEST_WHY = 300;
    private static final long LONGEST_HELD_MILLIS = Duration.ofHours(1).toMillis();

    private final Vertx vertx;
    private final FleetRegistry fleet;
    private final Function<RoutingContext, SdkCaller> callers;

    AckHandler(Vertx vertx, FleetRegistry fleet, Function<RoutingContext, SdkCaller> callers) {
        this.vertx = vertx;
        this.fleet = fleet;
        this.callers = callers;
    }

    void ack(RoutingContext ctx) {
        withBody(ctx, (caller, body) -> fleet.acknowledged(caller.environment(), ack(body)));
    }

    void goodbye(RoutingContext ctx) {
        withBody(ctx, (caller, body) -> fleet.goodbye(caller.environment(), text(body, "instance")));
    }

    private void withBody(RoutingContext ctx, BiConsumer<SdkCaller, JsonNode> use) {
        SdkCaller caller = callers.apply(ctx);
        SmallBody.read(vertx, ctx.request(), LARGEST_BODY, body -> answer(ctx, caller, body, use));
    }

    private static void answer(RoutingContext ctx, SdkCaller caller, Buffer body, BiConsumer<SdkCaller, JsonNode> use) {
        if (body.length() > LARGEST_BODY) {
            ctx.fail(new SdkRefusedException(
                    413,
                    "body-too-large",
                    "Body too large",
                    "a body of more than " + LARGEST_BODY + " bytes is not allowed here",
                    0));
            return;
        }
        try {
            JsonNode json = Json.parse(body.getBytes());
            if (!json.isObject()) {
                throw new IllegalArgumentException("the body is not a JSON object");
            }
            use.accept(caller, json);
        } catch (MalformedBodyException | IllegalArgumentException wrong) {
            ctx.fail(refused(String.valueOf(wrong.getMessage())));
            return;
        }
        ctx.response().setStatusCode(204).end();
    }

    private static SdkRefusedException refused(String detail) {
        return new SdkRefusedException(400, "invalid", "Not a valid message", detail, 0);
    }

    private static Ack ack(JsonNode body) {
        JsonNode revision = body.path("revision");
        if (!revision.isIntegralNumber() || !revision.canConvertToLong() || revision.longValue() < 0) {
            throw new IllegalArgumentException("revision: missing or not a whole number; expected 0 or more");
        }
        var state = new StateId(
                Epoch.parse(text(body, "epoch")), revision.longValue(), EnvironmentHash.parse(text(body, "hash")));
        long held = Math.min(
                LONGEST_HELD_MILLIS, Math.max(0, body.path("heldMillis").asLong(0)));
        List<Instance.NotUnderstoodFlag> notUnderstood = new ArrayList<>();
        long more = Math.min(
                MOST_NOT_UNDERSTOOD_MORE,
                Math.max(0, body.path("notUnderstoodMore").asLong(0)));
        for (JsonNode flag : body.path("notUnderstood")) {
            if (notUnderstood.size() < MOST_NOT_UNDERSTOOD) {
                notUnderstood.add(new Instance.NotUnderstoodFlag(
                        cut(flag.path("flag").asText()), cut(flag.path("why").asText())));
            } else {
                more++;
            }
        }
        return new Ack(
                cut(body.path("session").asText("")),
                cut(text(body, "instance")),
                state,
                Duration.ofMillis(held),
                notUnderstood,
                (int) more,
                overrides(body),
                cut(body.path("geo").asText("")));
    }

    private static Map<String, String> overrides(JsonNode body) {
        Map<String, String> overrides = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : body.path("overrides").properties()) {
            if (overrides.size() < MOST_OVERRIDES) {
                overrides.put(cut(entry.getKey()), cut(entry.getValue().asText()));
            }
        }
        return overrides;
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + ": missing or not a text; expected a text");
        }
        return value.textValue();
    }

    private static String cut(String text) {
        return Json.cut(text, LONGEST_WHY);
    }
}
