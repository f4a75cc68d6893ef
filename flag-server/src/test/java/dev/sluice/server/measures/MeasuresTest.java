package dev.sluice.server.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.access.TestClock;
import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.fleet.Pace;
import dev.sluice.server.measures.Report.Arm;
import dev.sluice.server.measures.Report.Bin;
import dev.sluice.server.measures.Report.Decided;
import dev.sluice.server.measures.Report.Evaluation;
import dev.sluice.server.measures.Report.Metric;
import dev.sluice.server.measures.Report.Outcome;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.InMemoryMeasureStore;
import dev.sluice.server.store.InMemoryNodes;
import dev.sluice.server.store.MeasureStore.Use;
import dev.sluice.server.store.Samples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class MeasuresTest {

    private static final EnvironmentId PRODUCTION = Samples.PRODUCTION;
    private static final Decided ON = new Decided(3, "fallthrough", "on", "SPLIT", null);
    private static final long SEED = 99;

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final InMemoryNodes meeting = new InMemoryNodes(clock);
    private final InMemoryMeasureStore store = new InMemoryMeasureStore();
    private final ExecutorService encoders = Executors.newSingleThreadExecutor();
    private final Map<String, Pace> paces = new HashMap<>();

    @AfterEach
    void stop() {
        Samples.get(vertx.close());
        encoders.shutdownNow();
    }

    private Measures node(String name) {
        var fleet = new FleetRegistry(vertx, name, clock, System::nanoTime);
        Pace pace = new Pace(fleet::sessions, () -> clock.instant().toEpochMilli() * 1_000_000);
        paces.put(name, pace);
        return new Measures(vertx, store, meeting.channel(name), name, clock, encoders, fleet, pace);
    }

    private static Report report(String session, long seq, Evaluation... evaluations) {
        return new Report(session, "i", seq, 10_000, 0, List.of(evaluations), List.of(), List.of(), List.of("f"));
    }

    private static Report one(String session, long seq, long count) {
        return report(session, seq, new Evaluation("f", ON, count));
    }

    private long counted(Measures from) {
        Instant now = clock.instant();
        return Samples.get(from.read(
                        PRODUCTION, "f", Resolution.TEN_SECONDS, now.minusSeconds(1_000), now.plusSeconds(10)))
                .values()
                .stream()
                .mapToLong(window -> window.evaluations().getOrDefault(ON, 0L))
                .sum();
    }

    @Test
    @Proves("F26")
    void aReportThatWasSentAgainCountsOnceOnWhicheverNode() {
        Measures a = node("a");
        Measures b = node("b");

        assertThat(Samples.get(a.take(PRODUCTION, one("s", 1, 10)))).isTrue();
        assertThat(Samples.get(a.take(PRODUCTION, one("s", 1, 10)))).isFalse();
        assertThat(Samples.get(b.take(PRODUCTION, one("s", 1, 10)))).isFalse();
        assertThat(Samples.get(b.take(PRODUCTION, one("s", 2, 5)))).isTrue();
        assertThat(Samples.get(node("restarted").take(PRODUCTION, one("s", 2, 5))))
                .isFalse();
        Samples.get(a.flush());
        Samples.get(b.flush());

        assertThat(counted(a)).isEqualTo(15);
        assertThat(counted(b)).isEqualTo(15);
    }

    @Test
    @Proves("F26")
    void anAnswerOfTheStoreThatGotLostChangesNoCount() {
        Measures a = node("a");
        store.loseAnswers(1);

        Samples.get(a.take(PRODUCTION, one("s", 1, 10)));

        await().until(() -> counted(a) == 10);
        assertThat(Samples.get(a.take(PRODUCTION, one("s", 1, 10)))).isFalse();
        assertThat(counted(a)).isEqualTo(10);
    }

    @Test
    void whileTheStoreIsAwayReportsAreKeptAndCountedOnceAfterwards() {
        Measures a = node("a");
        Measures b = node("b");
        store.away(true);

        Samples.get(a.take(PRODUCTION, one("s", 1, 10)));
        Samples.get(b.take(PRODUCTION, one("s", 1, 10)));
        Samples.get(b.take(PRODUCTION, one("s", 2, 1)));
        assertThat(a.waitingRows() + b.waitingRows()).isEqualTo(6);
        store.away(false);

        await().until(() -> a.waitingRows() + b.waitingRows() == 0);
        Samples.get(a.flush());
        Samples.get(b.flush());
        assertThat(counted(a)).isEqualTo(11);
    }

    @Test
    void whenThereIsNoRoomNothingIsTaken() {
        Measures a = node("a");
        store.away(true);
        List<Evaluation> rows = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            rows.add(new Evaluation("f", new Decided(i, null, "on", "STATIC", null), 1));
        }
        int taken = 0;
        boolean refused = false;
        for (int seq = 1; seq <= 200 && !refused; seq++) {
            Future<Boolean> answer =
                    a.take(PRODUCTION, new Report("s", "i", seq, 1, 0, rows, List.of(), List.of(), List.of()));
            refused = answer.failed();
            taken += refused ? 0 : 1;
        }

        assertThat(refused).isTrue();
        assertThat(taken).isLessThan(101);
        assertThat(a.waitingRows()).isLessThanOrEqualTo(200_000);
    }

    @Test
    void rowsBeyondTheBoundAreDroppedAndCounted() {
        Measures a = node("a");
        for (int seq = 1; seq <= 4; seq++) {
            List<Evaluation> rows = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                rows.add(new Evaluation("f", new Decided(seq * 2_000 + i, null, "on", "STATIC", null), 1));
            }
            rows.add(new Evaluation("not a key", ON, 1));
            Samples.get(a.take(PRODUCTION, new Report("s", "i", seq, 1, 0, rows, List.of(), List.of(), List.of())));
        }

        assertThat(a.droppedRows()).isEqualTo(2 * (5_000 + 4));
        Samples.get(a.take(
                PRODUCTION, report("s", 5, new Evaluation("f", new Decided(2_000, null, "on", "STATIC", null), 1))));
        assertThat(a.droppedRows()).as("what is known already always has room").isEqualTo(2 * (5_000 + 4));
    }

    @Test
    void theLastUseOfAFlagIsKept() {
        Measures a = node("a");
        Samples.get(a.take(PRODUCTION, one("s", 1, 10)));
        Instant first = clock.instant();
        assertThat(Samples.get(a.lastUsed(PRODUCTION, Use.EVALUATED)).last()).containsExactly(Map.entry("f", first));

        clock.advance(Duration.ofMinutes(3));
        Samples.get(a.take(PRODUCTION, one("s", 2, 10)));

        assertThat(Samples.get(a.lastUsed(PRODUCTION, Use.EVALUATED)).last())
                .containsExactly(Map.entry("f", first.plus(Duration.ofMinutes(3))));
        assertThat(Samples.get(a.lastUsed(PRODUCTION, Use.DECLARED)).last()).containsOnlyKeys("f");
        assertThat(Samples.get(a.lastUsed(PRODUCTION, Use.SERVED)).last()).containsOnlyKeys("f/on");
        assertThat(Samples.get(a.lastUsed(PRODUCTION, Use.BY_APPLICATION)).last())
                .containsOnlyKeys("f/unnamed");
        assertThat(Samples.get(a.lastUsed(PRODUCTION, Use.EVALUATED)).since()).isEqualTo(first);
    }

    @Test
    void whoWatchesGetsSecondsAndAFasterPaceOnEveryNode() {
        Measures a = node("a");
        node("b");
        assertThat(paces.get("b").of(PRODUCTION).reportEveryMillis()).isEqualTo(10_000);

        a.watch(PRODUCTION, Duration.ofSeconds(30));

        assertThat(paces.get("a").of(PRODUCTION).reportEveryMillis()).isEqualTo(1_000);
        assertThat(paces.get("b").of(PRODUCTION).reportEveryMillis()).isEqualTo(1_000);
        Samples.get(a.take(PRODUCTION, one("s", 1, 10)));
        Instant now = clock.instant();
        assertThat(Samples.get(a.read(PRODUCTION, "f", Resolution.SECOND, now, now.plusSeconds(1))))
                .containsOnlyKeys(now.getEpochSecond());
        clock.advance(Duration.ofSeconds(31));
        assertThat(paces.get("b").of(PRODUCTION).reportEveryMillis()).isEqualTo(10_000);
    }

    @Test
    void quantilesAreRightToWithinAHundredth() {
        Measures a = node("a");
        var random = new SplittableRandom(SEED);
        List<Double> latencies = new ArrayList<>();
        for (int seq = 1; seq <= 50; seq++) {
            Map<Integer, Long> bins = new TreeMap<>();
            for (int i = 0; i < 100; i++) {
                double latency = Math.exp(random.nextDouble() * 6);
                latencies.add(latency);
                bins.merge(Latencies.index(latency), 1L, Long::sum);
            }
            List<Bin> list = bins.entrySet().stream()
                    .map(bin -> new Bin(bin.getKey(), bin.getValue()))
                    .toList();
            Arm arm = new Arm(3, "fallthrough", "on", "on", seq % 16, null);
            Samples.get(a.take(
                    PRODUCTION,
                    new Report(
                            "s",
                            "i",
                            seq,
                            1,
                            0,
                            List.of(),
                            List.of(new Outcome("f", arm, 100, Map.of(), 0, list)),
                            List.of(),
                            List.of())));
        }
        latencies.sort(null);

        FlagWindow.Outcomes all = new FlagWindow.Outcomes();
        Instant now = clock.instant();
        Samples.get(a.read(PRODUCTION, "f", Resolution.MINUTE, now, now.plusSeconds(60)))
                .values()
                .forEach(window -> window.outcomes().values().forEach(all::merge));

        assertThat(all.latencyCount()).isEqualTo(5_000);
        for (double quantile : new double[] {0.5, 0.9, 0.99}) {
            double truth = latencies.get((int) (quantile * (latencies.size() - 1)));
            assertThat(all.latency(quantile)).isBetween(truth * 0.9899, truth * 1.0101);
        }
    }

    @Test
    void howeverReportsArePartedAmongNodesAndRepeatedTheSumsAreThoseOfAnOracle() {
        compareWithAnOracle(3);
    }

    @Test
    @Tag("drill")
    void theSameForTwentyRounds() {
        compareWithAnOracle(20);
    }

    private void compareWithAnOracle(int rounds) {
        var random = new SplittableRandom(SEED);
        for (int round = 0; round < rounds; round++) {
            String when = "seed " + SEED + ", round " + round;
            EnvironmentId environment = new EnvironmentId("demo", "round" + round);
            List<Measures> nodes = List.of(node("a" + round), node("b" + round), node("c" + round));
            Map<String, FlagWindow> oracle = new TreeMap<>();
            Instant from = clock.instant();
            for (int step = 0; step < 60; step++) {
                Report report = randomReport(random, "s" + random.nextInt(5), 1 + step);
                store.loseAnswers(random.nextInt(20) == 0 ? 1 : 0);
                Samples.get(nodes.get(random.nextInt(3)).take(environment, report));
                while (random.nextInt(3) == 0) {
                    Samples.get(nodes.get(random.nextInt(3)).take(environment, report));
                }
                for (Evaluation row : report.evaluations()) {
                    oracle.computeIfAbsent(row.flag(), flag -> new FlagWindow()).add(row);
                }
                for (Outcome row : report.outcomes()) {
                    oracle.computeIfAbsent(row.flag(), flag -> new FlagWindow()).add(row);
                }
                for (Metric row : report.metrics()) {
                    oracle.computeIfAbsent(row.flag(), flag -> new FlagWindow()).add(row);
                }
                if (random.nextInt(4) == 0) {
                    clock.advance(Duration.ofSeconds(random.nextInt(40)));
                }
                if (random.nextInt(10) == 0) {
                    Samples.get(nodes.get(random.nextInt(3)).flush());
                }
            }
            for (Measures node : nodes) {
                await().until(() -> node.waitingRows() == 0);
                Samples.get(node.flush());
            }
            Instant to = clock.instant().plusSeconds(60);
            for (Resolution resolution : List.of(Resolution.TEN_SECONDS, Resolution.MINUTE)) {
                oracle.forEach((flag, expected) -> {
                    SortedMap<Long, FlagWindow> windows =
                            Samples.get(nodes.get(0).read(environment, flag, resolution, from, to));
                    FlagWindow sum = new FlagWindow();
                    windows.values().forEach(sum::merge);
                    assertThat(sum.evaluations()).as(when).isEqualTo(expected.evaluations());
                    assertThat(sum.metrics()).as(when).isEqualTo(expected.metrics());
                    assertThat(sum.outcomes().keySet())
                            .as(when)
                            .isEqualTo(expected.outcomes().keySet());
                    expected.outcomes().forEach((arm, cell) -> {
                        FlagWindow.Outcomes got = sum.outcomes().get(arm);
                        assertThat(got.successes()).as(when).isEqualTo(cell.successes());
                        assertThat(got.errors()).as(when).isEqualTo(cell.errors());
                        assertThat(got.latencyCount()).as(when).isEqualTo(cell.latencyCount());
                        assertThat((Double) got.latency(0.9)).as(when).isEqualTo((Double) cell.latency(0.9));
                    });
                });
            }
        }
    }

    private static Report randomReport(SplittableRandom random, String session, long seq) {
        List<Evaluation> evaluations = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        List<Metric> metrics = new ArrayList<>();
        for (int row = random.nextInt(4); row >= 0; row--) {
            String flag = "f" + random.nextInt(3);
            Arm arm = new Arm(
                    1 + random.nextInt(2),
                    "fallthrough",
                    random.nextBoolean() ? "on" : null,
                    "off",
                    random.nextInt(16),
                    random.nextBoolean() ? "DE" : null);
            evaluations.add(new Evaluation(
                    flag, new Decided(1, random.nextBoolean() ? "r" : null, "on", "SPLIT", null), random.nextInt(9)));
            outcomes.add(new Outcome(
                    flag,
                    arm,
                    random.nextInt(9),
                    Map.of("timeout", (long) random.nextInt(3)),
                    random.nextInt(2),
                    List.of(new Bin(random.nextInt(-900, 900), random.nextInt(5)))));
            metrics.add(new Metric(flag, arm, "value", 1, random.nextInt(100), random.nextInt(1_000)));
        }
        return new Report(session, "i", seq, 10_000, 0, evaluations, outcomes, metrics, List.of());
    }
}
