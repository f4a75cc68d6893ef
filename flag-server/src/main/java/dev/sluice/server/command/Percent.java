package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import java.math.BigDecimal;
import java.util.OptionalInt;

/** Percentages as integers of a thousandth of a percent, exact both ways: 12.5 % = 12,500. Never a double. */
public final class Percent {
    /** A hundred percent. */
    public static final int WHOLE = 100_000;

    /** What is allowed, in the words of an error message. */
    static final String ALLOWED = "0 to 100 with at most 3 decimals";

    private static final int DECIMALS = 3;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Percent() {}

    /** The thousandths of a JSON number, or empty if it is no number, outside of 0..100, or finer than 0.001. */
    static OptionalInt parse(JsonNode value) {
        if (!value.isNumber()) {
            return OptionalInt.empty();
        }
        BigDecimal given = value.decimalValue();
        if (given.signum() < 0 || given.compareTo(HUNDRED) > 0) {
            return OptionalInt.empty();
        }
        BigDecimal plain = given.stripTrailingZeros();
        if (plain.scale() > DECIMALS) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(plain.movePointRight(DECIMALS).intValueExact());
    }

    /** The percentage in this field, which must be there; empty when missing or wrong (which is noted). */
    static OptionalInt required(Fields fields, String name) {
        JsonNode value = fields.raw(name);
        if (value == null) {
            fields.out().missing(fields.pointer(name), ALLOWED);
            return OptionalInt.empty();
        }
        OptionalInt percent = parse(value);
        if (percent.isEmpty()) {
            fields.out().refuse(fields.pointer(name), Json.quote(value), ALLOWED);
        }
        return percent;
    }

    /** The JSON number of these thousandths: 10, 12.5, 0.001. */
    public static JsonNode json(int thousandths) {
        BigDecimal value = BigDecimal.valueOf(thousandths, DECIMALS).stripTrailingZeros();
        return value.scale() <= 0 ? IntNode.valueOf(value.intValueExact()) : DecimalNode.valueOf(value);
    }

    /** The number alone, for messages: {@code 12.5}. */
    static String number(int thousandths) {
        return BigDecimal.valueOf(thousandths, DECIMALS).stripTrailingZeros().toPlainString();
    }

    /** For people: {@code 12.5 %}. */
    public static String words(int thousandths) {
        return number(thousandths) + " %";
    }
}
