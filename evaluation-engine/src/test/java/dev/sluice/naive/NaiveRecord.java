package dev.sluice.naive;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says of a record's JSON whether its core can be read, whether it is from the future, whether it is broken. */
final class NaiveRecord {
    private static final Set<String> TYPES = Set.of("boolean", "string", "integer", "double", "json");
    private static final Set<String> NUMERIC = Set.of("lt", "lte", "gt", "gte");
    private static final Set<String> OPERATORS = Set.of(
            ("in startsWith endsWith contains matches lt lte gt gte before after semverEq semverLt semverLte semverGt semverGte"
                            + " inCidr exists inSegment withinKm")
                    .split(" "));

    private NaiveRecord() {}

    static boolean coreIsGood(String key, JsonNode flag) {
        JsonNode variations = flag.path("variations");
        if (!key.equals(flag.path("key").textValue())
                || !TYPES.contains(flag.path("type").asText())
                || !isWhole(flag.path("version"))
                || flag.path("version").decimalValue().signum() < 0
                || !flag.path("enabled").isBoolean()
                || !variations.isObject()
                || variations.isEmpty()) {
            return false;
        }
        for (var variation : variations.properties()) {
            if (!isName(variation.getKey()) || !fits(flag.path("type").textValue(), variation.getValue())) {
                return false;
            }
        }
        return !flag.has("offVariation") || isVariation(flag, flag.get("offVariation"));
    }

    private static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "boolean" -> value.isBoolean();
            case "string" -> value.isTextual();
            case "integer" ->
                isWhole(value) && value.decimalValue().abs().compareTo(new BigDecimal("9007199254740991")) <= 0;
            case "double" -> value.isNumber();
            default -> true;
        };
    }

    static boolean isWhole(JsonNode node) {
        return node.isNumber() && node.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    private static boolean isName(String text) {
        return text != null && text.matches("[A-Za-z0-9._-]{1,100}");
    }

    private static boolean isVariation(JsonNode flag, JsonNode name) {
        return name.isTextual() && flag.path("variations").has(name.textValue());
    }

    static boolean isFromTheFuture(JsonNode flag) {
        for (JsonNode prerequisite : flag.path("prerequisites")) {
            if (hasOther(prerequisite, "flag", "variations")) {
                return true;
            }
        }
        for (JsonNode target : flag.path("targets")) {
            if (hasOther(target, "variation", "attribute", "keys")) {
                return true;
            }
        }
        for (JsonNode rule : flag.path("rules")) {
            if (hasOther(rule, "id", "when", "serve") || hasFutureClause(rule) || isFutureServe(rule.path("serve"))) {
                return true;
            }
        }
        return isFutureServe(flag.path("fallthrough"));
    }

    static boolean isSegmentFromTheFuture(JsonNode segment) {
        for (JsonNode rule : segment.path("rules")) {
            if (hasOther(rule, "id", "when") || hasFutureClause(rule)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasFutureClause(JsonNode rule) {
        for (JsonNode clause : rule.path("when")) {
            JsonNode op = clause.path("op");
            if (op.isTextual() && !OPERATORS.contains(op.textValue())
                    || hasOther(clause, "attribute", "op", "values", "negate", "ignoreCase")) {
                return true;
            }
            for (JsonNode circle : clause.path("values")) {
                if ("withinKm".equals(op.textValue()) && hasOther(circle, "latitude", "longitude", "km")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFutureServe(JsonNode serve) {
        JsonNode split = serve.path("split");
        if (hasOther(serve, "variation", "split") || hasOther(split, "by", "salt", "buckets", "ranges", "rest")) {
            return true;
        }
        for (JsonNode range : split.path("ranges")) {
            if (hasOther(range, "variation", "from", "to")) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOther(JsonNode node, String... known) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        for (String name : known) {
            names.remove(name);
        }
        return !names.isEmpty();
    }

    static boolean isBroken(JsonNode flag) {
        return !(isListOr(flag, "prerequisites")
                && isListOr(flag, "targets")
                && isListOr(flag, "rules")
                && all(
                        flag,
                        "prerequisites",
                        p -> isName(p.path("flag").textValue())
                                && !p.path("variations").isEmpty()
                                && areTexts(p.path("variations")))
                && all(
                        flag,
                        "targets",
                        t -> isVariation(flag, t.path("variation"))
                                && (!t.has("attribute") || isPointerOrName(t.get("attribute")))
                                && areTexts(t.path("keys")))
                && areRules(flag, true)
                && all(flag, "rules", rule -> isServe(flag, rule.path("serve")))
                && (!flag.has("fallthrough") || isServe(flag, flag.get("fallthrough"))));
    }

    static boolean isSegmentGood(String key, JsonNode segment) {
        return key.equals(segment.path("key").textValue())
                && (!segment.has("included") || areTexts(segment.get("included")))
                && (!segment.has("excluded") || areTexts(segment.get("excluded")))
                && isListOr(segment, "rules")
                && areRules(segment, false);
    }

    private interface Check {
        boolean test(JsonNode node);
    }

    private static boolean all(JsonNode parent, String name, Check check) {
        for (JsonNode child : parent.path(name)) {
            if (!child.isObject() || !check.test(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isListOr(JsonNode parent, String name) {
        return !parent.has(name) || parent.get(name).isArray();
    }

    private static boolean areTexts(JsonNode list) {
        for (JsonNode text : list) {
            if (!text.isTextual()) {
                return false;
            }
        }
        return list.isArray();
    }

    private static boolean areRules(JsonNode record, boolean reserved) {
        Set<String> ids = new TreeSet<>();
        if (reserved) {
            Collections.addAll(ids, "target", "fallthrough");
        }
        return all(
                record,
                "rules",
                rule -> isName(rule.path("id").textValue())
                        && ids.add(rule.path("id").textValue())
                        && rule.path("when").isArray()
                        && !rule.path("when").isEmpty()
                        && all(rule, "when", NaiveRecord::isClause));
    }

    private static boolean isPointerOrName(JsonNode attribute) {
        String text = attribute.textValue();
        return text != null && !text.isEmpty() && (!text.startsWith("/") || !text.matches("(?s).*~([^01].*|$)"));
    }

    private static boolean isClause(JsonNode clause) {
        String op = clause.path("op").textValue();
        boolean takesNone = "inSegment".equals(op) || "withinKm".equals(op);
        if (op == null || takesNone == clause.has("attribute")) {
            return false;
        }
        if (!takesNone && !isPointerOrName(clause.get("attribute"))
                || clause.has("negate") && !clause.get("negate").isBoolean()
                || clause.has("ignoreCase") && !clause.get("ignoreCase").isBoolean()
                || !isListOr(clause, "values")
                || clause.path("values").isEmpty() != op.equals("exists")) {
            return false;
        }
        for (JsonNode value : clause.path("values")) {
            if (!isValue(op, value, clause.path("ignoreCase").asBoolean())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValue(String op, JsonNode value, boolean ignoreCase) {
        if (NUMERIC.contains(op)) {
            return value.isNumber();
        }
        if (op.startsWith("semver")) {
            return value.isTextual() && NaiveVersion.isOne(value.textValue());
        }
        return switch (op) {
            case "in" -> value.isTextual() || value.isNumber() || value.isBoolean();
            case "before", "after" -> NaiveClauses.nanos(value) != null;
            case "inCidr" -> value.isTextual() && NaiveAddress.network(value.textValue()) != null;
            case "matches" -> value.isTextual() && NaiveClauses.expression(value.textValue(), ignoreCase) != null;
            case "withinKm" ->
                value.size() == 3
                        && isBetween(value.path("latitude"), -90, 90)
                        && isBetween(value.path("longitude"), -180, 180)
                        && isBetween(value.path("km"), 0, Double.MAX_VALUE);
            default -> value.isTextual();
        };
    }

    private static boolean isBetween(JsonNode number, double least, double most) {
        return number.isNumber() && number.doubleValue() >= least && number.doubleValue() <= most;
    }

    private static boolean isServe(JsonNode flag, JsonNode serve) {
        if (!serve.isObject() || serve.has("variation") == serve.has("split")) {
            return false;
        }
        return serve.has("variation") ? isVariation(flag, serve.get("variation")) : isSplit(flag, serve.get("split"));
    }

    private static boolean isSplit(JsonNode flag, JsonNode split) {
        JsonNode buckets = split.path("buckets");
        if (split.has("by") && (!split.get("by").isTextual() || !isPointerOrName(split.get("by")))
                || !isName(split.path("salt").textValue())
                || !isWhole(buckets)
                || buckets.decimalValue().signum() <= 0
                || !split.path("ranges").isArray()
                || split.has("rest") && !isVariation(flag, split.get("rest"))) {
            return false;
        }
        String rest = split.path("rest").asText(flag.path("offVariation").textValue());
        List<long[]> taken = new ArrayList<>();
        for (JsonNode range : split.get("ranges")) {
            if (!isVariation(flag, range.path("variation"))
                    || range.get("variation").textValue().equals(rest)
                    || !isWhole(range.path("from"))
                    || !isWhole(range.path("to"))) {
                return false;
            }
            long from = range.get("from").longValue();
            long to = range.get("to").longValue();
            if (from < 0 || to <= from || to > buckets.longValue()) {
                return false;
            }
            for (long[] other : taken) {
                if (from < other[1] && other[0] < to) {
                    return false;
                }
            }
            taken.add(new long[] {from, to});
        }
        return true;
    }
}
