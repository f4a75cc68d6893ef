package dev.sluice.naive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;

/** What one value of an attribute says to a clause: true, false, or null where the operator can do nothing with it. */
final class NaiveClauses {
    private static final java.util.regex.Pattern RFC_3339 = java.util.regex.Pattern.compile(
            "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\\.([0-9]{1,9}))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");
    private static final double RADIUS = 6371.0088;

    private static final Map<String, Pattern> EXPRESSIONS = new ConcurrentHashMap<>();

    private NaiveClauses() {}

    static Boolean test(JsonNode clause, JsonNode value) {
        String op = clause.get("op").textValue();
        Boolean any = null;
        for (JsonNode wanted : clause.get("values")) {
            Boolean one = test(op, clause.path("ignoreCase").asBoolean(), value, wanted);
            any = either(any, one);
        }
        return any;
    }

    static Boolean either(Boolean a, Boolean b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a || b;
    }

    private static Boolean test(String op, boolean ignoreCase, JsonNode value, JsonNode wanted) {
        switch (op) {
            case "in":
                if (value.isTextual() && wanted.isTextual()) {
                    return text(value, ignoreCase).equals(text(wanted, ignoreCase));
                }
                if (value.isNumber() && wanted.isNumber()) {
                    return number(value).compareTo(number(wanted)) == 0;
                }
                return value.isBoolean() && wanted.isBoolean() ? value.equals(wanted) : null;
            case "lt", "lte", "gt", "gte":
                return value.isNumber() ? holds(op, number(value).compareTo(number(wanted))) : null;
            case "before", "after":
                BigDecimal time = nanos(value);
                return time == null ? null : holds(op, time.compareTo(nanos(wanted)));
            default:
                return value.isTextual() ? testText(op, ignoreCase, value, wanted) : null;
        }
    }

    private static Boolean testText(String op, boolean ignoreCase, JsonNode value, JsonNode wanted) {
        String text = text(value, ignoreCase);
        String part = text(wanted, ignoreCase);
        if (op.startsWith("semver")) {
            return NaiveVersion.isOne(value.textValue())
                    ? holds(
                            op.substring(6).toLowerCase(Locale.ROOT),
                            NaiveVersion.compare(value.textValue(), wanted.textValue()))
                    : null;
        }
        return switch (op) {
            case "startsWith" -> text.indexOf(part) == 0;
            case "endsWith" ->
                text.length() >= part.length()
                        && text.substring(text.length() - part.length()).equals(part);
            case "contains" -> text.indexOf(part) >= 0;
            case "matches" ->
                value.textValue().length() > 2_000
                        ? null
                        : (Boolean) expression(wanted.textValue(), ignoreCase)
                                .matcher(value.textValue())
                                .find();
            case "inCidr" -> {
                String bits = NaiveAddress.bits(value.textValue());
                yield bits == null ? null : (Boolean) bits.startsWith(NaiveAddress.network(wanted.textValue()));
            }
            default -> throw new IllegalArgumentException(op);
        };
    }

    private static boolean holds(String op, int order) {
        return switch (op) {
            case "lt", "before" -> order < 0;
            case "lte" -> order <= 0;
            case "gt", "after" -> order > 0;
            case "gte" -> order >= 0;
            case "eq" -> order == 0;
            default -> throw new IllegalArgumentException(op);
        };
    }

    /** An expression of no more than the length allowed; how long it is written out, the generator sees to. */
    static Pattern expression(String text, boolean ignoreCase) {
        try {
            return text.length() > 1000
                    ? null
                    : EXPRESSIONS.computeIfAbsent(ignoreCase ? "(?i)(?:" + text + ")" : text, Pattern::compile);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    private static String text(JsonNode node, boolean ignoreCase) {
        if (!ignoreCase || !node.isTextual()) {
            return node.textValue();
        }
        StringBuilder folded = new StringBuilder();
        for (char c : node.textValue().toCharArray()) {
            int at = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".indexOf(c);
            folded.append(at < 0 ? c : "abcdefghijklmnopqrstuvwxyz".charAt(at));
        }
        return folded.toString();
    }

    /** Exactly the number that is meant: a whole one of 64 bits, or else the nearest double. */
    static BigDecimal number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong()
                ? BigDecimal.valueOf(node.longValue())
                : new BigDecimal(node.doubleValue());
    }

    /** Nanoseconds since 1970, or null for what is no time. */
    static BigDecimal nanos(JsonNode value) {
        if (value instanceof POJONode pojo && pojo.getPojo() instanceof Instant instant) {
            return nanos(instant.getEpochSecond(), instant.getNano());
        }
        if (value.isNumber()) {
            BigDecimal millis = number(value);
            boolean tooFar =
                    millis.compareTo(new BigDecimal(-0x1p63)) < 0 || millis.compareTo(new BigDecimal(0x1p63)) >= 0;
            return tooFar ? null : millis.scaleByPowerOfTen(6).setScale(0, RoundingMode.FLOOR);
        }
        Matcher form = value.isTextual() ? RFC_3339.matcher(value.textValue()) : null;
        if (form == null || !form.matches()) {
            return null;
        }
        long seconds;
        try {
            seconds = LocalDateTime.parse(form.group(1) + "T" + form.group(2)).toEpochSecond(ZoneOffset.UTC);
        } catch (java.time.DateTimeException e) {
            return null;
        }
        if (form.group(4) != null) {
            int hours = Integer.parseInt(form.group(5));
            int minutes = Integer.parseInt(form.group(6));
            if (hours > 23 || minutes > 59) {
                return null;
            }
            seconds -= (form.group(4).equals("-") ? -60L : 60L) * (hours * 60 + minutes);
        }
        String fraction = form.group(3) == null ? "" : form.group(3);
        return nanos(seconds, Integer.parseInt((fraction + "000000000").substring(0, 9)));
    }

    private static BigDecimal nanos(long seconds, int nanos) {
        return BigDecimal.valueOf(seconds).scaleByPowerOfTen(9).add(BigDecimal.valueOf(nanos));
    }

    /** Over the angle between two vectors from the centre of the sphere. */
    static double kilometres(double north1, double east1, double north2, double east2) {
        double[] a = vector(north1, east1);
        double[] b = vector(north2, east2);
        double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        double x = a[1] * b[2] - a[2] * b[1];
        double y = a[2] * b[0] - a[0] * b[2];
        double z = a[0] * b[1] - a[1] * b[0];
        return RADIUS * Math.atan2(Math.sqrt(x * x + y * y + z * z), dot);
    }

    private static double[] vector(double north, double east) {
        double phi = Math.PI * north / 180;
        double lambda = Math.PI * east / 180;
        return new double[] {Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)};
    }
}
