package dev.sluice.naive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocation;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two engines that share nothing but the contract decide the same. */
class AgreementTest {
    private static final int DRAW = 1_234_567;
    private static final String[] TYPES = {"boolean", "string", "integer", "double", "json"};
    private static final String[] OPERATORS = {
        "in",
        "startsWith",
        "endsWith",
        "contains",
        "matches",
        "lt",
        "lte",
        "gt",
        "gte",
        "before",
        "after",
        "semverEq",
        "semverLt",
        "semverLte",
        "semverGt",
        "semverGte",
        "inCidr",
        "inSegment",
        "withinKm",
        "exists"
    };
    private static final Evaluator ENGINE = Evaluator.of(AgreementTest::place, buckets -> DRAW % buckets);

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, Integer> answers = new TreeMap<>();

    @Test
    void aNaiveEngineDecidesTheSame() {
        agreeOn(Integer.getInteger("sluice.agreement.pairs", 50_000), 20_260_301L);
    }

    @Test
    @Tag("slow")
    void aNaiveEngineDecidesTheSameAMillionTimes() {
        agreeOn(1_000_000, 3L);
    }

    private void agreeOn(int pairs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int done = 0; done < pairs; ) {
            long worldSeed = random.nextLong();
            done += agree(new SplittableRandom(worldSeed), "world " + worldSeed);
        }

        if (pairs >= 50_000) {
            everythingCameUp(pairs);
        }
        System.out.println("agreed on " + pairs + " pairs of flag and context, seed " + seed + ": " + answers);
    }

    private void everythingCameUp(int pairs) {
        for (String answer : new String[] {
            "STATIC",
            "DEFAULT",
            "TARGETING_MATCH",
            "SPLIT",
            "DISABLED",
            "PREREQUISITE_FAILED",
            "FLAG_NOT_FOUND",
            "TYPE_MISMATCH",
            "PARSE_ERROR",
            "not understood",
            "no value",
            "key missing"
        }) {
            assertThat(answers.getOrDefault(answer, 0)).as(answer).isGreaterThan(pairs / 1_000);
        }
        for (String op : OPERATORS) {
            for (String outcome : new String[] {" true", " false", " negated true", " negated false"}) {
                assertThat(outcomes.getOrDefault(op + outcome, 0))
                        .as(op + outcome)
                        .isGreaterThanOrEqualTo(pairs / 50_000);
            }
            if (!List.of("inSegment", "withinKm", "exists").contains(op)) {
                assertThat(outcomes.getOrDefault(op + " null", 0))
                        .as(op + ", wrong type")
                        .isGreaterThanOrEqualTo(pairs / 50_000);
                assertThat(outcomes.getOrDefault(op + " null missing", 0))
                        .as(op + ", missing")
                        .isGreaterThanOrEqualTo(pairs / 50_000);
            }
        }
    }

    private int agree(SplittableRandom random, String told) {
        RandomWorld world = new RandomWorld(random);
        Snapshot snapshot = compiled(world);
        NaiveEngine naive = new NaiveEngine(world.flags(), world.segments(), RandomWorld.PLACES, DRAW, outcomes);
        int pairs = 0;
        for (int i = 0; i < 30; i++) {
            ObjectNode who = world.context();
            Context context = context(who);
            for (String key : keys(world, random)) {
                String type = random.nextInt(6) == 0 ? TYPES[random.nextInt(TYPES.length)] : null;
                NaiveAnswer expected = naive.decide(key, type, who);
                Decision decision = type == null
                        ? ENGINE.decide(snapshot, key, context)
                        : ENGINE.decide(snapshot, key, ValueType.parse(type), context);
                if (!told(expected).equals(told(decision))) {
                    fail("naive " + told(expected) + "\nengine " + told(decision) + "\n" + told + ", asked for " + type
                            + "\nflag " + world.flags().get(key) + "\ncontext " + who + "\n" + world);
                }
                count(expected);
                pairs++;
            }
        }
        return pairs;
    }

    private static List<String> keys(RandomWorld world, SplittableRandom random) {
        List<String> keys = new ArrayList<>(world.flags().keySet());
        if (random.nextInt(10) == 0) {
            keys.add("unknown");
        }
        return keys;
    }

    private static Snapshot compiled(RandomWorld world) {
        Writer writer = new Writer("1.a");
        world.flags().forEach((key, flag) -> writer.flag(key, written(flag)));
        world.segments().forEach((key, segment) -> writer.segment(key, written(segment)));
        writer.commit();
        return Replica.of(writer.snapshot()).snapshot();
    }

    static String written(JsonNode record) {
        try {
            return RandomWorld.JSON.writeValueAsString(record);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void count(NaiveAnswer answer) {
        boolean notUnderstood = answer.reason().equals("DEFAULT") && answer.place() == null;
        answers.merge(
                answer.error() != null ? answer.error() : notUnderstood ? "not understood" : answer.reason(),
                1,
                Integer::sum);
        if (answer.error() == null && answer.variation() == null) {
            answers.merge("no value", 1, Integer::sum);
        }
        if (answer.keyMissing()) {
            answers.merge("key missing", 1, Integer::sum);
        }
    }

    private static String told(NaiveAnswer answer) {
        return answer.variation() + " " + plain(answer.value()) + " " + answer.reason() + " " + answer.place() + " "
                + answer.version() + " " + answer.error() + " " + answer.keyMissing();
    }

    private static String told(Decision decision) {
        return decision.variation() + " " + plain(decision.value()) + " " + decision.reason() + " " + decision.place()
                + " " + decision.flagVersion() + " " + decision.errorCode() + " " + decision.bucketKeyMissing();
    }

    /** Values as text, numbers by value. */
    private static Object plain(Object value) {
        if (value instanceof JsonNode node) {
            return plain(java(node));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(AgreementTest::plain).map(String::valueOf).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, child) -> sorted.put((String) name, plain(child)));
            return sorted;
        }
        return value instanceof Number number ? (Object) number.doubleValue() : value;
    }

    static Context context(ObjectNode node) {
        Context.Builder context = Context.builder();
        for (var field : node.properties()) {
            context.setAny(field.getKey(), java(field.getValue()));
        }
        return context.build();
    }

    private static Object java(JsonNode node) {
        if (node instanceof POJONode pojo) {
            return pojo.getPojo();
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(field -> map.put(field.getKey(), java(field.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(java(element)));
            return list;
        }
        return node.isTextual()
                ? node.textValue()
                : node.isBoolean() ? (Object) node.booleanValue() : node.isNumber() ? node.numberValue() : null;
    }

    private static GeoLocation place(String ip) {
        Map<String, JsonNode> place = RandomWorld.PLACES.get(ip);
        if (place == null) {
            return null;
        }
        return new GeoLocation(
                (String) value(place, "country"),
                (String) value(place, "region"),
                (String) value(place, "city"),
                (String) value(place, "continent"),
                (Boolean) value(place, "eu"),
                (Double) value(place, "latitude"),
                (Double) value(place, "longitude"));
    }

    private static Object value(Map<String, JsonNode> place, String name) {
        return place.containsKey(name) ? java(place.get(name)) : null;
    }
}
