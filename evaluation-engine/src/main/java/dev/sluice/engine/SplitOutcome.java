package dev.sluice.engine;

import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A compiled split: the line of buckets cut into parts, each with its decision ready; what lies in no range is a part with the rest.
 * A context without a usable key gets the rest too.
 */
final class SplitOutcome {
    private static final long LARGEST_KEY = (1L << 53) - 1;
    private static final int MOST_TO_COUNT = 8;

    private final long salted;
    private final int buckets;
    private final int firstBound; // beside the others, since it is the only one of most splits
    private final boolean byTargetingKey;
    private final @Nullable AttributeReader by;
    private final int[] bounds;
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
        this.byTargetingKey = split.by().equals(Target.TARGETING_KEY);
        this.salted = SaltedHash.of(split.salt());
        this.buckets = split.buckets();
        List<Range> ranges = split.ranges().stream()
                .sorted(Comparator.comparingInt(Range::from))
                .toList();
        List<Integer> ends = new ArrayList<>();
        List<Decision> parts = new ArrayList<>();
        int end = 0;
        for (Range range : ranges) {
            if (range.from() > end) {
                ends.add(range.from());
                parts.add(rest);
            }
            end = range.to();
            ends.add(end);
            parts.add(decision.apply(range.variation()));
        }
        parts.add(rest);
        this.bounds = ends.stream().mapToInt(Integer::intValue).toArray();
        this.firstBound = bounds.length == 0 ? buckets : bounds[0];
        this.decisions = parts.toArray(Decision[]::new);
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
        if (byTargetingKey) {
            long[] words = context.targetingKeyWords();
            return words == null ? decideByText(context.targetingKey()) : at(SaltedHash.bucket(salted, words, buckets));
        }
        return decideByAnother(context, evaluator);
    }

    private Decision decideByText(@Nullable String key) {
        return key == null ? restWithoutKey : at(SaltedHash.bucket(salted, key, buckets));
    }

    private Decision decideByAnother(Context context, Evaluator evaluator) {
        if (by == null) {
            return at(evaluator.random().draw(buckets));
        }
        Object key = by.read(context, evaluator);
        if (key instanceof String text) {
            return decideByText(text);
        }
        if (key instanceof Long number && number >= -LARGEST_KEY && number <= LARGEST_KEY) {
            return at(SaltedHash.bucket(salted, (long) number, buckets));
        }
        if (key instanceof Double number && number == Math.rint(number) && Math.abs(number) <= LARGEST_KEY) {
            return at(SaltedHash.bucket(salted, (long) (double) number, buckets));
        }
        return restWithoutKey;
    }

    /**
     * The decision of the part in which a bucket lies. Few parts are counted without a branch, since nobody can foresee where a
     * user lies, a processor neither.
     */
    private Decision at(int bucket) {
        Decision[] parts = decisions;
        int part = (firstBound - 1 - bucket) >>> 31; // 1 if the part ends at or before the bucket
        if (parts.length > 2) {
            part = bounds.length > MOST_TO_COUNT ? searched(bucket) : counted(bucket);
        }
        return parts[part];
    }

    private int counted(int bucket) {
        int part = 0;
        for (int i = 0; i < bounds.length; i++) {
            part += (bounds[i] - 1 - bucket) >>> 31;
        }
        return part;
    }

    private int searched(int bucket) {
        int found = Arrays.binarySearch(bounds, bucket);
        return found < 0 ? -found - 1 : found + 1;
    }
}
