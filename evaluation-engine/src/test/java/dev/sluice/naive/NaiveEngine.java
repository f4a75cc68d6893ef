package dev.sluice.naive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Decides from the records as they are: an environment without a past, so without last good forms. */
public final class NaiveEngine {
    private final Map<String, JsonNode> flags;
    private final Map<String, JsonNode> segments;
    private final Map<String, Map<String, JsonNode>> places;
    private final int draw;
    private final Map<String, Boolean> understood = new HashMap<>();
    private final Map<String, Integer> outcomes;
    private JsonNode context;

    /**
     * @param places what the geo database says: by address, then by name without {@code geo.}
     * @param draw the bucket that is drawn at random, modulo the length of the line
     * @param outcomes counts here what clauses came to, as "in true" or "lt null"
     */
    public NaiveEngine(
            Map<String, JsonNode> flags,
            Map<String, JsonNode> segments,
            Map<String, Map<String, JsonNode>> places,
            int draw,
            Map<String, Integer> outcomes) {
        this.flags = flags;
        this.segments = segments;
        this.places = places;
        this.draw = draw;
        this.outcomes = outcomes;
    }

    /** Decides; {@code type} may be null. */
    public NaiveAnswer decide(String key, String type, JsonNode who) {
        context = who;
        JsonNode flag = flags.get(key);
        if (flag == null) {
            return NaiveAnswer.error("FLAG_NOT_FOUND", 0);
        }
        if (!NaiveRecord.coreIsGood(key, flag)) {
            return NaiveAnswer.error("PARSE_ERROR", 0);
        }
        long version = flag.get("version").longValue();
        if (type != null && !type.equals(flag.get("type").textValue())) {
            return NaiveAnswer.error("TYPE_MISMATCH", version);
        }
        return decide(flag);
    }

    private NaiveAnswer decide(JsonNode flag) {
        String off = flag.path("offVariation").textValue();
        if (!flag.get("enabled").booleanValue()) {
            return answer(flag, off, "DISABLED", null, false);
        }
        if (!isUnderstood(flag)) {
            boolean broken = !NaiveRecord.isFromTheFuture(flag) && NaiveRecord.isBroken(flag);
            return off == null || broken
                    ? NaiveAnswer.error("PARSE_ERROR", flag.get("version").longValue())
                    : answer(flag, off, "DEFAULT", null, false);
        }
        for (JsonNode prerequisite : flag.path("prerequisites")) {
            if (!isMet(prerequisite)) {
                return answer(flag, off, "PREREQUISITE_FAILED", null, false);
            }
        }
        for (JsonNode target : flag.path("targets")) {
            JsonNode value = read(target.path("attribute").asText("targetingKey"));
            for (JsonNode key : target.get("keys")) {
                if (value != null && value.isTextual() && value.equals(key)) {
                    return answer(flag, target.get("variation").textValue(), "TARGETING_MATCH", "target", false);
                }
            }
        }
        for (JsonNode rule : flag.path("rules")) {
            if (allHold(rule.get("when"))) {
                return serve(
                        flag,
                        rule.get("serve"),
                        "TARGETING_MATCH",
                        rule.get("id").textValue());
            }
        }
        boolean bare = flag.path("prerequisites").isEmpty()
                && flag.path("targets").isEmpty()
                && flag.path("rules").isEmpty();
        String reason = bare ? "STATIC" : "DEFAULT";
        return flag.has("fallthrough")
                ? serve(flag, flag.get("fallthrough"), reason, "fallthrough")
                : answer(flag, off, reason, "fallthrough", false);
    }

    private static NaiveAnswer answer(
            JsonNode flag, String variation, String reason, String place, boolean keyMissing) {
        JsonNode value = variation == null ? null : flag.get("variations").get(variation);
        return new NaiveAnswer(
                value, variation, reason, place, flag.get("version").longValue(), null, keyMissing);
    }

    private boolean isUnderstood(JsonNode flag) {
        String key = flag.get("key").textValue();
        Boolean known = understood.get(key);
        if (known == null) {
            known = isUnderstood(flag, key);
            understood.put(key, known);
        }
        return known;
    }

    private boolean isUnderstood(JsonNode flag, String key) {
        return !NaiveRecord.isFromTheFuture(flag)
                && !NaiveRecord.isBroken(flag)
                && segmentsAreUnderstood(flag, Set.of())
                && !leadsTo(flag, key, new HashSet<>());
    }

    /** Whether the prerequisites of a flag lead to the one of a key. */
    private boolean leadsTo(JsonNode flag, String key, Set<String> seen) {
        for (JsonNode prerequisite : flag.path("prerequisites")) {
            String next = prerequisite.path("flag").asText();
            JsonNode below = flags.get(next);
            if (next.equals(key)
                    || below != null
                            && seen.add(next)
                            && NaiveRecord.coreIsGood(next, below)
                            && !NaiveRecord.isFromTheFuture(below)
                            && !NaiveRecord.isBroken(below)
                            && leadsTo(below, key, seen)) {
                return true;
            }
        }
        return false;
    }

    private boolean segmentsAreUnderstood(JsonNode record, Set<String> above) {
        for (JsonNode rule : record.path("rules")) {
            for (JsonNode clause : rule.get("when")) {
                for (JsonNode name : clause.path("values")) {
                    if (clause.get("op").asText().equals("inSegment")
                            && !segmentIsUnderstood(name.textValue(), above)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean segmentIsUnderstood(String key, Set<String> above) {
        JsonNode segment = segments.get(key);
        if (segment == null
                || above.contains(key)
                || NaiveRecord.isSegmentFromTheFuture(segment)
                || !NaiveRecord.isSegmentGood(key, segment)) {
            return false;
        }
        Set<String> path = new HashSet<>(above);
        path.add(key);
        return segmentsAreUnderstood(segment, path);
    }

    private boolean isMet(JsonNode prerequisite) {
        String key = prerequisite.get("flag").textValue();
        JsonNode flag = flags.get(key);
        if (flag == null
                || !NaiveRecord.coreIsGood(key, flag)
                || !flag.get("enabled").booleanValue()
                || !isUnderstood(flag)) {
            return false;
        }
        String served = decide(flag).variation();
        for (JsonNode wanted : prerequisite.get("variations")) {
            if (wanted.asText().equals(served)) {
                return true;
            }
        }
        return false;
    }

    private boolean allHold(JsonNode clauses) {
        for (JsonNode clause : clauses) {
            if (!holds(clause)) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(JsonNode clause) {
        boolean negate = clause.path("negate").asBoolean();
        String op = clause.get("op").textValue();
        boolean holds = holds(clause, op, negate);
        outcomes.merge(op + (negate ? " negated " : " ") + holds, 1, Integer::sum);
        return holds;
    }

    private boolean holds(JsonNode clause, String op, boolean negate) {
        switch (op) {
            case "inSegment":
                for (JsonNode segment : clause.get("values")) {
                    if (isMember(segments.get(segment.textValue()))) {
                        return !negate;
                    }
                }
                return negate;
            case "withinKm":
                return isNear(clause, negate);
            case "exists":
                return (read(clause.get("attribute").textValue()) != null) != negate;
            default:
                JsonNode value = read(clause.get("attribute").textValue());
                Boolean holds = null;
                if (value != null && value.isArray()) {
                    for (JsonNode element : value) {
                        holds = NaiveClauses.either(holds, NaiveClauses.test(clause, element));
                    }
                } else if (value != null) {
                    holds = NaiveClauses.test(clause, value);
                }
                outcomes.merge(op + " " + holds + (value == null ? " missing" : ""), 1, Integer::sum);
                return holds != null && holds != negate;
        }
    }

    private boolean isMember(JsonNode segment) {
        JsonNode key = read("targetingKey");
        if (key != null && has(segment.path("excluded"), key)) {
            return false;
        }
        if (key != null && has(segment.path("included"), key)) {
            return true;
        }
        for (JsonNode rule : segment.path("rules")) {
            if (allHold(rule.get("when"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(JsonNode list, JsonNode wanted) {
        for (JsonNode element : list) {
            if (element.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private boolean isNear(JsonNode clause, boolean negate) {
        JsonNode north = read("geo.latitude");
        JsonNode east = read("geo.longitude");
        if (north == null
                || east == null
                || !north.isNumber()
                || !east.isNumber()
                || Math.abs(north.doubleValue()) > 90
                || Math.abs(east.doubleValue()) > 180) {
            return false;
        }
        for (JsonNode circle : clause.get("values")) {
            double distance = NaiveClauses.kilometres(
                    north.doubleValue(),
                    east.doubleValue(),
                    circle.get("latitude").doubleValue(),
                    circle.get("longitude").doubleValue());
            if (distance <= circle.get("km").doubleValue()) {
                return !negate;
            }
        }
        return negate;
    }

    /** An attribute by the name that a definition gives it; null when it is missing, as an empty list is. */
    private JsonNode read(String name) {
        JsonNode value;
        if (name.startsWith("/")) {
            value = context;
            for (String part : name.substring(1).split("/", -1)) {
                String token = part.replace("~1", "/").replace("~0", "~");
                value = present(value);
                value = value == null
                        ? null
                        : value == context
                                ? attribute(token)
                                : value.isArray()
                                        ? token.matches("0|[1-9][0-9]{0,8}") ? value.get(Integer.parseInt(token)) : null
                                        : value.isObject() ? value.get(token) : null;
            }
        } else {
            value = attribute(name);
        }
        value = present(value);
        JsonNode ip = present(context.get("ip"));
        if (value == null
                && name.startsWith("geo.")
                && !(context.path(name).isArray() && !context.path(name).isNull())
                && ip != null
                && ip.isTextual()) {
            return places.getOrDefault(ip.textValue(), Map.of()).get(name.substring("geo.".length()));
        }
        return value;
    }

    private JsonNode attribute(String name) {
        JsonNode value = context.get(name);
        return name.equals("targetingKey") && value != null && !value.isTextual() ? null : value;
    }

    private static JsonNode present(JsonNode value) {
        if (value == null || value.isNull() || value.isDouble() && !Double.isFinite(value.doubleValue())) {
            return null;
        }
        if (value.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : value) {
                if (element.isArray() || present(element) != null) {
                    list.add(element);
                }
            }
            return list.isEmpty() ? null : list;
        }
        return value;
    }

    private NaiveAnswer serve(JsonNode flag, JsonNode serve, String reasonOfFixed, String place) {
        if (serve.has("variation")) {
            return answer(flag, serve.get("variation").textValue(), reasonOfFixed, place, false);
        }
        JsonNode split = serve.get("split");
        String rest = split.path("rest").asText(flag.path("offVariation").textValue());
        String by = split.path("by").asText("targetingKey");
        int buckets = split.get("buckets").intValue();
        long bucket;
        if (by.equals("random")) {
            bucket = draw % buckets;
        } else {
            String key = bucketKey(read(by));
            if (key == null) {
                return answer(flag, rest, "SPLIT", place, true);
            }
            long hash = Integer.toUnsignedLong(
                    NaiveHash.murmur3(NaiveHash.utf8(split.get("salt").textValue() + "/" + key)));
            bucket = (hash * buckets) >>> 32;
        }
        for (JsonNode range : split.get("ranges")) {
            if (bucket >= range.get("from").longValue()
                    && bucket < range.get("to").longValue()) {
                return answer(flag, range.get("variation").textValue(), "SPLIT", place, false);
            }
        }
        return answer(flag, rest, "SPLIT", place, false);
    }

    private static String bucketKey(JsonNode value) {
        if (value == null || value.isTextual()) {
            return value == null ? null : value.textValue();
        }
        if (!value.isNumber()) {
            return null;
        }
        BigDecimal number = NaiveClauses.number(value).stripTrailingZeros();
        return number.scale() <= 0 && number.abs().compareTo(new BigDecimal(0x1p53)) < 0
                ? number.toBigInteger().toString()
                : null;
    }
}
