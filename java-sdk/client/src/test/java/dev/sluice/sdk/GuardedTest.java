package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GuardedTest {

    private static final String GUARD = ",\"guard\":{\"variation\":\"on\",\"baseline\":\"off\",\"maxErrorShare\":0.2,"
            + "\"minimum\":10,\"windowMillis\":10000,\"probeAfterMillis\":5000,\"region\":\"geo.country\"}";
    private static final Duration INTERVAL = Reporting.INTERVAL;

    private final Reporting reporting = new Reporting().session("s1");
    private final Watching watching = new Watching(reporting.time::nanos, reporting.unanswered);

    @Test
    void outcomesAreCountedByArmWithErrorsByKindAndLatenciesInMilliseconds() {
        reporting.changeRaw("a", flag(7, "{\"variation\":\"on\"}", GUARD));
        Context german = Context.builder("user-1").set("geo.country", "DE").build();

        for (int i = 0; i < 4; i++) {
            assertThat(go(german, Duration.ofMillis(20), null)).isEqualTo("new");
        }
        assertThatThrownBy(() -> go(german, Duration.ofMillis(20), new IOException("u@shop.example is unknown")))
                .isInstanceOf(IOException.class);
        reporting.pass(INTERVAL);

        JsonNode row = reporting.last().path("outcomes").get(0);
        assertThat(row.path("flag").asText()).isEqualTo("a");
        assertThat(row.path("version").asLong()).isEqualTo(7);
        assertThat(row.path("place").asText()).isEqualTo("fallthrough");
        assertThat(row.path("assigned").asText()).isEqualTo("on");
        assertThat(row.path("served").asText()).isEqualTo("on");
        assertThat(row.path("replicate").asInt(-1)).isBetween(0, 15);
        assertThat(row.path("region").asText()).isEqualTo("DE");
        assertThat(row.path("successes").asLong()).isEqualTo(4);
        assertThat(row.path("errors")).hasToString("{\"IOException\":1}");
        JsonNode bin = row.path("latency").path("bins").get(0);
        assertThat(bin.get(1).asLong()).isEqualTo(5);
        double gamma = 1.01 / 0.99;
        assertThat(Math.pow(gamma, bin.get(0).asInt())).isLessThanOrEqualTo(20.0);
        assertThat(Math.pow(gamma, bin.get(0).asInt() + 1.0)).isGreaterThanOrEqualTo(20.0);
        assertThat(row.path("latency").path("zero").asLong()).isZero();
        assertThat(reporting.last().toString()).doesNotContain("shop.example", "user-1");
    }

    @Test
    void whoFailsTooOftenGetsTheBaselineAndBothAreReported() {
        reporting.changeRaw("a", flag(1, "{\"variation\":\"on\"}", GUARD));
        Context user = Context.of("user-1");

        int failures = 0;
        String given = "";
        while (!given.equals("old")) {
            try {
                given = go(user, Duration.ofMillis(1), new IllegalStateException());
            } catch (IllegalStateException expected) {
                failures++;
            }
        }
        assertThat(failures).isEqualTo(10);
        assertThat(guarded(user).decision().variation())
                .as("what is assigned stays")
                .isEqualTo("on");
        reporting.pass(INTERVAL);

        Map<String, Long> byServed = new HashMap<>();
        reporting
                .last()
                .path("outcomes")
                .forEach(row -> byServed.merge(
                        row.path("assigned").asText() + ">" + row.path("served").asText(),
                        row.path("successes").asLong()
                                + row.path("errors")
                                        .path("IllegalStateException")
                                        .asLong(),
                        Long::sum));
        assertThat(byServed).isEqualTo(Map.of("on>on", 10L, "on>off", 1L));
    }

    @Test
    void whatWorksAgainIsServedAgain() throws IOException {
        whoFailsTooOftenGetsTheBaselineAndBothAreReported();

        List<String> given = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            given.add(go(Context.of("user-2"), Duration.ofMillis(1), null));
        }

        assertThat(given).as("ten seconds have passed").containsOnly("new");
    }

    @Test
    void withoutAGuardABooleanFlagLeadsTheWayAndOutcomesAreCountedAllTheSame() throws IOException {
        assertThat(watching.guarded(reporting.live(), "b", Context.of("u"))
                        .<String, RuntimeException>run(() -> "new", () -> "old"))
                .isEqualTo("old");
        reporting.pass(INTERVAL);

        assertThat(reporting.last().path("outcomes").get(0).path("assigned").asText())
                .isEqualTo("off");
    }

    @Test
    void whereNothingIsDecidedTheOldWayIsGoneAndNothingIsCounted() {
        Guarded unknown = watching.guarded(reporting.live(), "nobody", Context.of("u"));

        assertThat(unknown.<String, RuntimeException>run(() -> "new", () -> "old"))
                .isEqualTo("old");
        assertThat(unknown.decision().errorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        reporting.pass(INTERVAL);

        assertThat(reporting.last().path("outcomes")).isEmpty();
    }

    @Test
    void aNumberIsPutDownToWhatItsUserHasMet() throws IOException {
        reporting.changeRaw("a", flag(1, "{\"variation\":\"on\"}", GUARD));
        go(Context.of("buyer"), Duration.ofMillis(1), null);

        watching.track(reporting.live(), "order-value", Context.of("buyer"), 30);
        watching.track(reporting.live(), "order-value", Context.of("buyer"), 12.5);
        watching.track(reporting.live(), "order-value", Context.anonymous(), 99);
        watching.track(reporting.live(), "order value", Context.of("buyer"), 1);
        watching.track(reporting.live(), "order-value", Context.of("buyer"), Double.NaN);
        reporting.pass(INTERVAL);

        JsonNode metrics = reporting.last().path("metrics");
        assertThat(metrics).hasSize(1);
        assertThat(metrics.get(0).path("metric").asText()).isEqualTo("order-value");
        assertThat(metrics.get(0).path("assigned").asText()).isEqualTo("on");
        assertThat(metrics.get(0).path("count").asLong()).isEqualTo(2);
        assertThat(metrics.get(0).path("sum").asDouble()).isEqualTo(42.5);
        assertThat(metrics.get(0).path("sumOfSquares").asDouble()).isEqualTo(900 + 156.25);
        assertThat(metrics.get(0).path("replicate"))
                .isEqualTo(reporting.last().path("outcomes").get(0).path("replicate"));
    }

    @Test
    void plainReadsOfAGuardedFlagAreMetToo() {
        reporting.changeRaw("a", flag(1, "{\"variation\":\"on\"}", GUARD));
        watching.track(reporting.live(), "early", Context.of("buyer"), 1);
        reporting.ask("a", 1).pass(INTERVAL);

        watching.track(reporting.live(), "orders", Context.of("buyer"), 1);
        reporting.pass(INTERVAL);

        assertThat(reporting.last().path("metrics")).hasSize(1);
        assertThat(reporting.last().path("metrics").get(0).path("flag").asText())
                .isEqualTo("a");
        assertThat(reporting.last().path("metrics").get(0).path("metric").asText())
                .isEqualTo("orders");
        assertThat(reporting.countedInAll()).as("looking is not asking").isEqualTo(1);
    }

    @Test
    void oneUserIsInOneReplicateAndUsersAreSpreadOverAll() throws IOException {
        reporting.changeRaw("a", flag(1, "{\"variation\":\"on\"}", GUARD));
        Set<Integer> replicates = new HashSet<>();
        for (int user = 0; user < 300; user++) {
            go(Context.of("user-" + user), Duration.ZERO, null);
        }
        reporting.pass(INTERVAL);
        reporting
                .last()
                .path("outcomes")
                .forEach(row -> replicates.add(row.path("replicate").asInt()));
        assertThat(replicates).hasSize(16);

        for (int i = 0; i < 50; i++) {
            go(Context.of("user-1"), Duration.ZERO, null);
        }
        reporting.pass(INTERVAL);
        assertThat(reporting.last().path("outcomes")).hasSize(1);
    }

    @Test
    void outcomesThatAreMergedInAnyPiecesComeToTheSame() {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            OutcomeCounts whole = new OutcomeCounts(1_000);
            List<OutcomeCounts> pieces = List.of(new OutcomeCounts(1_000), new OutcomeCounts(1_000));
            for (int i = 0; i < 200; i++) {
                Arm arm = new Arm("f" + random.nextInt(5), 1, null, "on", "on", random.nextInt(16), null);
                double millis = random.nextInt(10) == 0 ? 0 : random.nextDouble(1_000);
                String error = random.nextBoolean() ? null : "E" + random.nextInt(3);
                int value = random.nextInt(100);
                for (OutcomeCounts each : List.of(whole, pieces.get(random.nextInt(2)))) {
                    each.add(arm, millis, error);
                    each.add(arm, "m", value);
                }
            }

            OutcomeCounts merged = new OutcomeCounts(1_000);
            pieces.forEach(piece -> {
                merged.addAll(piece.takeFirst(random.nextInt(1, 1_000), random.nextInt(50)));
                merged.addAll(piece);
            });

            assertThat(told(merged)).as("seed %d", seed).isEqualTo(told(whole));
        }
    }

    private static Map<Object, String> told(OutcomeCounts counts) {
        Map<Object, String> told = new HashMap<>();
        counts.rows().forEach((arm, row) -> {
            StringBuilder bins = new StringBuilder();
            row.latencies
                    .getPositiveValueStore()
                    .getAscendingIterator()
                    .forEachRemaining(bin -> bins.append(bin.getIndex())
                            .append(':')
                            .append(bin.getCount())
                            .append(' '));
            told.put(arm, row.successes + " " + row.errors + " " + row.zeroLatencies() + " " + bins);
        });
        counts.metrics().forEach((key, sums) -> told.put(key, sums.count + " " + sums.sum + " " + sums.sumOfSquares));
        return told;
    }

    private Guarded guarded(Context context) {
        return watching.guarded(reporting.live(), "a", context);
    }

    /** Goes the guarded way, which takes some time and perhaps fails. */
    private <E extends Exception> String go(Context context, Duration takes, E failure) throws E {
        return guarded(context)
                .<String, E>run(
                        () -> {
                            reporting.pass(takes);
                            if (failure != null) {
                                throw failure;
                            }
                            return "new";
                        },
                        () -> "old");
    }

    private static String flag(int version, String fallthrough, String more) {
        return "{\"key\":\"a\",\"type\":\"boolean\",\"version\":" + version
                + ",\"enabled\":true,\"variations\":{\"on\":true,\"off\":false},\"offVariation\":\"off\",\"fallthrough\":"
                + fallthrough + more + "}";
    }
}
