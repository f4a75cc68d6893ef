package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.http.RestServer.Answer;
import dev.sluice.server.measures.ReportReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MeasuresRestTest {

    private static final String MEASURES = "/api/v1/projects/demo/environments/production/measures";

    private static final long SEED = 7L;

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWasReportedIsToldByRowAndTime() {
        report(
                1,
                "\"evaluations\":[{\"flag\":\"new-checkout\",\"version\":3,\"place\":\"fallthrough\",\"variation\":\"on\",\"reason\":\"SPLIT\",\"count\":7}],"
                        + "\"outcomes\":[{\"flag\":\"new-checkout\",\"version\":3,\"place\":\"fallthrough\",\"assigned\":\"on\",\"served\":\"on\",\"replicate\":1,"
                        + "\"successes\":9,\"errors\":{\"timeout\":1},\"latency\":{\"relativeAccuracy\":0.01,\"zero\":0,\"bins\":[[230,10]]}}]");
        server.clock.advance(Duration.ofSeconds(20));
        report(
                2,
                "\"evaluations\":[{\"flag\":\"new-checkout\",\"version\":3,\"place\":\"fallthrough\",\"variation\":\"on\",\"reason\":\"SPLIT\",\"count\":5}],"
                        + "\"outcomes\":[{\"flag\":\"new-checkout\",\"version\":3,\"place\":\"fallthrough\",\"assigned\":\"on\",\"served\":\"on\",\"replicate\":2,\"successes\":1}]");

        JsonNode json = server.get(
                        MEASURES + "?flag=new-checkout&to=2026-11-21T08:01:00Z&from=2026-11-21T07:59:00Z&step=10")
                .json();

        assertThat(json.path("evaluations")).as(json.toString()).hasSize(1);
        assertThat(json.at("/evaluations/0/count").asLong()).isEqualTo(12);
        assertThat(json.at("/evaluations/0/points").findValuesAsText("at"))
                .containsExactly("2026-11-21T08:00:00Z", "2026-11-21T08:00:20Z");
        assertThat(json.at("/outcomes")).hasSize(1);
        assertThat(json.at("/outcomes/0/successes").asLong()).isEqualTo(10);
        assertThat(json.at("/outcomes/0/errors/timeout").asLong()).isEqualTo(1);
        assertThat(json.at("/outcomes/0/latencyMillis/p95").asDouble()).isBetween(99.0, 102.0);
        assertThat(server.get(MEASURES).json().at("/items/0/flag").asText()).isEqualTo("new-checkout");
    }

    @Test
    void theApplicationsThatUsedAFlagAreToldTheLatestFirst() {
        String row =
                "\"evaluations\":[{\"flag\":\"new-checkout\",\"version\":3,\"place\":\"fallthrough\",\"variation\":\"on\","
                        + "\"reason\":\"SPLIT\",\"count\":7}]";
        report(1, row, "shop/1.4");
        server.clock.advance(Duration.ofMinutes(2));
        report(2, row, "shop/1.5");
        report(3, row.replace("new-checkout", "new-checkout-2"), "mail/1.0");

        JsonNode json = server.get(MEASURES + "?flag=new-checkout").json();

        assertThat(json.path("applications").findValuesAsText("application")).containsExactly("shop/1.5", "shop/1.4");
        assertThat(json.path("applications").findValuesAsText("lastUsedAt"))
                .containsExactly("2026-11-21T08:02:00Z", "2026-11-21T08:00:00Z");
    }

    @Test
    void whatCannotBeAskedIsRefusedWithWhatIsAllowed() {
        refused("?flag=f&from=yesterday", "?from", "a time such as");
        refused("?flag=f&from=2026-11-21T08:05:00Z", "?from", "a time before ?to");
        refused("?flag=f&step=0", "?step", "a whole number from 1 to 86400");
        refused("?flag=f&from=2026-11-21T00:00:00Z&step=10", "?step", "at most 1000 points");
        refused("?flag=f&from=2026-11-21T07:00:00Z&step=10", "?from", "at most PT30M ago for steps of 10 s");
        assertThat(server.get("/api/v1/projects/demo/environments/nowhere/measures")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aSpanInWhichNothingCanHaveBeenMeasuredIsRefusedBeforeAnybodyWalksThroughIt() {
        String bounds = "a time at most PT12H ago and at most PT10M ahead";

        refused("?flag=f&from=-999999999-01-01T00:00:00Z", "?from", bounds);
        refused("?flag=f&from=2026-11-21T07:59:00Z&to=2029-08-17T08:00:00Z&step=86399", "?to", bounds);
        refused("?flag=f&to=-1000000000-01-01T00:00:00Z", "?to", bounds);
        refused("?flag=f&from=2026-11-20T19:59:59Z", "?from", bounds);
        refused("?flag=f&to=2026-11-21T08:10:01Z", "?to", bounds);

        assertThat(server.uses.mostAskedFor()).isZero();
    }

    @Test
    void theLongestSpansAskTheStoreForFewPieces() {
        for (String query : new String[] {
            "?flag=f&from=2026-11-20T20:00:00Z&to=2026-11-21T08:10:00Z",
            "?flag=f&from=2026-11-21T07:30:00Z&to=2026-11-21T08:10:00Z&step=10",
            "?flag=f&from=2026-11-21T07:58:00Z&to=2026-11-21T08:10:00Z&step=7"
        }) {
            Answer answer = server.get(MEASURES + query);
            assertThat(answer.status()).as("%s: %s", query, answer.text()).isEqualTo(200);
        }

        assertThat(server.uses.mostAskedFor()).isBetween(1, 100);
    }

    @Test
    void theUsualStepIsTheLeastNumberOfMinutesThatMakesFewEnoughPoints() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            long seconds = i < 10_000 ? i * 61L : random.nextLong(100_000_000);
            long expected = seconds <= 1_800 ? 10 : 60;
            while (seconds / expected > 1_000) {
                expected += 60;
            }

            assertThat(MeasuresApi.usualStep(seconds)).as(seconds + " seconds").isEqualTo(expected);
        }
    }

    private void refused(String query, String pointer, String expected) {
        Answer answer = server.get(MEASURES + query);
        assertThat(answer.status()).as(query).isEqualTo(422);
        assertThat(answer.pointer()).as(query).isEqualTo(pointer);
        assertThat(answer.text()).as(query).contains(expected);
    }

    private void report(int seq, String rows) {
        report(seq, rows, "");
    }

    private void report(int seq, String rows, String application) {
        String body = "{\"session\":\"s\",\"instance\":\"i\",\"seq\":" + seq + "," + rows + "}";
        RestServer.await(server.measures.take(
                PRODUCTION,
                ReportReader.read(body.getBytes(StandardCharsets.UTF_8), false).from(application)));
    }
}
