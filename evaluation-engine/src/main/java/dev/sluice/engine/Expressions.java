package dev.sluice.engine;

import com.google.re2j.Pattern;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.model.Operator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of {@code matches}. What they may cost in memory and time is bounded, of each and of all in a record, and found
 * out before any is compiled.
 */
final class Expressions {
    /** The longest expression. */
    static final int LONGEST = 1_000;

    /** The longest that it may be with its counted repetitions written out. */
    static final int LONGEST_WRITTEN_OUT = 10_000;

    /** The most that all expressions of one record may come to, written out. */
    static final int MOST_WRITTEN_OUT = 100_000;

    private Expressions() {}

    /** What an expression is, in words. */
    static String expected() {
        return "an RE2 expression of at most " + LONGEST + " characters, and of " + LONGEST_WRITTEN_OUT
                + " with its repetitions written out, without U+1C80 to U+1C88 where case is ignored";
    }

    /** The compiled form; null for what is no expression, or too long. */
    static @Nullable Pattern compile(String text, boolean ignoreCase) {
        if (text.length() > LONGEST || ExpressionSize.of(text, ignoreCase, LONGEST_WRITTEN_OUT) > LONGEST_WRITTEN_OUT) {
            return null;
        }
        try {
            return Pattern.compile(text, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (RuntimeException | StackOverflowError e) {
            // A PatternSyntaxException is what should come. Whatever else does is the library's fault, and must stay
            // with one flag; it
            // also calls itself once for each step, and what a thread's stack holds is not known here.
            return null;
        }
    }

    /** Throws {@link InvalidDefinitionException} if the expressions of a record's clauses come to too much together. */
    static void check(Stream<Clause> clauses) {
        if (clauses.mapToLong(Expressions::writtenOut).sum() > MOST_WRITTEN_OUT) {
            throw new InvalidDefinitionException("clause: the expressions of " + Operator.MATCHES
                    + " come to more than " + MOST_WRITTEN_OUT + " with their repetitions written out");
        }
    }

    /** What the expressions of a clause come to, each counted up to one more than it may be; 0 if it has none. */
    static long writtenOut(Clause clause) {
        return clause.op() != Operator.MATCHES
                ? 0
                : clause.values().stream()
                        .mapToLong(value -> ExpressionSize.of((String) value, clause.ignoreCase(), LONGEST_WRITTEN_OUT))
                        .sum();
    }
}
