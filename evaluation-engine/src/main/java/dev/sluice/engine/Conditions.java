package dev.sluice.engine;

import dev.sluice.engine.Matcher.Verdict;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.model.Operator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles clauses. */
@SuppressWarnings("ArrayRecordComponent")
final class Conditions {
    private Conditions() {}

    /**
     * Throws {@link InvalidDefinitionException} for a value that the operator can't use, and whatever {@code segments} throws
     * for a key that it does not know.
     */
    static Condition of(Clause clause, Function<String, CompiledSegment> segments) {
        return switch (clause.op()) {
            case IN_SEGMENT ->
                new InSegment(
                        clause.values().stream()
                                .map(key -> segments.apply((String) key))
                                .toArray(CompiledSegment[]::new),
                        clause.negate());
            case WITHIN_KM -> Near.of(clause);
            case EXISTS -> new Exists(reader(clause), clause.negate());
            default -> quick(new Attribute(reader(clause), Matchers.of(clause), clause.negate()));
        };
    }

    /** The usual clauses have a way of their own for the usual type, and the general one for every other. */
    private static Condition quick(Attribute general) {
        if (general.matcher() instanceof Matchers.In in && in.onlyTexts() != null) {
            return new TextIn(general.reader(), in.onlyTexts(), general.negate(), general);
        }
        if (general.matcher() instanceof Matchers.Comparison comparison && comparison.limit() instanceof Long limit) {
            return new WholeOrder(general.reader(), limit, comparison, general.negate(), general);
        }
        return general;
    }

    static boolean needsGeo(Clause clause) {
        return clause.op() == Operator.WITHIN_KM
                || (clause.attribute() != null && reader(clause).needsGeo());
    }

    private static AttributeReader reader(Clause clause) {
        return AttributeReader.of(Objects.requireNonNull(clause.attribute(), "the model checks that there is one"));
    }

    /** An empty list is missing. */
    private static @Nullable Object present(@Nullable Object value) {
        return value instanceof List<?> list && list.isEmpty() ? null : value;
    }

    private record Exists(AttributeReader reader, boolean negate) implements Condition {
        @Override
        public boolean readsContextOnly() {
            return reader.readsContextOnly();
        }

        @Override
        public boolean holds(Context context, Evaluator evaluator) {
            return (present(reader.read(context, evaluator)) != null) != negate;
        }
    }

    /** A condition that {@link RuleIndex} can answer together with others on the same attribute. */
    sealed interface Indexed extends Condition permits TextIn, WholeOrder {
        AttributeReader reader();

        boolean negate();

        /** The same condition for values of any type. */
        Attribute general();
    }

    /** Whether a text is in a list of nothing but texts, by every letter as it is. */
    record TextIn(AttributeReader reader, StringSet texts, boolean negate, Attribute general) implements Indexed {
        @Override
        public boolean readsContextOnly() {
            return reader.readsContextOnly();
        }

        @Override
        public boolean holds(Context context, Evaluator evaluator) {
            Object value = reader.read(context, evaluator);
            return value instanceof String text ? texts.contains(text) != negate : general.holdsFor(value);
        }
    }

    /** How a number stands to a whole one. */
    record WholeOrder(
            AttributeReader reader, long limit, Matchers.Comparison comparison, boolean negate, Attribute general)
            implements Indexed {
        /** Whether it holds for a number that is less (-1), equal (0) or greater (1). */
        boolean holds(int order) {
            return comparison.holds(order) != negate;
        }

        @Override
        public boolean readsContextOnly() {
            return reader.readsContextOnly();
        }

        @Override
        public boolean holds(Context context, Evaluator evaluator) {
            Object value = reader.read(context, evaluator);
            return value instanceof Long whole ? holds(Long.compare(whole, limit)) : general.holdsFor(value);
        }
    }

    record Attribute(AttributeReader reader, Matcher matcher, boolean negate) implements Condition {
        @Override
        public boolean readsContextOnly() {
            return reader.readsContextOnly();
        }

        @Override
        public boolean holds(Context context, Evaluator evaluator) {
            return holdsFor(reader.read(context, evaluator));
        }

        boolean holdsFor(@Nullable Object value) {
            if (value == null) {
                return false;
            }
            // A text first: whether it is a list is a slow question, as that of any interface which a class does not
            // have.
            Verdict verdict =
                    value instanceof String || !(value instanceof List<?> list) ? matcher.test(value) : anyOf(list);
            return verdict != Verdict.WRONG_TYPE && (verdict == Verdict.MATCH) != negate;
        }

        /** Of the wrong type only if every element is; so is an empty list, which counts as missing. */
        private Verdict anyOf(List<?> list) {
            Verdict verdict = Verdict.WRONG_TYPE;
            for (int i = 0; i < list.size(); i++) {
                Verdict one = matcher.test(list.get(i));
                if (one == Verdict.MATCH) {
                    return one;
                }
                verdict = one == Verdict.NO_MATCH ? one : verdict;
            }
            return verdict;
        }
    }

    /** Takes no attribute: who has no targeting key is in no list, but may be in by a segment's rules. */
    record InSegment(CompiledSegment[] segments, boolean negate) implements Condition {
        @Override
        public boolean readsContextOnly() {
            for (CompiledSegment segment : segments) {
                if (segment.needsGeo()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean holds(Context context, Evaluator evaluator) {
            for (int i = 0; i < segments.length; i++) {
                if (segments[i].contains(context, evaluator)) {
                    return !negate;
                }
            }
            return negate;
        }
    }

    /** Within a great-circle distance of any of some points, on a sphere of the Earth's mean radius. */
    private record Near(AttributeReader latitude, AttributeReader longitude, double[] circles, boolean negate)
            implements Condition {
        private static final double EARTH_RADIUS_KM = 6371.0088;
        private static final int NUMBERS_PER_CIRCLE = 3;

        static Near of(Clause clause) {
            double[] circles = new double[NUMBERS_PER_CIRCLE * clause.values().size()];
            int at = 0;
            for (Object value : clause.values()) {
                Map<?, ?> circle = (Map<?, ?>) value;
                circles[at++] = number(circle.get("latitude"));
                circles[at++] = number(circle.get("longitude"));
                circles[at++] = number(circle.get("km"));
            }
            return new Near(
                    AttributeReader.of("geo.latitude"), AttributeReader.of("geo.longitude"), circles, clause.negate());
        }

        @Override
        public boolean readsContextOnly() {
            return false;
        }

        @Override
        public boolean holds(Context context, Evaluator evaluator) {
            double north = number(latitude.read(context, evaluator));
            double east = number(longitude.read(context, evaluator));
            if (!(Math.abs(north) <= 90 && Math.abs(east) <= 180)) {
                return false;
            }
            for (int i = 0; i < circles.length; i += NUMBERS_PER_CIRCLE) {
                if (distance(north, east, circles[i], circles[i + 1]) <= circles[i + 2]) {
                    return !negate;
                }
            }
            return negate;
        }

        private static double number(@Nullable Object value) {
            return value instanceof Double real ? real : value instanceof Long whole ? whole : Double.NaN;
        }

        /** By the haversine, which is exact for points close to each other too. */
        private static double distance(double north1, double east1, double north2, double east2) {
            double halfNorth = Math.sin(Math.toRadians(north2 - north1) / 2);
            double halfEast = Math.sin(Math.toRadians(east2 - east1) / 2);
            double a = halfNorth * halfNorth
                    + Math.cos(Math.toRadians(north1)) * Math.cos(Math.toRadians(north2)) * halfEast * halfEast;
            return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
        }
    }
}
