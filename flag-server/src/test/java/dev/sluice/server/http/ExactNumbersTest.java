package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.wire.Replica;
import dev.sluice.server.http.RestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Identifiers are whole numbers of up to 64 bits; a double holds 53 of them. */
final class ExactNumbersTest {
    private static final long ACCOUNT = 1_234_567_890_123_456_789L;
    private static final long ROUNDED = 1_234_567_890_123_456_768L;
    private static final String PROJECT = "/api/v1/projects/demo";
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRuleForALongIdentifierMeansThatOneInTheSdkByOfrepAndInThePreview() {
        server.post(RestServer.PLACE + "/on", null);
        Answer rule = server.put(
                RestServer.PLACE + "/rules/one",
                "{\"when\":[{\"attribute\":\"accountId\",\"op\":\"in\",\"values\":[" + ACCOUNT
                        + "]}],\"serve\":\"off\"}");

        assertThat(rule.status()).as(rule.text()).isEqualTo(200);
        assertThat(server.get(RestServer.PLACE).text()).contains("\"values\":[" + ACCOUNT + "]");
        for (long account : new long[] {ACCOUNT, ACCOUNT + 1, ROUNDED}) {
            String place = account == ACCOUNT ? "one" : "fallthrough";
            assertThat(bySdk("new-checkout", account).place())
                    .as("SDK, %d", account)
                    .isEqualTo(place);
            assertThat(byOfrep("new-checkout", account)
                            .path("metadata")
                            .path("place")
                            .asText())
                    .as("OFREP, %d", account)
                    .isEqualTo(place);
            assertThat(byPreview("new-checkout", account).path("place").asText())
                    .as("preview, %d", account)
                    .isEqualTo(place);
        }
    }

    @Test
    void aLongNumberWithinAJsonValueArrivesAsItWasWritten() {
        Answer made = server.post(
                PROJECT + "/flags",
                "{\"key\":\"tree\",\"type\":\"json\",\"variations\":{\"a\":{\"id\":" + ACCOUNT + "},\"b\":[]},"
                        + "\"offVariation\":\"a\",\"fallthrough\":\"a\"}");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(server.get(PROJECT + "/flags/tree").text()).contains("{\"id\":" + ACCOUNT + "}");
        assertThat(bySdk("tree", ACCOUNT).value()).hasToString("{id=" + ACCOUNT + "}");
        assertThat(byOfrep("tree", ACCOUNT).path("value").path("id").longValue())
                .isEqualTo(ACCOUNT);
    }

    /** As an SDK does it, from the bytes that it is sent. */
    private Decision bySdk(String flag, long account) {
        Replica sent = server.workspace.environment(RestServer.PRODUCTION).replica();
        Replica held = Replica.of(sent.toEvent());
        return EVALUATOR.decide(
                held.snapshot(),
                flag,
                Context.builder("u1").set("accountId", account).build());
    }

    private JsonNode byOfrep(String flag, long account) {
        String body = "{\"context\":{\"targetingKey\":\"u1\",\"accountId\":" + account + "}}";
        Answer answer = server.sendAs(
                "POST", "/ofrep/v1/evaluate/flags/" + flag, body, "Authorization", "Bearer " + RestServer.SDK);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode byPreview(String flag, long account) {
        Answer answer = server.post(
                PROJECT + "/environments/production/evaluate",
                "{\"contexts\":[{\"targetingKey\":\"u1\",\"attributes\":{\"accountId\":" + account + "}}],\"flags\":[\""
                        + flag + "\"]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("results").path(0).path("decisions").path(flag);
    }
}
