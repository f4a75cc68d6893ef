package dev.sluice.naive;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Environments and contexts at random, from few values each, so that clauses meet what they look for; among the values are those
 * that engines get wrong. Some records are from the future, broken, or refer to what is not there.
 */
public final class RandomWorld {
    public static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final String[] TYPES = {"boolean", "string", "integer", "double", "json"};
    private static final String[] NAMES = {"on", "off", "third"};
    private static final Map<String, String[]> VALUES = Map.of(
            "boolean", new String[] {"true", "false", "true"},
            "string", new String[] {"\"a\"", "\"\"", "\"\\ud83d\\ude00\""},
            "integer", new String[] {"1", "7.0", "-9007199254740991"},
            "double", new String[] {"1", "2.5", "1e300"},
            "json", new String[] {"{\"a\":[1,null,2.5]}", "null", "[]"});
    private static final String[] TEXT_OPS = {"in", "startsWith", "endsWith", "contains", "matches"};
    private static final String[] NUMBER_OPS = {"in", "lt", "lte", "gt", "gte"};
    private static final String[] VERSION_OPS = {"semverEq", "semverLt", "semverLte", "semverGt", "semverGte"};
    private static final String[] BREAKAGES = {
        "{\"rules\":null}",
        "{\"rules\":[{\"id\":\"x\",\"when\":[],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"targets\":{}}",
        "{\"fallthrough\":{\"variation\":\"none\"}}",
        "{\"fallthrough\":{}}",
        "{\"prerequisites\":[1]}",
        "{\"variations\":{}}",
        "{\"version\":-1}",
        "{\"type\":\"number\"}",
        "{\"enabled\":null}",
        "{\"offVariation\":null}",
        "{\"key\":\"other\"}",
        "{\"version\":1.5}",
        "{\"targets\":[{\"variation\":\"on\",\"keys\":[1]}]}",
        "{\"fallthrough\":{\"split\":{\"salt\":\"s\",\"buckets\":10,\"ranges\":[{\"variation\":\"third\",\"from\":0,\"to\":11}]}}}",
        "{\"fallthrough\":{\"split\":{\"salt\":\"\",\"buckets\":10,\"ranges\":[]}}}",
        "{\"rules\":[{\"id\":\"target\",\"when\":[{\"attribute\":\"a\",\"op\":\"exists\"}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"rules\":[{\"id\":\"x\",\"when\":[{\"attribute\":\"a\",\"op\":\"matches\",\"values\":[\"(\"]}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"rules\":[{\"id\":\"x\",\"when\":[{\"attribute\":\"a\",\"op\":\"inCidr\",\"values\":[\"1.2.3.4/33\"]}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"rules\":[{\"id\":\"x\",\"when\":[{\"attribute\":\"/a~2\",\"op\":\"in\",\"values\":[1]}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"rules\":[{\"id\":\"x\",\"when\":[{\"op\":\"inSegment\",\"values\":[\"nowhere\"]},{\"attribute\":\"a\",\"op\":\"inCidr\",\"values\":[\"1.2.3\"]}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"fallthrough\":{\"split\":{\"by\":\"/a~2\",\"salt\":\"s\",\"buckets\":10,\"ranges\":[]}},\"rules\":[{\"id\":\"x\",\"when\":[{\"op\":\"inSegment\",\"values\":[\"nowhere\"]}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"rules\":[{\"id\":\"x\",\"when\":[{\"op\":\"withinKm\",\"values\":[{\"latitude\":1,\"longitude\":2,\"km\":3,\"by\":\"road\"}]}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"rules\":[{\"id\":\"x\",\"when\":[{\"op\":\"withinKm\",\"values\":[{\"latitude\":99,\"longitude\":2,\"km\":3}]}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"rules\":[{\"id\":\"x\",\"when\":[{\"attribute\":\"a\",\"op\":\"nearly\"}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"rules\":[{\"id\":\"x\",\"when\":[{\"attribute\":\"a\",\"op\":\"exists\",\"since\":1}],\"serve\":{\"variation\":\"on\"}}]}",
        "{\"fallthrough\":{\"layer\":\"x\"}}",
        "{\"targets\":[{\"variation\":\"on\",\"keys\":[\"u1\"],\"until\":1}]}",
        "{\"fallthrough\":{\"split\":{\"salt\":\"s\",\"buckets\":10,\"ranges\":[],\"hash\":\"md5\"}}}",
        "{\"prerequisites\":[{\"flag\":\"f0\",\"variations\":[\"on\"],\"at\":1}],\"rules\":null}",
    };

    /** What the geo database says here. */
    public static final Map<String, Map<String, JsonNode>> PLACES = Map.of(
            "10.0.0.1",
                    Map.of(
                            "country", text("DE"),
                            "region", text("DE-BY"),
                            "city", text("x"),
                            "continent", text("EU"),
                            "eu", JsonNodeFactory.instance.booleanNode(true),
                            "latitude", JsonNodeFactory.instance.numberNode(48.1),
                            "longitude", JsonNodeFactory.instance.numberNode(11.6)),
            "2001:db8::1", Map.of("country", text("US")));

    private final SplittableRandom random;
    private final RandomValues values;
    private final Map<String, JsonNode> flags = new TreeMap<>();
    private final Map<String, JsonNode> segments = new TreeMap<>();

    public RandomWorld(SplittableRandom random) {
        this.random = random;
        this.values = new RandomValues(random);
        int segmentCount = random.nextInt(1, 5);
        for (int i = 0; i < segmentCount; i++) {
            segments.put("s" + i, segment("s" + i, i));
        }
        int flagCount = random.nextInt(2, 9);
        for (int i = 0; i < flagCount; i++) {
            flags.put("f" + i, flag("f" + i, i, flagCount));
        }
    }

    public Map<String, JsonNode> flags() {
        return flags;
    }

    public Map<String, JsonNode> segments() {
        return segments;
    }

    public ObjectNode context() {
        return values.context();
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private ObjectNode segment(String key, int index) {
        ObjectNode segment = object().put("key", key);
        if (!oneIn(3)) {
            segment.set("included", values.keys(3));
        }
        if (oneIn(2)) {
            segment.set("excluded", values.keys(2));
        }
        ArrayNode rules = segment.putArray("rules");
        for (int i = random.nextInt(3); i > 0; i--) {
            rules.addObject().put("id", "r" + i).set("when", clauses(index));
        }
        if (oneIn(30)) {
            segment.set(any("rules", "included", "key", "later"), JsonNodeFactory.instance.numberNode(1));
        }
        return segment;
    }

    private ObjectNode flag(String key, int index, int count) {
        String type = oneIn(2) ? "boolean" : any(TYPES);
        ObjectNode flag = object().put("key", key).put("type", type).put("version", random.nextInt(1000));
        flag.put("enabled", !oneIn(7));
        ObjectNode variations = flag.putObject("variations");
        for (int i = 0; i < NAMES.length; i++) {
            variations.set(NAMES[i], parsed(VALUES.get(type)[i]));
        }
        if (!oneIn(6)) {
            flag.put("offVariation", "off");
        }
        ArrayNode prerequisites = flag.putArray("prerequisites");
        for (int i = oneIn(2) ? random.nextInt(1, 3) : 0; i > 0; i--) {
            int below = oneIn(12) ? random.nextInt(count + 1) : random.nextInt(Math.max(1, index));
            if (below != index || oneIn(10)) {
                ArrayNode served =
                        prerequisites.addObject().put("flag", "f" + below).putArray("variations");
                served.add(any("on", "on", "third", "unknown"));
                served.add(any(NAMES));
            }
        }
        ArrayNode targets = flag.putArray("targets");
        for (int i = random.nextInt(3); i > 0; i--) {
            ObjectNode target = targets.addObject().put("variation", any(NAMES));
            if (oneIn(3)) {
                target.put("attribute", any("text", "list", "/object/deep", "geo.country", "targetingKey"));
            }
            target.set("keys", oneIn(2) ? values.keys(2) : values.texts(2));
        }
        ArrayNode rules = flag.putArray("rules");
        for (int i = random.nextInt(4); i > 0; i--) {
            ObjectNode rule = rules.addObject().put("id", "r" + i);
            rule.set("when", clauses(segments.size() + (oneIn(25) ? 1 : 0)));
            rule.set("serve", serve(key));
        }
        if (!oneIn(6)) {
            flag.set("fallthrough", serve(key));
        }
        for (String name : new String[] {"prerequisites", "targets", "rules"}) {
            if (flag.get(name).isEmpty() && oneIn(2)) {
                flag.remove(name);
            }
        }
        if (oneIn(12)) {
            flag.setAll((ObjectNode) parsed(any(BREAKAGES)));
        }
        return flag;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private ObjectNode serve(String salt) {
        if (oneIn(2)) {
            return object().put("variation", any(NAMES));
        }
        ObjectNode serve = object();
        ObjectNode split = serve.putObject("split");
        if (!oneIn(3)) {
            split.put(
                    "by",
                    any(
                            "text",
                            "number",
                            "number",
                            "list",
                            "/object/deep",
                            "/list/1",
                            "random",
                            "targetingKey",
                            "truth"));
        }
        split.put("salt", oneIn(3) ? "other" : salt);
        int buckets = any(100_000, 100_000, 10, 1, Integer.MAX_VALUE);
        split.put("buckets", buckets);
        ArrayNode ranges = split.putArray("ranges");
        int at = random.nextInt(1 + buckets / 4);
        for (int i = random.nextInt(4); i > 0 && at < buckets; i--) {
            int to = (int) Math.min(buckets, at + 1L + random.nextInt(1 + buckets / 3));
            ObjectNode range = object().put("variation", any("on", "third"))
                    .put("from", at)
                    .put("to", to);
            ranges.insert(random.nextInt(ranges.size() + 1), range);
            at = to + (oneIn(2) ? random.nextInt(1 + (buckets - to) / 3) : 0);
        }
        if (oneIn(2)) {
            split.put("rest", oneIn(15) ? "on" : "off");
        }
        return serve;
    }

    private ArrayNode clauses(int segmentsBelow) {
        ArrayNode clauses = JsonNodeFactory.instance.arrayNode();
        for (int i = any(1, 1, 2); i > 0; i--) {
            clauses.add(clause(segmentsBelow));
        }
        return clauses;
    }

    private ObjectNode clause(int segmentsBelow) {
        ObjectNode clause = object();
        int kind = random.nextInt(13);
        if (kind == 0 && segmentsBelow > 0) {
            ArrayNode names = clause.put("op", "inSegment").putArray("values");
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                names.add("s" + (oneIn(30) ? random.nextInt(segmentsBelow + 2) : random.nextInt(segmentsBelow)));
            }
        } else if (kind == 1) {
            clause.put("op", "withinKm").set("values", values.circles());
        } else if (kind == 2) {
            clause.put("op", "exists").put("attribute", values.anyName());
        } else {
            valueClause(clause, kind);
        }
        if (oneIn(2)) {
            clause.put("negate", oneIn(2));
        }
        if (oneIn(4)) {
            clause.put("ignoreCase", oneIn(2));
        }
        return clause;
    }

    private void valueClause(ObjectNode clause, int kind) {
        switch (kind) {
            case 3, 11 -> filled(clause, any(NUMBER_OPS), "number", values.numbers(false));
            case 4 -> filled(clause, any("before", "after"), "time", values.times(false));
            case 5, 12 -> filled(clause, any(VERSION_OPS), "version", values.versions());
            case 6 -> filled(clause, "inCidr", any("address", "ip"), values.networks());
            case 7 -> filled(clause, "in", any("truth", "text", "number", "list"), values.mixed());
            case 8 -> filled(clause, "in", any("geo.country", "geo.city", "geo.eu", "geo.continent"), values.places());
            case 9 -> filled(clause, "matches", "text", values.expressions());
            default ->
                filled(
                        clause,
                        any(TEXT_OPS[0], TEXT_OPS[1], TEXT_OPS[2], TEXT_OPS[3]),
                        any("text", "targetingKey"),
                        values.texts(3));
        }
    }

    private void filled(ObjectNode clause, String op, String attribute, ArrayNode wanted) {
        clause.put("op", op);
        String other = any("/list/0", "/list/1", "/object/deep", "/object/list/0", "list", values.anyName());
        clause.put("attribute", oneIn(4) ? other : attribute);
        clause.set("values", wanted);
    }

    /** For whoever wants to see it. */
    @Override
    public String toString() {
        return "flags " + flags.values() + " segments " + List.copyOf(segments.values());
    }
}
