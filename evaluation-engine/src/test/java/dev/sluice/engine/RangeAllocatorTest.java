package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.RangeAllocator.RestHasNoWeightException;
import dev.sluice.engine.RangeAllocator.TooLittleRestException;
import dev.sluice.engine.RangeAllocator.TooManyRangesException;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Split;
import dev.sluice.proof.Proves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RangeAllocatorTest {
    private static final List<String> VARIATIONS = List.of("off", "a", "b", "c");

    @Test
    void aShareStartsAtTheLowestBucketsAndGrowsFromThere() {
        Split ten = RangeAllocator.setAmount(empty(100_000), null, "a", 10_000);

        assertThat(ten.ranges()).containsExactly(new Range("a", 0, 10_000));
        assertThat(RangeAllocator.setAmount(ten, null, "a", 12_500).ranges())
                .containsExactly(new Range("a", 0, 12_500));
        assertThat(RangeAllocator.amountOf(ten, null, "a")).isEqualTo(10_000);
        assertThat(RangeAllocator.amountOf(ten, null, "off")).isEqualTo(90_000);
    }

    @Test
    void tooLittleRestIsRefusedWithWhatThereIs() {
        Split split = RangeAllocator.setAmount(empty(100_000), null, "a", 60_000);

        assertThatThrownBy(() -> RangeAllocator.setAmount(split, null, "b", 40_001))
                .isInstanceOfSatisfying(
                        TooLittleRestException.class,
                        e -> assertThat(e.available()).isEqualTo(40_000));
        assertThatThrownBy(() -> RangeAllocator.setAmounts(split, VARIATIONS, null, Map.of("a", 99_999, "b", 2)))
                .isInstanceOfSatisfying(
                        TooLittleRestException.class,
                        e -> assertThat(e.available()).isEqualTo(1));
    }

    @Test
    void theRestHasNoWeightNamedOrByDefault() {
        Split named = RangeAllocator.setAmount(empty(100_000), null, "a", 60_000);
        Split byDefault = new Split("targetingKey", "s", 100_000, named.ranges(), null);

        for (Split split : List.of(named, byDefault)) {
            assertThatThrownBy(() -> RangeAllocator.setAmount(split, "off", "off", 1))
                    .isInstanceOfSatisfying(
                            RestHasNoWeightException.class,
                            e -> assertThat(e.share()).isEqualTo(40_000));
        }
    }

    @Test
    void zeroIsZeroAndWhatIsOffTheLineIsRefused() {
        Split split = RangeAllocator.setAmount(empty(100_000), null, "a", 1);

        assertThat(RangeAllocator.setAmount(split, null, "a", 0).ranges()).isEmpty();
        assertThat(RangeAllocator.setAmounts(split, VARIATIONS, null, Map.of()).ranges())
                .isEmpty();
        for (int amount : new int[] {-1, 100_001, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> RangeAllocator.setAmount(split, null, "a", amount))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 to 100000");
        }
    }

    @Test
    void moreThan256RangesAreRefusedButNeverOnShrinking() {
        List<Range> comb = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            comb.add(new Range(i % 2 == 0 ? "a" : "b", 3 * i, 3 * i + 1));
        }
        Split full = empty(100_000).withRanges(comb);

        assertThatThrownBy(() -> RangeAllocator.setAmount(full, null, "c", 3))
                .isInstanceOf(TooManyRangesException.class);
        assertThat(RangeAllocator.setAmount(full, null, "a", 1).ranges()).hasSize(129);

        comb.add(new Range("a", 50_000, 50_010));
        Split imported = empty(100_000).withRanges(comb);
        assertThat(RangeAllocator.setAmount(imported, null, "a", 137).ranges()).hasSize(257);
    }

    @Test
    @Proves("F71")
    void overManyRampsNobodyMovesWithoutNeed() {
        SplittableRandom random = new SplittableRandom(71);
        int steps = 0;
        while (steps < 120_000) {
            int buckets = random.nextInt(1, 200);
            Split split = empty(buckets);
            List<String> told = new ArrayList<>();
            for (int i = 0; i < 40; i++, steps++) {
                Map<String, Integer> before = amounts(split);
                Split next;
                Map<String, Integer> wanted = new LinkedHashMap<>(before);
                if (random.nextBoolean()) {
                    String variation = VARIATIONS.get(random.nextInt(1, 4));
                    int most = before.get(variation) + RangeAllocator.amountOf(split, null, "off");
                    wanted.put(variation, random.nextInt(most + 1));
                    told.add("set " + variation + " " + wanted.get(variation));
                    next = RangeAllocator.setAmount(split, null, variation, wanted.get(variation));
                } else {
                    wanted = randomAmounts(random, buckets);
                    told.add("set " + wanted);
                    next = RangeAllocator.setAmounts(split, VARIATIONS, null, wanted);
                }
                check(split, next, before, wanted, buckets + " buckets, " + told);
                split = next;
            }
        }
    }

    private static void check(
            Split split, Split next, Map<String, Integer> before, Map<String, Integer> wanted, String told) {
        assertThat(amounts(next)).as(told).isEqualTo(wanted);
        String[] from = line(split);
        String[] to = line(next);
        int given = 0;
        int taken = 0;
        for (int bucket = 0; bucket < from.length; bucket++) {
            boolean moved = !from[bucket].equals(to[bucket]);
            given += moved && !to[bucket].equals("off") ? 1 : 0;
            taken += moved && !from[bucket].equals("off") ? 1 : 0;
        }
        int ups = 0;
        int downs = 0;
        for (String variation : List.of("a", "b", "c")) {
            int change = wanted.get(variation) - before.get(variation);
            ups += Math.max(change, 0);
            downs += Math.max(-change, 0);
            BitSet smaller = bucketsOf(variation, change >= 0 ? from : to);
            smaller.andNot(bucketsOf(variation, change >= 0 ? to : from));
            assertThat(smaller.isEmpty()).as(told).isTrue();
            List<Integer> shorter = inOrder(change >= 0 ? split : next, variation);
            List<Integer> longer = inOrder(change >= 0 ? next : split, variation);
            assertThat(longer.subList(0, shorter.size())).as(told).isEqualTo(shorter);
        }
        assertThat(given).as(told).isEqualTo(ups);
        assertThat(taken).as(told).isEqualTo(downs);
    }

    /** The buckets of a variation in the order in which they were given out: shrinking must cut this list at its end. */
    private static List<Integer> inOrder(Split split, String variation) {
        List<Integer> buckets = new ArrayList<>();
        for (Range range : split.ranges()) {
            for (int bucket = range.from(); range.variation().equals(variation) && bucket < range.to(); bucket++) {
                buckets.add(bucket);
            }
        }
        return buckets;
    }

    @Test
    @Proves("F71")
    void fivePercentAreAmongTheTenAndStoppingAndStartingKeepsThem() {
        Split five = RangeAllocator.setAmount(empty(100_000), null, "a", 5_000);
        Split ten = RangeAllocator.setAmount(five, null, "a", 10_000);
        Split stopped = RangeAllocator.setAmount(ten, null, "a", 0);
        Split again = RangeAllocator.setAmount(stopped, null, "a", 5_000);
        int in = 0;
        for (int i = 0; i < 100_000; i++) {
            int bucket = Bucket.of("new-checkout", "user-" + i, 100_000);
            boolean inFive = variation(five, bucket).equals("a");
            in += inFive ? 1 : 0;
            assertThat(!inFive || variation(ten, bucket).equals("a")).isTrue();
            assertThat(variation(again, bucket)).isEqualTo(variation(five, bucket));
        }
        assertThat(in).isBetween(5_000 - 276, 5_000 + 276);
    }

    private static Map<String, Integer> randomAmounts(SplittableRandom random, int buckets) {
        int left = buckets;
        Map<String, Integer> amounts = new LinkedHashMap<>();
        for (String variation : List.of("c", "a", "b")) {
            int amount = random.nextInt(3) == 0 ? 0 : random.nextInt(left + 1);
            amounts.put(variation, amount);
            left -= amount;
        }
        return amounts;
    }

    private static Map<String, Integer> amounts(Split split) {
        Map<String, Integer> amounts = new HashMap<>();
        for (String variation : List.of("a", "b", "c")) {
            amounts.put(variation, RangeAllocator.amountOf(split, null, variation));
        }
        return amounts;
    }

    private static String[] line(Split split) {
        String[] line = new String[split.buckets()];
        Arrays.fill(line, "off");
        for (Range range : split.ranges()) {
            Arrays.fill(line, range.from(), range.to(), range.variation());
        }
        return line;
    }

    private static BitSet bucketsOf(String variation, String[] line) {
        BitSet buckets = new BitSet();
        for (int i = 0; i < line.length; i++) {
            buckets.set(i, line[i].equals(variation));
        }
        return buckets;
    }

    private static String variation(Split split, int bucket) {
        for (Range range : split.ranges()) {
            if (bucket >= range.from() && bucket < range.to()) {
                return range.variation();
            }
        }
        return "off";
    }

    private static Split empty(int buckets) {
        return new Split("targetingKey", "salt", buckets, List.of(), "off");
    }
}
