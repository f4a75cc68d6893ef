package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A split that many changes have cut into many ranges, beside a search that looks at one range after the other. */
class FragmentedSplitTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);

    private record Part(String variation, int from, int to) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 40, 256})
    void everyBucketGetsTheVariationOfTheRangeItLiesIn(int ranges) {
        SplittableRandom random = new SplittableRandom(256);
        for (int round = 0; round < 20; round++) {
            int buckets = ranges * random.nextInt(2, 40);
            List<Part> parts = parts(random, ranges, buckets);
            Snapshot snapshot = snapshot(parts, buckets);
            for (int i = 0; i < 2_000; i++) {
                String key = "u" + random.nextInt(1_000_000);
                int bucket = BucketOracle.bucket("salt", key, buckets);

                Decision decision = EVALUATOR.decide(snapshot, "f", Context.of(key));

                assertThat(decision.variation())
                        .as("bucket %d of %d, %s", bucket, buckets, parts)
                        .isEqualTo(variationOf(bucket, parts));
            }
        }
    }

    /** Ranges side by side or apart, in an order of their own. */
    private static List<Part> parts(SplittableRandom random, int ranges, int buckets) {
        int step = buckets / ranges;
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < ranges; i++) {
            int from = i * step + (random.nextBoolean() ? 0 : random.nextInt(step));
            int to = (i + 1) * step - (random.nextBoolean() ? 0 : random.nextInt((i + 1) * step - from));
            parts.add(new Part(random.nextBoolean() ? "a" : "b", from, to));
        }
        for (int i = parts.size() - 1; i > 0; i--) {
            parts.set(i, parts.set(random.nextInt(i + 1), parts.get(i)));
        }
        return parts;
    }

    private static String variationOf(int bucket, List<Part> parts) {
        for (Part part : parts) {
            if (bucket >= part.from() && bucket < part.to()) {
                return part.variation();
            }
        }
        return "rest";
    }

    private static Snapshot snapshot(List<Part> parts, int buckets) {
        List<String> ranges = new ArrayList<>();
        for (Part part : parts) {
            ranges.add("{\"variation\":\"" + part.variation() + "\",\"from\":" + part.from() + ",\"to\":" + part.to()
                    + "}");
        }
        Writer writer = new Writer("1.a");
        writer.flag("f", """
                {"key":"f","type":"string","version":1,"enabled":true,"variations":{"a":"A","b":"B","rest":"R"},\
                "fallthrough":{"split":{"by":"targetingKey","salt":"salt","buckets":%d,"ranges":[%s],"rest":"rest"}}}""".formatted(buckets, String.join(",", ranges))).commit();
        return Replica.of(writer.snapshot()).snapshot();
    }
}
