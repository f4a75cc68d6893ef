package dev.sluice.engine;

import java.util.Arrays;
import java.util.List;

/** Numbers of attributes and clauses, Long or Double, compared by value and exactly: 1 is 1.0, 2^53 + 1 is not 2^53. */
final class Numbers {
    private static final double TWO_63 = 0x1p63;

    private Numbers() {}

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double;
    }

    /** Less than, equal to or greater than 0, as a is to b; both are Long or finite Double. */
    static int compare(Object a, Object b) {
        if (a instanceof Long x) {
            return b instanceof Long y ? Long.compare(x, y) : wholeToReal(x, (Double) b);
        }
        double x = (Double) a;
        return b instanceof Long y ? -wholeToReal(y, x) : reals(x, (Double) b);
    }

    private static int reals(double a, double b) {
        return a < b ? -1 : a > b ? 1 : 0;
    }

    private static int wholeToReal(long a, double b) {
        if (b >= TWO_63) {
            return -1;
        }
        if (b < -TWO_63) {
            return 1;
        }
        long whole = (long) b;
        return a != whole ? Long.compare(a, whole) : reals(0, b - whole);
    }

    /** An immutable set of numbers; asking allocates nothing. */
    static final class OfMany {
        private final long[] whole;
        private final double[] fractions;

        OfMany(List<Object> numbers) {
            whole = numbers.stream()
                    .filter(OfMany::isWhole)
                    .mapToLong(number -> ((Number) number).longValue())
                    .sorted()
                    .toArray();
            fractions = numbers.stream()
                    .filter(number -> !isWhole(number))
                    .mapToDouble(number -> ((Number) number).doubleValue())
                    .sorted()
                    .toArray();
        }

        boolean contains(Object number) {
            if (isWhole(number)) {
                return Arrays.binarySearch(whole, ((Number) number).longValue()) >= 0;
            }
            return Arrays.binarySearch(fractions, (Double) number) >= 0;
        }

        private static boolean isWhole(Object number) {
            return number instanceof Long
                    || (number instanceof Double value
                            && value == Math.rint(value)
                            && value >= -TWO_63
                            && value < TWO_63);
        }
    }
}
