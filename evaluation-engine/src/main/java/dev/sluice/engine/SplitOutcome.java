package dev.sluice.engine;

import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Split;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A compiled split: its ranges by position, each with its decision ready. A bucket in no range, and a context without a usable
 * key, get the rest.
 */
final class SplitOutcome {
    private static final long LARGEST_KEY = (1L << 53) - 1;

    private final @Nullable AttributeReader by;
    private final SaltedHash hash;
    private final int buckets;
    private final int[] starts;
    private final int[] ends;
    private final Decision[] decisions;
    private final Decision rest;
    private final Decision restWithoutKey;

    /**
     * @param decision the decision for a variation that the split names
     * @param rest the decision for the rest
     * @param restWithoutKey the decision for a context without a key
     */
    SplitOutcome(Split split, Function<String, Decision> decision, Decision rest, Decision restWithoutKey) {
        this.by = split.by().equals(Split.RANDOM) ? null : AttributeReader.of(split.by());
        this.hash = SaltedHash.of(split.salt());
        this.buckets = split.buckets();
        List<Range> ranges = split.ranges().stream()
                .sorted(Comparator.comparingInt(Range::from))
                .toList();
        this.starts = ranges.stream().mapToInt(Range::from).toArray();
        this.ends = ranges.stream().mapToInt(Range::to).toArray();
        this.decisions =
                ranges.stream().map(range -> decision.apply(range.variation())).toArray(Decision[]::new);
        this.rest = rest;
        this.restWithoutKey = restWithoutKey;
    }

    boolean needsGeo() {
        return by != null && by.needsGeo();
    }

    Decision rest() {
        return rest;
    }

    Decision decide(Context context, Evaluator evaluator) {
        if (by == null) {
            return at(evaluator.random().draw(buckets));
        }
        Object key = by.read(context, evaluator);
        if (key instanceof String text) {
            return at(hash.bucket(text, buckets));
        }
        if (key instanceof Long number && number >= -LARGEST_KEY && number <= LARGEST_KEY) {
            return at(hash.bucket((long) number, buckets));
        }
        if (key instanceof Double number && number == Math.rint(number) && Math.abs(number) <= LARGEST_KEY) {
            return at(hash.bucket((long) (double) number, buckets));
        }
        return restWithoutKey;
    }

    private Decision at(int bucket) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (bucket < starts[middle]) {
                high = middle - 1;
            } else if (bucket >= ends[middle]) {
                low = middle + 1;
            } else {
                return decisions[middle];
            }
        }
        return rest;
    }
}
