package dev.sluice.engine.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of buckets, parts of which are given to variations.
 *
 * @param by the attribute whose value is hashed, or {@link #RANDOM}
 * @param salt keeps two splits independent of each other; the flag's key at creation
 * @param buckets the length of the line
 * @param ranges disjoint; <b>their order is the order of allocation</b>, not of position
 * @param rest who falls in no range, or has no key, gets this; null = the flag's {@code offVariation}. A variation is in ranges
 *     or is the rest, not both.
 */
public record Split(
        String by,
        String salt,
        int buckets,
        List<Range> ranges,
        @Nullable String rest) implements Serve {
    /** The length of the line that Sluice writes: a bucket is a thousandth of a percent. */
    public static final int BUCKETS = 100_000;

    /** {@code by} for a split that draws afresh each time. */
    public static final String RANDOM = "random";

    /** The most ranges that growing a variation may lead to. */
    public static final int MOST_RANGES = 256;

    public Split {
        Checks.notEmpty("split: by", by);
        Checks.key("split: salt", salt);
        if (buckets < 1) {
            throw new InvalidDefinitionException("split: buckets " + buckets + " is not allowed; expected 1 or more");
        }
        ranges = List.copyOf(ranges);
        if (rest != null) {
            Checks.key("split: rest", rest);
        }
        checkDisjoint(ranges, buckets);
        for (Range range : ranges) {
            if (range.variation().equals(rest)) {
                throw new InvalidDefinitionException(
                        "split: \"" + rest + "\" is the rest and in ranges; expected one of the two");
            }
        }
    }

    private static void checkDisjoint(List<Range> ranges, int buckets) {
        List<Range> byPosition = new ArrayList<>(ranges);
        byPosition.sort(Comparator.comparingInt(Range::from));
        int end = 0;
        for (Range range : byPosition) {
            if (range.from() < end) {
                throw new InvalidDefinitionException("split: ranges overlap at bucket " + range.from());
            }
            end = range.to();
        }
        if (end > buckets) {
            throw new InvalidDefinitionException("split: a range ends at " + end + "; expected at most " + buckets);
        }
    }

    /** The same split with other ranges. */
    public Split withRanges(List<Range> changed) {
        return new Split(by, salt, buckets, changed, rest);
    }

    /** The variation that the rest gets, given the flag's {@code offVariation}; null = nobody in the rest gets a value. */
    public @Nullable String restOr(@Nullable String offVariation) {
        return rest != null ? rest : offVariation;
    }
}
