package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.ScriptedServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** When and what a client reports, on a clock that the test turns. */
class ReporterTest {

    private static final BooleanFlag DECLARED = BooleanFlag.of("declared-by-a-constant", false);
    private static final Duration INTERVAL = Reporting.INTERVAL;

    private final Reporting reporting = new Reporting();

    @Test
    void countsGoOutInWindowsThatAreNumberedFromOne() {
        reporting.session("s1").ask("a", 3).pass(INTERVAL);
        reporting.ask("a", 2).ask("b", 1).pass(INTERVAL);

        List<JsonNode> reports = reporting.reports();
        assertThat(reports).hasSize(2);
        assertThat(reports.get(0).path("seq").asLong()).isEqualTo(1);
        assertThat(reports.get(1).path("seq").asLong()).isEqualTo(2);
        assertThat(reports.get(1).path("windowMillis").asLong()).isEqualTo(INTERVAL.toMillis());
        assertThat(reports.get(0).path("session").asText()).isEqualTo("s1");
        assertThat(reports.get(0).path("instance").asText()).isEqualTo(Following.INSTANCE);
        assertThat(reports.get(0).path("evaluations").get(0))
                .hasToString("{\"flag\":\"a\",\"version\":1,\"place\":\"fallthrough\",\"variation\":\"on\","
                        + "\"reason\":\"STATIC\",\"count\":3}");
        assertThat(reporting.counted).isEqualTo(Map.of("a=on", 5L, "b=off", 1L));
        assertThat(reporting.reporter.status()).isEqualTo(new ReportStatus(true, 2, 0, 6, 0));
    }

    @Test
    void questionsWithoutAnAnswerAreReportedByTheirErrorCode() {
        reporting.session("s1").ask("nobody", 2).pass(INTERVAL);

        assertThat(reporting.last().path("evaluations").get(0))
                .hasToString("{\"flag\":\"nobody\",\"version\":0,\"place\":null,\"variation\":null,"
                        + "\"reason\":\"ERROR\",\"errorCode\":\"FLAG_NOT_FOUND\",\"count\":2}");
    }

    @Test
    void whereNothingIsNewNothingIsSentButWhatTheCodeDeclaresIsSaidOnceASession() {
        assertThat(DECLARED.defaultValue()).isFalse();
        reporting.session("s1").pass(Duration.ofHours(1));
        assertThat(reporting.reports()).hasSize(1);
        assertThat(declared(reporting.last())).contains("declared-by-a-constant");

        reporting.ask("a", 1).pass(INTERVAL);
        assertThat(reporting.reports()).hasSize(2);
        assertThat(declared(reporting.last())).containsExactly("a");

        reporting.session("s2").pass(Duration.ofHours(1));
        assertThat(reporting.reports()).hasSize(3);
        assertThat(declared(reporting.last())).contains("declared-by-a-constant", "a");
    }

    @Test
    void nothingOfWhoAskedLeavesTheProcess() {
        reporting.session("s1").ask("a", 20).ask("nobody", 3).pass(INTERVAL);

        assertThat(reporting.server.bodies("/sdk/v1/report"))
                .allSatisfy(body -> assertThat(body).doesNotContain("user-", "email", "shop.example"));
    }

    @Test
    void aFleetThatConnectsAtOnceDoesNotReportAtOnce() {
        List<Duration> first = new ArrayList<>();
        for (int seed = 0; seed < 400; seed++) {
            Reporting one = new Reporting(seed);
            Duration connected = one.time.elapsed();
            one.session("s1").ask("a", 1).pass(INTERVAL);
            first.add(one.server.posted.get(0).at().minus(Duration.ofSeconds(1)).minus(connected));
        }

        for (int quarter = 0; quarter < 4; quarter++) {
            long from = INTERVAL.toMillis() / 4 * quarter;
            assertThat(first)
                    .filteredOn(at -> at.toMillis() >= from && at.toMillis() < from + INTERVAL.toMillis() / 4)
                    .as("of 400 in quarter %d", quarter)
                    .hasSizeBetween(70, 130);
        }
    }

    @Test
    void theServerChangesTheIntervalAtRunTime() {
        reporting.session("s1").ask("a", 1).pass(INTERVAL);
        reporting.reporter.session("s1", 1_000);
        for (int i = 0; i < 10; i++) {
            reporting.ask("a", 1).pass(Duration.ofSeconds(1));
        }
        assertThat(reporting.reports()).hasSizeBetween(10, 12);

        reporting.reporter.session("s1", 60_000);
        int before = reporting.reports().size();
        for (int i = 0; i < 120; i++) {
            reporting.ask("a", 1).pass(Duration.ofSeconds(1));
        }
        assertThat(reporting.reports().size() - before).isBetween(2, 4);
        reporting.pass(Duration.ofMinutes(2));
        assertThat(reporting.countedInAll()).isEqualTo(131);
    }

    @Test
    @Proves("F26")
    void aWindowWhoseAnswerWasLostIsSentAgainAsItWasUnderTheSameNumber() {
        reporting.session("s1").ask("a", 5).fate(report -> Answer.LOST).pass(INTERVAL);
        reporting.ask("a", 7).pass(Duration.ofMinutes(5));

        List<JsonNode> reports = reporting.reports();
        assertThat(reports.size()).isBetween(10, 300);
        assertThat(reports).containsOnly(reports.get(0));

        reporting.fate(report -> Answer.of(204)).pass(Duration.ofMinutes(1));
        assertThat(reporting.last().path("seq").asLong()).isEqualTo(2);
        assertThat(reporting.counted).isEqualTo(Map.of("a=on", 12L));
        assertThat(reporting.reporter.status()).isEqualTo(new ReportStatus(true, 2, 0, 12, 0));
    }

    @Test
    void aWindowThatWasSurelyNotTakenIsMergedWithWhatCameSince() {
        reporting.session("s1").ask("a", 5).fate(report -> new Answer(429, Map.of("Retry-After", "60"), new byte[0]));
        reporting.pass(INTERVAL);
        assertThat(reporting.reports()).hasSize(1);
        reporting.ask("a", 7).pass(Duration.ofSeconds(45));
        assertThat(reporting.reports()).as("the server asked for a minute").hasSize(1);

        reporting.fate(report -> Answer.of(204)).pass(Duration.ofSeconds(30));

        assertThat(reporting.reports()).hasSize(2);
        assertThat(reporting.last().path("seq").asLong()).isEqualTo(1);
        assertThat(Reporting.sum(reporting.last())).isEqualTo(12);
        assertThat(reporting.last().path("windowMillis").asLong()).isGreaterThan(60_000);
    }

    @Test
    void aNewSessionCountsFromOneAndAWindowInDoubtKeepsTheOneItWasMadeFor() {
        reporting.session("s1").ask("a", 5).fate(report -> Answer.LOST).pass(INTERVAL);

        reporting.fate(report -> Answer.of(204)).session("s2").ask("a", 7).pass(INTERVAL.multipliedBy(2));

        List<JsonNode> reports = reporting.reports();
        assertThat(reports.get(reports.size() - 2)).isEqualTo(reports.get(0));
        assertThat(reporting.last().path("session").asText()).isEqualTo("s2");
        assertThat(reporting.last().path("seq").asLong()).isEqualTo(1);
        assertThat(reporting.counted).isEqualTo(Map.of("a=on", 12L));
    }

    @Test
    void aServerThatTakesNoReportsIsAskedAgainMuchLaterOrInAnotherSession() {
        reporting.session("s1").ask("a", 5).fate(report -> Answer.of(404)).pass(Duration.ofMinutes(29));
        assertThat(reporting.reports()).hasSize(1);
        reporting.ask("a", 1).pass(Duration.ofMinutes(8));
        assertThat(reporting.reports()).hasSize(2);

        reporting.fate(report -> Answer.of(204)).session("s2").pass(INTERVAL);

        assertThat(reporting.reports()).hasSize(3);
        assertThat(reporting.counted).isEqualTo(Map.of("a=on", 6L));
        assertThat(reporting.reporter.status().droppedWindows()).isZero();
    }

    @Test
    void aWindowThatIsRefusedOrTooLongInDoubtIsDroppedAndTheNextOneSaysSo() {
        reporting.session("s1").ask("a", 5).fate(report -> Answer.of(400)).pass(INTERVAL);
        assertThat(reporting.reporter.status().droppedWindows()).isEqualTo(1);

        reporting.ask("a", 7).fate(report -> Answer.of(500)).pass(INTERVAL.plus(Reporter.IN_DOUBT_FOR));
        assertThat(reporting.reporter.status().droppedWindows()).isEqualTo(2);

        reporting.ask("a", 11).fate(report -> Answer.of(204)).pass(Duration.ofMinutes(1));
        assertThat(reporting.droppedTold).isEqualTo(2);
        assertThat(reporting.counted).isEqualTo(Map.of("a=on", 11L));
        reporting.ask("a", 1).pass(INTERVAL);
        assertThat(reporting.last().path("droppedWindows").asLong()).isZero();
    }

    @Test
    @Proves("F24")
    void aServerThatTakesNothingForTenMinutesCostsOneWindowAndNoCount() {
        reporting.session("s1").fate(report -> null);
        for (int second = 0; second < 600; second++) {
            reporting.ask("a", 500).ask("b", 500).pass(Duration.ofSeconds(1));
            assertThat(reporting.time.timers()).isLessThanOrEqualTo(3);
        }
        assertThat(reporting.reports().size()).as("attempts in ten minutes").isLessThan(200);

        reporting.fate(report -> Answer.of(204)).pass(Duration.ofMinutes(1));

        assertThat(reporting.counted).isEqualTo(Map.of("a=on", 300_000L, "b=off", 300_000L));
        assertThat(reporting.reporter.status().droppedWindows()).isZero();
    }

    @Test
    @Proves("F25")
    void moreRowsThanAWindowTakesGoIntoSeveralOfABoundedSize() {
        reporting.session("s1").pass(INTERVAL);
        for (int version = 0; version < 2_600; version++) {
            reporting.change("a", version % 2 == 0).ask("a", 1);
        }

        reporting.pass(INTERVAL);

        List<JsonNode> reports = reporting.reports();
        assertThat(reports).as("the first one declares").hasSize(4);
        assertThat(reporting.countedInAll()).isEqualTo(2_600);
    }

    @Test
    void closingReportsWhatWasCountedLast() {
        reporting.session("s1").ask("a", 5).pass(INTERVAL);
        reporting.ask("a", 7);

        assertThat(reporting.reporter.close()).isNotDone();
        reporting.pass(Duration.ofMillis(10));

        assertThat(reporting.counted).isEqualTo(Map.of("a=on", 12L));
        assertThat(reporting.reporter.close()).isCompleted();
        reporting.ask("a", 1).pass(Duration.ofHours(1));
        assertThat(reporting.reports()).hasSize(2);
    }

    @Test
    void closingTellsAWindowInDoubtFirstAndThenTheLast() {
        reporting.session("s1").ask("a", 5).fate(report -> Answer.LOST).pass(INTERVAL);
        reporting.ask("a", 7).fate(report -> Answer.of(204));

        reporting.reporter.close();
        reporting.pass(Duration.ofMillis(100));

        assertThat(reporting.last().path("seq").asLong()).isEqualTo(2);
        assertThat(reporting.counted).isEqualTo(Map.of("a=on", 12L));
    }

    @Test
    void closingDoesNotWaitForAServerThatIsAway() {
        reporting.session("s1").ask("a", 5).fate(report -> null).pass(INTERVAL);
        var closed = reporting.reporter.close();
        reporting.pass(Duration.ofMillis(400));

        assertThat(closed).isCompleted();
        assertThat(reporting.time.timers()).isZero();
    }

    @Test
    @Proves("F26")
    void whateverBecomesOfReportsTheServerCountsEachEvaluationOnce() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Reporting chaos = new Reporting(seed).session("s0");
            chaos.fate(report -> switch (random.nextInt(8)) {
                case 0 -> Answer.LOST;
                case 1 -> null;
                case 2 -> Answer.of(500);
                case 3 -> Answer.of(503);
                case 4 -> new Answer(503, Map.of("Retry-After", "" + random.nextInt(30)), new byte[0]);
                case 5 -> Answer.of(random.nextBoolean() ? 429 : 404);
                default -> Answer.of(204);
            });
            long asked = 0;
            for (int i = 0; i < 60; i++) {
                int times = random.nextInt(5);
                asked += times;
                chaos.ask(random.nextBoolean() ? "a" : "nobody", times);
                if (random.nextInt(10) == 0) {
                    chaos.change("a", random.nextBoolean());
                }
                if (random.nextInt(8) == 0) {
                    chaos.session("s" + random.nextInt(1_000_000));
                }
                chaos.pass(Duration.ofMillis(random.nextInt(20_000)));
            }

            chaos.fate(report -> Answer.of(204)).session("last").pass(Duration.ofMinutes(45));

            assertThat(chaos.countedInAll()).as("seed %d", seed).isEqualTo(asked);
            assertThat(chaos.reporter.status().droppedWindows())
                    .as("seed %d", seed)
                    .isZero();
        }
    }

    private static List<String> declared(JsonNode report) {
        return StreamSupport.stream(report.path("declared").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
