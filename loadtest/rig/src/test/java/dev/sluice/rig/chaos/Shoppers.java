package dev.sluice.rig.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Who asks during a soak: each shopper for the SDK and, as JSON, for the oracle. Drawn from a seed; immutable. */
final class Shoppers {

    private static final int MANY = 4_096;
    private static final String[] COUNTRIES = {"DE", "AT", "FR", "US"};
    private static final String[] VERSIONS = {"1.9.9", "2.0.0-rc.1", "2.0.0", "10.1.0", "not a version"};

    private final List<Context> contexts = new ArrayList<>();
    private final List<JsonNode> asJson = new ArrayList<>();

    Shoppers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < MANY; i++) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            Context.Builder context = Context.builder();
            if (i % 50 != 0) {
                json.put("targetingKey", "shopper-" + i);
                context.targetingKey("shopper-" + i);
            }
            put(json, context, "country", COUNTRIES[random.nextInt(COUNTRIES.length)], random);
            put(json, context, "version", VERSIONS[random.nextInt(VERSIONS.length)], random);
            put(json, context, "account", "account-" + random.nextInt(500), random);
            put(
                    json,
                    context,
                    "email",
                    "who" + i + (random.nextInt(20) == 0 ? "@shop.example" : "@mail.example"),
                    random);
            contexts.add(context.build());
            asJson.add(json);
        }
    }

    private static void put(
            ObjectNode json, Context.Builder context, String name, String value, SplittableRandom random) {
        if (random.nextInt(10) > 0) {
            json.put(name, value);
            context.set(name, value);
        }
    }

    int size() {
        return contexts.size();
    }

    Context context(int number) {
        return contexts.get(number);
    }

    JsonNode json(int number) {
        return asJson.get(number);
    }
}
