package dev.sluice.engine;

import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns percentages into ranges of buckets so that nobody moves without need. Pure. Amounts are buckets of the split's line;
 * on the line of {@link Split#BUCKETS} a bucket is a thousandth of a percent.
 *
 * <p>The order of a split's ranges is the order in which they were given out. Growing a variation appends the lowest free
 * buckets; shrinking takes from the end of that variation's last range. So, for every variation v:
 *
 * <pre>{@code
 *  monotone        amount'(v) >= amount(v)  =>  buckets(v) is a subset of buckets'(v)        and the other way round for <=
 *  least movement  buckets that are newly given to variations  = sum of their increases
 *                  buckets that are taken away from variations = sum of their decreases
 * }</pre>
 *
 * Ranges merge only when they are neighbours, in the list and on the line, of one variation: that leaves the order in which
 * its tail is taken away as it was.
 */
public final class RangeAllocator {
    private RangeAllocator() {}

    /** How many buckets a variation has in the ranges, or, for the rest, outside of all ranges. */
    public static int amountOf(Split split, @Nullable String offVariation, String variation) {
        if (variation.equals(split.restOr(offVariation))) {
            return split.buckets() - allocated(split.ranges());
        }
        int amount = 0;
        for (Range range : split.ranges()) {
            if (range.variation().equals(variation)) {
                amount += range.size();
            }
        }
        return amount;
    }

    /**
     * Sets one variation's amount and leaves the others alone: only the rest gives and takes.
     *
     * @param offVariation the flag's, which is the rest of a split that names none
     * @throws TooLittleRestException if the rest has not enough to give
     * @throws RestHasNoWeightException if the variation is the rest
     * @throws TooManyRangesException if growing would lead to more than {@link Split#MOST_RANGES} ranges
     */
    public static Split setAmount(Split split, @Nullable String offVariation, String variation, int amount) {
        checkAmount(split, offVariation, variation, amount);
        int present = amountOf(split, null, variation);
        int free = split.buckets() - allocated(split.ranges());
        if (amount - present > free) {
            throw new TooLittleRestException(variation, amount, present + free);
        }
        List<Range> ranges = new ArrayList<>(split.ranges());
        if (amount < present) {
            shrink(ranges, variation, present - amount);
        } else if (amount > present) {
            grow(ranges, variation, amount - present);
            checkNumber(ranges);
        }
        return split.withRanges(ranges);
    }

    /**
     * Sets all amounts at once: first those that shrink, then those that grow, in the order of the flag's variations.
     *
     * @param variationOrder all variations of the flag
     * @param offVariation the flag's, which is the rest of a split that names none
     * @param amounts by variation; one that is not named gets nothing
     * @throws TooLittleRestException if the amounts come to more than the line holds
     * @throws RestHasNoWeightException if the rest is named
     * @throws TooManyRangesException if growing would lead to more than {@link Split#MOST_RANGES} ranges
     */
    public static Split setAmounts(
            Split split, List<String> variationOrder, @Nullable String offVariation, Map<String, Integer> amounts) {
        int left = split.buckets();
        for (String variation : variationOrder) {
            Integer amount = amounts.get(variation);
            if (amount != null) {
                checkAmount(split, offVariation, variation, amount);
                if (amount > left) {
                    throw new TooLittleRestException(variation, amount, left);
                }
                left -= amount;
            }
        }
        if (!variationOrder.containsAll(amounts.keySet())) {
            throw new IllegalArgumentException(
                    "weights of " + amounts.keySet() + "; expected variations of " + variationOrder);
        }
        List<Range> ranges = new ArrayList<>(split.ranges());
        Set<String> all = new LinkedHashSet<>(variationOrder);
        split.ranges().forEach(range -> all.add(range.variation()));
        for (String variation : all) {
            int excess = amountOf(split, null, variation) - amounts.getOrDefault(variation, 0);
            if (excess > 0) {
                shrink(ranges, variation, excess);
            }
        }
        boolean grew = false;
        for (String variation : variationOrder) {
            int missing = amounts.getOrDefault(variation, 0) - amountOf(split, null, variation);
            if (missing > 0) {
                grow(ranges, variation, missing);
                grew = true;
            }
        }
        if (grew) {
            checkNumber(ranges);
        }
        return split.withRanges(ranges);
    }

    private static void checkAmount(Split split, @Nullable String offVariation, String variation, int amount) {
        if (amount < 0 || amount > split.buckets()) {
            throw new IllegalArgumentException(
                    variation + ": " + amount + " buckets are not allowed; expected 0 to " + split.buckets());
        }
        if (variation.equals(split.restOr(offVariation))) {
            throw new RestHasNoWeightException(variation, split.buckets() - allocated(split.ranges()));
        }
    }

    private static void checkNumber(List<Range> ranges) {
        if (ranges.size() > Split.MOST_RANGES) {
            throw new TooManyRangesException(ranges.size());
        }
    }

    private static int allocated(List<Range> ranges) {
        int sum = 0;
        for (Range range : ranges) {
            sum += range.size();
        }
        return sum;
    }

    private static void shrink(List<Range> ranges, String variation, int amount) {
        int left = amount;
        for (int i = ranges.size() - 1; i >= 0 && left > 0; i--) {
            Range range = ranges.get(i);
            if (!range.variation().equals(variation)) {
                continue;
            }
            if (range.size() <= left) {
                left -= range.size();
                ranges.remove(i);
                mergeAt(ranges, i);
            } else {
                ranges.set(i, new Range(variation, range.from(), range.to() - left));
                left = 0;
            }
        }
    }

    private static void grow(List<Range> ranges, String variation, int amount) {
        List<Range> byPosition = new ArrayList<>(ranges);
        byPosition.sort(Comparator.comparingInt(Range::from));
        int left = amount;
        int start = 0;
        for (Range taken : byPosition) {
            left -= append(ranges, variation, start, Math.min(taken.from() - start, left));
            start = taken.to();
        }
        append(ranges, variation, start, left);
    }

    private static int append(List<Range> ranges, String variation, int from, int size) {
        if (size > 0) {
            ranges.add(new Range(variation, from, from + size));
            mergeAt(ranges, ranges.size() - 1);
        }
        return size;
    }

    /** Merges the range at a place of the list with the one before it, if they are neighbours of one variation. */
    private static void mergeAt(List<Range> ranges, int at) {
        if (at < 1 || at >= ranges.size()) {
            return;
        }
        Range before = ranges.get(at - 1);
        Range range = ranges.get(at);
        if (before.variation().equals(range.variation()) && before.to() == range.from()) {
            ranges.set(at - 1, new Range(range.variation(), before.from(), range.to()));
            ranges.remove(at);
        }
    }

    /** The rest has not enough to give. */
    public static final class TooLittleRestException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final int available;

        TooLittleRestException(String variation, int asked, int available) {
            super(variation + ": " + asked + " buckets were asked for; there are " + available);
            this.available = available;
        }

        /** The most that the variation could get, in buckets. */
        public int available() {
            return available;
        }
    }

    /** The rest gets what is left; its amount is never set. */
    public static final class RestHasNoWeightException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final int share;

        RestHasNoWeightException(String variation, int share) {
            super(variation + " is the rest: it gets the " + share + " buckets that the others leave");
            this.share = share;
        }

        /** What the rest has at present, in buckets. */
        public int share() {
            return share;
        }
    }

    /** The line would be cut into more pieces than is allowed. */
    public static final class TooManyRangesException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        TooManyRangesException(int ranges) {
            super(ranges + " ranges would be needed; at most " + Split.MOST_RANGES
                    + " are allowed: lower a percentage to 0 and raise it again, or use another salt");
        }
    }
}
