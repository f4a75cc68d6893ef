package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.SnapshotCompiler;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.model.Operator;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The clauses of a rule, as people write them and as they travel: both forms are alike. */
final class ClauseJson {
    /** Most clauses of one rule. */
    static final int MOST_CLAUSES = 100;

    private static final int MOST_VALUES = 9_999;
    private static final int LONGEST_ATTRIBUTE = 200;
    private static final int LONGEST_PATTERN = 1_000;
    private static final int LONGEST_VALUE = 10_000;
    private static final String OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::toString).collect(Collectors.joining(", "));

    private ClauseJson() {}

    static ArrayNode write(List<Clause> clauses) {
        ArrayNode list = Json.array();
        for (Clause clause : clauses) {
            ObjectNode json = list.addObject();
            if (clause.attribute() != null) {
                json.put("attribute", clause.attribute());
            }
            json.put("op", clause.op().toString());
            if (!clause.values().isEmpty()) {
                ArrayNode values = json.putArray("values");
                clause.values().forEach(value -> values.add(Values.json(value)));
            }
            if (clause.negate()) {
                json.put("negate", true);
            }
            if (clause.ignoreCase()) {
                json.put("ignoreCase", true);
            }
        }
        return list;
    }

    /** Reads the field {@code when}; clauses that are wrong are noted and left out. */
    static List<Clause> read(Fields rule) {
        List<Clause> clauses = new ArrayList<>();
        List<JsonNode> elements = rule.list("when", MOST_CLAUSES);
        JsonNode given = rule.raw("when");
        if (given == null || (given.isArray() && given.isEmpty())) {
            rule.out().missing(rule.pointer("when"), "at least one clause");
        }
        for (int i = 0; i < elements.size(); i++) {
            Fields fields = Fields.of(elements.get(i), rule.pointer("when") + "/" + i, rule.out());
            Clause clause = fields == null ? null : read(fields, rule.out());
            if (clause != null) {
                clauses.add(clause);
            }
        }
        return clauses;
    }

    private static @Nullable Clause read(Fields fields, Violations out) {
        JsonNode name = fields.raw("op");
        Operator op = name != null && name.isTextual() ? Operator.named(name.textValue()) : null;
        if (name == null) {
            out.missing(fields.pointer("op"), "one of " + OPERATORS);
        } else if (op == null) {
            out.refuse(fields.pointer("op"), Json.quote(name), "one of " + OPERATORS);
        }
        String attribute = fields.text("attribute", LONGEST_ATTRIBUTE);
        List<JsonNode> given = fields.list("values", MOST_VALUES);
        boolean negate = fields.bool("negate", false);
        boolean ignoreCase = fields.bool("ignoreCase", false);
        fields.refuseOthers();
        if (op == null || !hasItsParts(op, attribute, given, fields, out)) {
            return null;
        }
        List<Object> values = values(op, given, fields, out);
        return values.size() == given.size() ? new Clause(attribute, op, values, negate, ignoreCase) : null;
    }

    private static boolean hasItsParts(
            Operator op, @Nullable String attribute, List<JsonNode> given, Fields fields, Violations out) {
        boolean takesAttribute = op != Operator.IN_SEGMENT && op != Operator.WITHIN_KM;
        boolean ok = true;
        if (takesAttribute && (attribute == null || attribute.isEmpty())) {
            out.missing(fields.pointer("attribute"), "the name of an attribute for " + op);
            ok = false;
        } else if (!takesAttribute && attribute != null) {
            out.refuse(fields.pointer("attribute"), Json.quote(attribute), "none for " + op);
            ok = false;
        }
        if (op == Operator.EXISTS && !given.isEmpty()) {
            out.refuse(fields.pointer("values"), "a list of " + given.size(), "none for " + op);
            ok = false;
        } else if (op != Operator.EXISTS && given.isEmpty()) {
            out.missing(fields.pointer("values"), "at least one value for " + op);
            ok = false;
        }
        return ok;
    }

    private static List<Object> values(Operator op, List<JsonNode> given, Fields fields, Violations out) {
        List<Object> values = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            JsonNode value = given.get(i);
            Object read = fits(op, value) ? Values.of(value) : null;
            if (read == null) {
                out.refuse(fields.pointer("values") + "/" + i, Json.quote(value), expected(op));
            } else {
                values.add(read);
            }
        }
        return values;
    }

    private static boolean fits(Operator op, JsonNode value) {
        return switch (op) {
            case IN -> text(value, LONGEST_VALUE) || value.isBoolean() || number(value);
            case STARTS_WITH, ENDS_WITH, CONTAINS -> text(value, LONGEST_VALUE);
            case MATCHES -> text(value, LONGEST_PATTERN);
            case LT, LTE, GT, GTE -> number(value);
            case BEFORE, AFTER -> text(value, LONGEST_ATTRIBUTE) || number(value);
            case SEMVER_EQ, SEMVER_LT, SEMVER_LTE, SEMVER_GT, SEMVER_GTE, IN_CIDR -> text(value, LONGEST_ATTRIBUTE);
            case IN_SEGMENT ->
                value.isTextual() && Fields.KEY.matcher(value.textValue()).matches();
            case WITHIN_KM -> value.isObject() && Values.isTree(value) && isCircle(Values.of(value));
            case EXISTS -> false;
        };
    }

    /** What the values of this operator are, in words. */
    static String expected(Operator op) {
        return switch (op) {
            case IN -> "a text of at most " + LONGEST_VALUE + " characters, a number, true or false for " + op;
            case STARTS_WITH, ENDS_WITH, CONTAINS -> "a text of at most " + LONGEST_VALUE + " characters for " + op;
            case MATCHES ->
                "an RE2 expression of at most " + LONGEST_PATTERN
                        + " characters, and of "
                        + SnapshotCompiler.LONGEST_WRITTEN_OUT
                        + " with its repetitions written out, without U+1C80 to U+1C88 where case is ignored, for "
                        + op;
            case LT, LTE, GT, GTE -> "a number for " + op;
            case BEFORE, AFTER -> "a time as in RFC 3339, or epoch milliseconds, for " + op;
            case SEMVER_EQ, SEMVER_LT, SEMVER_LTE, SEMVER_GT, SEMVER_GTE -> "a version as in SemVer 2.0.0 for " + op;
            case IN_CIDR -> "an address range such as 10.0.0.0/8 for " + op;
            case IN_SEGMENT -> "the key of a segment for " + op;
            case WITHIN_KM ->
                "an object with latitude (-90 to 90), longitude (-180 to 180) and km (0 or more) for " + op;
            case EXISTS -> "none for " + op;
        };
    }

    private static boolean isCircle(@Nullable Object value) {
        try {
            return value != null
                    && !new Clause(null, Operator.WITHIN_KM, List.of(value), false, false)
                            .values()
                            .isEmpty();
        } catch (InvalidDefinitionException e) {
            return false;
        }
    }

    private static boolean text(JsonNode value, int longest) {
        return value.isTextual() && value.textValue().length() <= longest;
    }

    private static boolean number(JsonNode value) {
        return value.isNumber() && Values.isTree(value);
    }
}
