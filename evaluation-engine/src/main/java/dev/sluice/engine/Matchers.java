package dev.sluice.engine;

import static dev.sluice.engine.Matcher.Verdict.WRONG_TYPE;

import com.google.re2j.Pattern;
import dev.sluice.engine.Matcher.Verdict;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.InvalidDefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Compiles the part of a clause that looks at one value. What a text in a clause means is found out here, once. */
final class Matchers {
    /** The longest text that an expression searches: the time goes up with its length. A longer one is as of the wrong type. */
    static final int LONGEST_SEARCHED = 2_000;

    private Matchers() {}

    /** Throws {@link InvalidDefinitionException} if a value is not what the operator needs. */
    static Matcher of(Clause clause) {
        return switch (clause.op()) {
            case IN -> in(clause.values(), clause.ignoreCase());
            case STARTS_WITH ->
                anyText(clause, (text, part) -> Ascii.regionMatches(text, 0, part, clause.ignoreCase()));
            case ENDS_WITH ->
                anyText(
                        clause,
                        (text, part) ->
                                Ascii.regionMatches(text, text.length() - part.length(), part, clause.ignoreCase()));
            case CONTAINS -> anyText(clause, (text, part) -> Ascii.contains(text, part, clause.ignoreCase()));
            case MATCHES -> matches(clause);
            case LT -> comparison(clause, true, false, false);
            case LTE -> comparison(clause, true, true, false);
            case GT -> comparison(clause, false, false, true);
            case GTE -> comparison(clause, false, true, true);
            case BEFORE -> time(clause, order -> order < 0, order -> order > 0);
            case AFTER -> time(clause, order -> order > 0, order -> order < 0);
            case SEMVER_EQ -> version(clause, order -> order == 0);
            case SEMVER_LT -> version(clause, order -> order < 0);
            case SEMVER_LTE -> version(clause, order -> order <= 0);
            case SEMVER_GT -> version(clause, order -> order > 0);
            case SEMVER_GTE -> version(clause, order -> order >= 0);
            case IN_CIDR -> inCidr(clause);
            case IN_SEGMENT, WITHIN_KM, EXISTS ->
                throw new IllegalArgumentException(clause.op() + " does not look at one value");
        };
    }

    private static Matcher in(List<Object> values, boolean ignoreCase) {
        List<String> texts = new ArrayList<>();
        List<Object> numbers = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof String text) {
                texts.add(text);
            } else if (Numbers.isNumber(value)) {
                numbers.add(value);
            }
        }
        boolean yes = values.contains(true);
        boolean no = values.contains(false);
        return new In(
                texts.isEmpty() ? null : StringSet.of(texts, ignoreCase),
                numbers.isEmpty() ? null : new Numbers.OfMany(numbers),
                yes,
                no);
    }

    record In(@Nullable StringSet texts, Numbers.@Nullable OfMany numbers, boolean yes, boolean no) implements Matcher {
        /** The texts, if there is nothing else to be in and each letter counts as it is. */
        @Nullable
        StringSet onlyTexts() {
            return numbers == null && !yes && !no && texts != null && !texts.ignoresCase() ? texts : null;
        }

        @Override
        public Verdict test(Object value) {
            if (value instanceof String text) {
                return texts == null ? WRONG_TYPE : Verdict.of(texts.contains(text));
            }
            if (Numbers.isNumber(value)) {
                return numbers == null ? WRONG_TYPE : Verdict.of(numbers.contains(value));
            }
            if (value instanceof Boolean truth && (yes || no)) {
                return Verdict.of(truth ? yes : no);
            }
            return WRONG_TYPE;
        }
    }

    private interface TextPair {
        boolean test(String text, String part);
    }

    private static Matcher anyText(Clause clause, TextPair pair) {
        String[] parts = texts(clause).toArray(String[]::new);
        return value -> {
            if (!(value instanceof String text)) {
                return WRONG_TYPE;
            }
            for (String part : parts) {
                if (pair.test(text, part)) {
                    return Verdict.MATCH;
                }
            }
            return Verdict.NO_MATCH;
        };
    }

    private static Matcher matches(Clause clause) {
        Pattern[] patterns = each(
                        clause, text -> Expressions.compile(text, clause.ignoreCase()), Expressions.expected())
                .toArray(Pattern[]::new);
        Matcher search = any(
                patterns, String.class, (pattern, text) -> pattern.matcher(text).find());
        return value ->
                value instanceof String text && text.length() > LONGEST_SEARCHED ? WRONG_TYPE : search.test(value);
    }

    /** Any value being met is the same as the most generous one being met. */
    private static Matcher comparison(Clause clause, boolean less, boolean equal, boolean greater) {
        Object bound = clause.values().get(0);
        for (Object value : clause.values()) {
            int order = Numbers.compare(value, bound);
            bound = (less ? order > 0 : order < 0) ? value : bound;
        }
        return new Comparison(bound, less, equal, greater);
    }

    /** How a number stands to a limit: any of less, equal and greater may be asked for. */
    record Comparison(Object limit, boolean less, boolean equal, boolean greater) implements Matcher {
        @Override
        public Verdict test(Object value) {
            return Numbers.isNumber(value) ? Verdict.of(holds(Numbers.compare(value, limit))) : WRONG_TYPE;
        }

        boolean holds(int order) {
            return order < 0 ? less : order > 0 ? greater : equal;
        }
    }

    private static Matcher time(Clause clause, IntPredicate holds, IntPredicate moreGenerous) {
        Time bound = null;
        for (Object value : clause.values()) {
            Time time = Time.of(value);
            if (time == null) {
                throw new InvalidDefinitionException(
                        "clause: " + clause.op() + ": a value is no RFC 3339 time and no milliseconds since 1970");
            }
            bound = bound == null || moreGenerous.test(time.compareTo(bound)) ? time : bound;
        }
        Time limit = java.util.Objects.requireNonNull(bound, "a clause has values");
        return value -> {
            Time time = Time.of(value);
            return time == null ? WRONG_TYPE : Verdict.of(holds.test(time.compareTo(limit)));
        };
    }

    private static Matcher version(Clause clause, IntPredicate holds) {
        SemVer[] versions =
                each(clause, SemVer::parse, "a version by SemVer 2.0.0").toArray(SemVer[]::new);
        return value -> {
            SemVer given = value instanceof String text ? SemVer.parse(text) : null;
            if (given == null) {
                return WRONG_TYPE;
            }
            for (SemVer version : versions) {
                if (holds.test(given.compareTo(version))) {
                    return Verdict.MATCH;
                }
            }
            return Verdict.NO_MATCH;
        };
    }

    private static Matcher inCidr(Clause clause) {
        Cidr[] networks = each(clause, Cidr::parse, "an address or a network in CIDR form")
                .toArray(Cidr[]::new);
        return value -> {
            IpAddress address = value instanceof String text ? IpAddress.parse(text) : null;
            if (address == null) {
                return WRONG_TYPE;
            }
            for (Cidr network : networks) {
                if (network.contains(address)) {
                    return Verdict.MATCH;
                }
            }
            return Verdict.NO_MATCH;
        };
    }

    private interface PairTest<P, V> {
        boolean test(P part, V value);
    }

    private static <P, V> Matcher any(P[] parts, Class<V> type, PairTest<P, V> pair) {
        return value -> {
            if (!type.isInstance(value)) {
                return WRONG_TYPE;
            }
            for (P part : parts) {
                if (pair.test(part, type.cast(value))) {
                    return Verdict.MATCH;
                }
            }
            return Verdict.NO_MATCH;
        };
    }

    private static List<String> texts(Clause clause) {
        return clause.values().stream().map(String.class::cast).toList();
    }

    /** The values made into something; says which operator has a value that can't be, but not the value. */
    private static <T> List<T> each(Clause clause, Function<String, @Nullable T> make, String expected) {
        List<T> made = new ArrayList<>();
        for (String text : texts(clause)) {
            T result = make.apply(text);
            if (result == null) {
                throw new InvalidDefinitionException(
                        "clause: value " + (made.size() + 1) + " of " + clause.op() + " is not " + expected);
            }
            made.add(result);
        }
        return made;
    }
}
