package dev.sluice.engine.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which types of value each operator takes. What the texts mean (a version, an address) is checked when they are compiled. */
final class ClauseValues {
    private static final Set<String> CIRCLE = Set.of("latitude", "longitude", "km");

    private ClauseValues() {}

    static void check(Operator op, List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            if (!fits(op, values.get(i))) {
                throw new InvalidDefinitionException(
                        "clause: value " + (i + 1) + " of " + op + " has the wrong form; expected " + expected(op));
            }
        }
    }

    private static boolean fits(Operator op, Object value) {
        return switch (op) {
            case IN -> value instanceof String || value instanceof Boolean || isNumber(value);
            case LT, LTE, GT, GTE -> isNumber(value);
            case BEFORE, AFTER -> value instanceof String || isNumber(value);
            case WITHIN_KM -> isCircle(value);
            case EXISTS -> false;
            default -> value instanceof String;
        };
    }

    private static String expected(Operator op) {
        return switch (op) {
            case IN -> "a string, number or boolean";
            case LT, LTE, GT, GTE -> "a number";
            case BEFORE, AFTER -> "an RFC 3339 time or milliseconds since 1970";
            case WITHIN_KM -> "{\"latitude\": -90 to 90, \"longitude\": -180 to 180, \"km\": 0 or more}";
            case EXISTS -> "none";
            default -> "a string";
        };
    }

    private static boolean isNumber(Object value) {
        return value instanceof Long || (value instanceof Double number && Double.isFinite(number));
    }

    private static boolean isCircle(Object value) {
        return value instanceof Map<?, ?> circle
                && circle.keySet().equals(CIRCLE)
                && isWithin(circle.get("latitude"), -90, 90)
                && isWithin(circle.get("longitude"), -180, 180)
                && isWithin(circle.get("km"), 0, Double.MAX_VALUE);
    }

    private static boolean isWithin(@Nullable Object value, double least, double most) {
        return value instanceof Number number
                && isNumber(number)
                && number.doubleValue() >= least
                && number.doubleValue() <= most;
    }
}
