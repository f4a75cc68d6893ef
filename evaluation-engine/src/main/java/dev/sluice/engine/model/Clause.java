package dev.sluice.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a rule: it holds if the attribute matches any of the values.
 *
 * @param attribute a name, a JSON Pointer when it begins with {@code /}, or null where the operator takes none
 * @param values String, Long, Double, Boolean, or for {@code withinKm} a Map; none for {@code exists}
 * @param negate turns the clause round as a whole; a missing attribute or one of the wrong type never matches all the same
 * @param ignoreCase ASCII letters compare without their case
 */
public record Clause(@Nullable String attribute, Operator op, List<Object> values, boolean negate, boolean ignoreCase) {

    public Clause {
        values = List.copyOf(values);
        if (attribute != null) {
            Checks.notEmpty("clause: attribute", attribute);
        }
        boolean takesAttribute = op != Operator.IN_SEGMENT && op != Operator.WITHIN_KM;
        if (takesAttribute != (attribute != null)) {
            throw new InvalidDefinitionException("clause: " + op
                    + (takesAttribute
                            ? " needs an attribute"
                            : " takes no attribute, but was given \"" + attribute + "\""));
        }
        if ((op == Operator.EXISTS) != values.isEmpty()) {
            throw new InvalidDefinitionException(
                    "clause: " + op + (op == Operator.EXISTS ? " takes no values" : " needs at least one value"));
        }
        ClauseValues.check(op, values);
    }

    /** A clause that is neither negated nor blind to case. */
    public static Clause of(String attribute, Operator op, Object... values) {
        return new Clause(attribute, op, List.of(values), false, false);
    }

    /** A clause that holds for members of any of the segments. */
    public static Clause inSegment(String... segments) {
        return new Clause(null, Operator.IN_SEGMENT, List.of((Object[]) segments), false, false);
    }
}
