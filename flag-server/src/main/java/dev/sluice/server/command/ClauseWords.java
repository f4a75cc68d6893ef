package dev.sluice.server.command;

import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Operator;
import dev.sluice.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Clauses in words, as they follow "users": {@code in Germany and whose plan is gold}. */
final class ClauseWords {
    private static final int MOST_VALUES = 3;
    private static final int LONGEST_VALUE = 40;

    private ClauseWords() {}

    static String all(List<Clause> clauses) {
        return clauses.stream().map(ClauseWords::one).collect(Collectors.joining(" and "));
    }

    private static String one(Clause clause) {
        String attribute = clause.attribute();
        if (clause.op() == Operator.IN && "geo.country".equals(attribute)) {
            return (clause.negate() ? "outside of " : "in ") + values(clause.values(), true);
        }
        boolean not = clause.negate();
        String values = values(clause.values(), false);
        String whose = "whose " + attribute;
        return switch (clause.op()) {
            case IN -> whose + (not ? " is not " : " is ") + values;
            case STARTS_WITH -> whose + (not ? " does not start with " : " starts with ") + values;
            case ENDS_WITH -> whose + (not ? " does not end with " : " ends with ") + values;
            case CONTAINS -> whose + (not ? " does not contain " : " contains ") + values;
            case MATCHES -> whose + (not ? " does not match " : " matches ") + values;
            case LT, SEMVER_LT -> whose + is(not) + "below " + values;
            case LTE, SEMVER_LTE -> whose + is(not) + "at most " + values;
            case GT, SEMVER_GT -> whose + is(not) + "above " + values;
            case GTE, SEMVER_GTE -> whose + is(not) + "at least " + values;
            case BEFORE -> whose + is(not) + "before " + values;
            case AFTER -> whose + is(not) + "after " + values;
            case SEMVER_EQ -> whose + is(not) + "version " + values;
            case IN_CIDR -> whose + is(not) + "in " + values;
            case IN_SEGMENT -> (not ? "not in segment " : "in segment ") + values;
            case WITHIN_KM -> not ? "not near the given places" : "near the given places";
            case EXISTS -> not ? "who have no " + attribute : "who have " + attribute;
        };
    }

    private static String is(boolean not) {
        return not ? " is not " : " is ";
    }

    private static String values(List<Object> values, boolean countries) {
        List<String> words = new ArrayList<>();
        for (Object value : values.subList(0, Math.min(values.size(), MOST_VALUES))) {
            words.add(countries ? country(value) : shortened(String.valueOf(value)));
        }
        if (words.isEmpty()) {
            return "";
        }
        if (values.size() > MOST_VALUES) {
            words.add(values.size() - MOST_VALUES + " others");
        }
        return Words.either(words);
    }

    private static String country(@Nullable Object code) {
        String text = String.valueOf(code);
        String name = text.length() == 2 ? new Locale("", text).getDisplayCountry(Locale.ENGLISH) : text;
        return shortened(name.isEmpty() ? text : name);
    }

    private static String shortened(String text) {
        return Json.shortened(text, LONGEST_VALUE);
    }
}
