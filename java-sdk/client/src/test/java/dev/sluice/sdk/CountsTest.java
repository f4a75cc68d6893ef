package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.DecisionNumbering;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Reason;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Variation;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CountsTest {

    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private static final int MANY_ROWS = 1_000_000;

    private final Complaints complaints = new Complaints(() -> 0);
    private final Counts counts = new Counts();
    private final Unanswered unanswered = new Unanswered(complaints, counts);

    @Test
    void aDecisionIsCountedByFlagVersionPlaceVariationAndReason() {
        World world = new World();
        world.set(World.bool("new-checkout", true), half("ramped", 7));
        Live live = live(world);

        for (int i = 0; i < 1_000; i++) {
            Reads.decide(live, "new-checkout", ValueType.BOOLEAN, Context.of("user-" + i), unanswered);
            Reads.decide(live, "ramped", Context.of("user-" + i), unanswered);
        }

        Map<Evaluation, Long> taken = take();
        assertThat(taken)
                .containsEntry(new Evaluation("new-checkout", 1, "fallthrough", "on", Reason.STATIC, null), 1_000L);
        long on = taken.get(new Evaluation("ramped", 7, "fallthrough", "on", Reason.SPLIT, null));
        long off = taken.get(new Evaluation("ramped", 7, "fallthrough", "off", Reason.SPLIT, null));
        assertThat(on).isBetween(430L, 570L);
        assertThat(on + off).isEqualTo(1_000);
        assertThat(taken).hasSize(3);
        assertThat(take()).isEmpty();
    }

    @Test
    void questionsWithoutAnAnswerAreCountedByTheirErrorCode() {
        World world = new World();
        world.set(World.bool("new-checkout", true));
        Live live = live(world);

        Reads.decide(live, "nobody", Context.of("u"), unanswered);
        Reads.decide(live, "nobody", Context.of("u"), unanswered);
        Reads.decide(live, "new-checkout", ValueType.STRING, Context.of("u"), unanswered);
        Reads.decide(live, "new-checkout", null, unanswered);
        Reads.decide(null, "new-checkout", Context.of("u"), unanswered);

        assertThat(take())
                .isEqualTo(Map.of(
                        error("nobody", 0, ErrorCode.FLAG_NOT_FOUND), 2L,
                        error("new-checkout", 1, ErrorCode.TYPE_MISMATCH), 1L,
                        error("new-checkout", 0, ErrorCode.INVALID_CONTEXT), 1L,
                        error("new-checkout", 0, ErrorCode.PROVIDER_NOT_READY), 1L));
    }

    @Test
    @Proves("F25")
    void namesThatNoFlagHasAreBoundedAndTheRestIsKnownByNumber() {
        World world = new World();
        Live live = live(world);

        for (int i = 0; i < 3 * ErrorTally.MOST_ROWS; i++) {
            Reads.decide(live, "junk-" + i, Context.of("u"), unanswered);
        }
        Reads.decide(live, "no key: a sentence", Context.of("u"), unanswered);

        assertThat(take()).hasSize(ErrorTally.MOST_ROWS);
        assertThat(counts.uncounted()).isEqualTo(2L * ErrorTally.MOST_ROWS + 1);
    }

    @Test
    void whoHoldsAnOldViewIsCountedUnderTheVersionThatDecided() {
        World world = new World();
        world.set(half("ramped", 1));
        FlagView old = new FlagView(live(world), Context.of("user-1"), unanswered);
        world.set(half("ramped", 2));
        FlagView newer = new FlagView(live(world), Context.of("user-1"), unanswered);

        old.isOn("ramped");
        newer.isOn("ramped");
        old.isOn("ramped");

        Map<Long, Long> byVersion = new HashMap<>();
        take().forEach((evaluation, count) -> byVersion.merge(evaluation.version(), count, Long::sum));
        assertThat(byVersion).isEqualTo(Map.of(1L, 2L, 2L, 1L));
    }

    @Test
    void noCountIsLostOrMovedWhileFourThreadsAskAndFlagsAreReplacedAndCountsAreTaken() throws Exception {
        World world = new World();
        world.set(half("a", 1), half("b", 1));
        AtomicReference<Live> current = new AtomicReference<>(live(world));
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Map<Evaluation, Long>>> asked = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int seed = thread;
            asked.add(threads.submit(() -> ask(seed, current, stop, started)));
        }

        started.await();
        EvaluationCounts taken = new EvaluationCounts(MANY_ROWS);
        for (int version = 2; version < 2_500; version++) {
            Flag changed = half(version % 2 == 0 ? "a" : "b", version);
            if (version % 50 == 0) { // another lineage has another numbering
                World renewed = new World();
                renewed.set(half("a", version), half("b", version));
                world = renewed;
            } else {
                world.set(changed);
            }
            current.set(live(world));
            if (version % 7 == 0) {
                counts.takeInto(taken, 0);
            }
        }
        stop.set(true);
        threads.shutdown();
        Map<Evaluation, Long> oracle = new HashMap<>();
        for (Future<Map<Evaluation, Long>> each : asked) {
            each.get(30, TimeUnit.SECONDS).forEach((key, count) -> oracle.merge(key, count, Long::sum));
        }
        counts.takeInto(taken, 0);

        assertThat(differences(taken.rows(), oracle)).isEmpty();
        assertThat(sumOfErrors(taken.rows()) + counts.uncounted()).isEqualTo(sumOfErrors(oracle));
        assertThat(sum(oracle)).isGreaterThan(10_000);
    }

    /** Decisions that were counted otherwise than the oracle has them; errors are bounded, and compared by their sum. */
    private static List<String> differences(Map<Evaluation, Long> counted, Map<Evaluation, Long> oracle) {
        Set<Evaluation> all = new HashSet<>(oracle.keySet());
        all.addAll(counted.keySet());
        return all.stream()
                .filter(each -> each.errorCode() == null)
                .filter(each -> !Objects.equals(counted.get(each), oracle.get(each)))
                .map(each -> each + ": counted " + counted.get(each) + ", asked " + oracle.get(each))
                .toList();
    }

    private static long sumOfErrors(Map<Evaluation, Long> rows) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().errorCode() != null)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long sum(Map<Evaluation, Long> rows) {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<Evaluation, Long> ask(
            int seed, AtomicReference<Live> current, AtomicBoolean stop, CountDownLatch started) {
        Map<Evaluation, Long> mine = new HashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        started.countDown();
        while (!stop.get()) {
            Live live = current.get();
            int kind = random.nextInt(100);
            String flag = kind < 45 ? "a" : kind < 90 ? "b" : "missing-" + kind;
            ValueType type = kind % 10 == 3 ? ValueType.STRING : ValueType.BOOLEAN;
            Decision decision = Reads.decide(live, flag, type, Context.of("user-" + random.nextInt(1_000)), unanswered);
            mine.merge(Evaluation.failed(flag, decision), 1L, Long::sum);
        }
        return mine;
    }

    @Test
    void noCountIsLostAmongMoreThreadsThanHaveCellsOfTheirOwnNorWhenThreadsEndAndOthersTakeTheirs() throws Exception {
        World world = new World();
        world.set(half("a", 1), half("b", 1));
        Live live = live(world);
        int rounds = 20;
        int threads = 3 * Owners.COLUMNS;
        int questions = 500;

        EvaluationCounts taken = new EvaluationCounts(MANY_ROWS);
        for (int round = 0; round < rounds; round++) {
            List<Thread> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < questions; n++) {
                        String flag = n % 2 == 0 ? "a" : "b";
                        Reads.decide(live, flag, ValueType.BOOLEAN, Context.of("user-" + n), unanswered);
                    }
                });
                running.add(thread);
                thread.start();
            }
            counts.takeInto(taken, 0);
            for (Thread thread : running) {
                thread.join();
            }
        }
        counts.takeInto(taken, 0);

        Map<String, Long> byFlag = new HashMap<>();
        taken.rows().forEach((evaluation, count) -> byFlag.merge(evaluation.flag(), count, Long::sum));
        long each = (long) rounds * threads * questions / 2;
        assertThat(byFlag).isEqualTo(Map.of("a", each, "b", each));
    }

    @Test
    void whenTheMemoryForCellsIsUsedUpEachQuestionIsCountedOrKnownByNumber() throws Exception {
        World world = new World();
        List<Flag> flags = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            flags.add(half("flag-" + i, 1));
        }
        world.set(flags.toArray(Flag[]::new));
        DecisionNumbering numbering = live(world).snapshot().numbering();
        LongAdder uncounted = new LongAdder();
        Tally tally = new Tally(numbering, uncounted, 1 << 16);
        int ordinals = numbering.size();

        int threads = 3 * Owners.COLUMNS;
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                for (int ordinal = 0; ordinal < ordinals; ordinal++) {
                    count(tally, ordinal);
                }
            });
            thread.start();
            thread.join();
        }

        EvaluationCounts taken = new EvaluationCounts(MANY_ROWS);
        tally.cells().takeInto(taken);
        assertThat(uncounted.sum()).isPositive();
        assertThat(sum(taken.rows()) + uncounted.sum()).isEqualTo((long) threads * ordinals);
        assertThat(taken.rows().getOrDefault(Evaluation.of(numbering.key(ordinals - 1)), 0L))
                .as("by threads with cells of their own, though the shared ones are used up")
                .isPositive();
    }

    private static void count(Tally tally, int ordinal) {
        if (!tally.count(ordinal)) {
            tally.countElsewhere(ordinal);
        }
    }

    @Test
    void aThreadOwnsItsCellsUntilItEndsAndNoLonger() throws Exception {
        AtomicBoolean owned = new AtomicBoolean();
        Thread first = Thread.currentThread();
        // a thread of other tests that still lives may have the column that one of these asks for
        for (int tries = 0; tries < Owners.COLUMNS && !owned.get(); tries++) {
            first = new Thread(() -> {
                Owners.claim(Thread.currentThread());
                owned.set(Owners.owns(Thread.currentThread(), Owners.column(Thread.currentThread())));
            });
            first.start();
            first.join();
        }
        int column = Owners.column(first);

        assertThat(owned).isTrue();
        Owners.forgetTheDead();
        assertThat(Owners.owns(first, column)).isFalse();
    }

    @Test
    void cellsThatThreadsShareTakeNoMoreMemoryThanTheyMayAndSayWhenItIsUsedUp() {
        SharedCells cells = new SharedCells(1 << 20);
        List<Integer> counted = new ArrayList<>();
        for (int ordinal = 0; ordinal < 1 << 20; ordinal += 64) {
            long before = cells.add(ordinal, 7);
            if (before != SharedCells.FULL) {
                assertThat(before).isZero();
                counted.add(ordinal);
            }
        }

        assertThat(counted).hasSizeBetween(1, (1 << 20) / (64 * Long.BYTES));
        assertThat(cells.add(0, 7)).isEqualTo(1);
        assertThat(cells.add(1, 8)).isZero();
        long[] sums = cells.sums();
        assertThat(sums[0]).isEqualTo(2);
        assertThat(Arrays.stream(sums).sum()).isEqualTo(counted.size() + 2);
    }

    @Test
    void aTallyThatNobodyHoldsIsReadToTheEndAndForgotten() {
        World world = new World();
        world.set(half("ramped", 1));
        Live live = live(world);
        Reads.decide(live, "ramped", Context.of("user-1"), unanswered);
        live = null;
        int sources = counts.sources();
        World another = new World();
        another.set(half("other", 1));
        live(another);
        assertThat(counts.sources()).isEqualTo(sources + 1);

        EvaluationCounts taken = new EvaluationCounts(MANY_ROWS);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            counts.takeInto(taken, 0);
            return counts.sources() == sources;
        });

        assertThat(taken.rows().values()).containsExactly(1L);
    }

    @Test
    void countsThatAreMergedInAnyOrderAndAnyPiecesComeToTheSame() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EvaluationCounts whole = new EvaluationCounts(MANY_ROWS);
            List<EvaluationCounts> pieces = new ArrayList<>();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                pieces.add(new EvaluationCounts(MANY_ROWS));
            }
            for (int i = 0; i < 100; i++) {
                Evaluation evaluation = error("f" + random.nextInt(20), random.nextInt(3), ErrorCode.GENERAL);
                long count = random.nextInt(1, 1_000);
                whole.add(evaluation, count);
                pieces.get(random.nextInt(pieces.size())).add(evaluation, count);
            }

            EvaluationCounts merged = new EvaluationCounts(MANY_ROWS);
            while (!pieces.isEmpty()) {
                EvaluationCounts piece = pieces.remove(random.nextInt(pieces.size()));
                merged.addAll(piece.takeFirst(random.nextInt(1, 30)));
                merged.addAll(piece);
            }

            assertThat(merged.rows()).as("seed %d", seed).isEqualTo(whole.rows());
        }
    }

    private static Evaluation error(String flag, long version, ErrorCode code) {
        return new Evaluation(flag, version, null, null, Reason.ERROR, code);
    }

    private Map<Evaluation, Long> take() {
        EvaluationCounts taken = new EvaluationCounts(MANY_ROWS);
        counts.takeInto(taken, 0);
        return taken.rows();
    }

    private Live live(World world) {
        Snapshot snapshot = world.replica().snapshot();
        return new Live(snapshot, EVALUATOR, true, counts.tallyOf(snapshot.numbering()));
    }

    private static Flag half(String key, long version) {
        FlagCore core = new FlagCore(
                key,
                ValueType.BOOLEAN,
                version,
                true,
                List.of(new Variation("on", true), new Variation("off", false)),
                "off");
        return Flag.simple(core, new Split("targetingKey", key, 100_000, List.of(new Range("on", 0, 50_000)), "off"));
    }
}
