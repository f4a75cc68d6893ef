package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.http.RestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An OFREP client reports nothing: what it is told is counted where it is decided. */
final class OfrepUseTest {
    private static final String PROJECT = "/api/v1/projects/demo";
    private static final String MEASURES = PROJECT + "/environments/production/measures";
    private static final String FLAGS = "/ofrep/v1/evaluate/flags";
    private static final String USER = "{\"context\":{\"targetingKey\":\"u1\"}}";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aDecisionOfOneFlagIsAmongItsEvaluationsUnderTheKeysId() {
        for (int i = 0; i < 3; i++) {
            ask("/new-checkout");
        }

        JsonNode json = server.get(MEASURES + "?flag=new-checkout&from=2026-11-21T07:59:00Z&to=2026-11-21T08:01:00Z")
                .json();

        assertThat(json.path("evaluations")).as(json.toString()).hasSize(1);
        assertThat(json.at("/evaluations/0/count").asLong()).isEqualTo(3);
        assertThat(json.at("/evaluations/0/reason").asText()).isEqualTo("DISABLED");
        assertThat(json.at("/evaluations/0/variation").asText()).isEqualTo("off");
        assertThat(json.at("/applications/0/application").asText()).isEqualTo("ofrep/" + sdkKeyId());
    }

    @Test
    void ofAllFlagsAtOnceEachCountsAsInUseAndNoneAsEvaluatedSoOften() {
        ask("");

        JsonNode uses = server.get(MEASURES).json();
        JsonNode one = server.get(MEASURES + "?flag=banner-text").json();

        assertThat(uses.path("items").findValuesAsText("flag"))
                .containsExactly("banner-text", "free-shipping-from", "new-checkout");
        assertThat(uses.path("items").findValuesAsText("lastEvaluatedAt")).containsOnly("2026-11-21T08:00:00Z");
        assertThat(one.path("evaluations")).isEmpty();
        assertThat(one.at("/applications/0/application").asText()).isEqualTo("ofrep/" + sdkKeyId());
    }

    @Test
    void aFlagThatIsNotThereLeavesNoTrace() {
        ask("/nothing");

        assertThat(server.get(MEASURES).json().path("items")).isEmpty();
    }

    private void ask(String flag) {
        Answer answer = server.sendAs("POST", FLAGS + flag, USER, "Authorization", "Bearer " + RestServer.SDK);
        assertThat(answer.status()).as(answer.text()).isIn(200, 404);
    }

    private String sdkKeyId() {
        JsonNode keys = server.get(PROJECT + "/keys").json();
        for (JsonNode key : keys.path("items")) {
            if (key.path("kind").asText().equals("sdk")
                    && key.path("environment").asText().equals("production")) {
                return key.path("id").asText();
            }
        }
        throw new AssertionError("there is no SDK key in " + keys);
    }
}
