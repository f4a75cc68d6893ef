package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.http.RestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExplainTest {
    private static final String ENVIRONMENT = "/api/v1/projects/demo/environments/production";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAnswerTellsWhyOnlyWhenItIsAsked() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":10,\"enable\":true}");

        JsonNode asked =
                decision("{\"contexts\":[{\"targetingKey\":\"u1\"}],\"flags\":[\"new-checkout\"],\"explain\":true}");
        JsonNode plain = decision("{\"contexts\":[{\"targetingKey\":\"u1\"}],\"flags\":[\"new-checkout\"]}");

        JsonNode split = asked.path("explanation").path("steps").path(1).path("split");
        assertThat(split.path("key").path("value").asText()).isEqualTo("u1");
        assertThat(split.path("bucket").isInt()).isTrue();
        assertThat(split.path("rest").booleanValue())
                .isEqualTo(asked.path("variation").asText().equals("off"));
        assertThat(asked.path("explanation").path("text").asText())
                .startsWith("new-checkout: ")
                .contains("split by targetingKey = \"u1\"");
        assertThat(plain.has("explanation")).isFalse();
        ((ObjectNode) asked).remove("explanation");
        assertThat(asked).isEqualTo(plain);
    }

    @Test
    void rulesClausesAndSegmentsAreToldAndWhatIsPrivateIsNot() {
        server.post(PLACE + "/on", null);
        Answer segment = server.post(ENVIRONMENT + "/segments", """
                {"key":"berliners","rules":[{"id":"net","when":[{"attribute":"ip","op":"inCidr","values":["192.0.2.0/24"]}]}]}""");
        assertThat(segment.status()).as(segment.text()).isBetween(200, 201);
        Answer rule = server.put(PLACE + "/rules/r", """
                {"when":[{"attribute":"mail","op":"endsWith","values":["@shop.example"]},{"op":"inSegment","values":["berliners"]}],"serve":"on"}""");
        assertThat(rule.status()).as(rule.text()).isEqualTo(200);

        JsonNode asked = decision("""
                {"contexts":[{"targetingKey":"u1","ip":"192.0.2.77","attributes":{"mail":"secret@shop.example"},"private":["mail"]}],
                "flags":["new-checkout"],"explain":true}""");

        JsonNode clauses = asked.path("explanation").path("steps").path(1).path("clauses");
        assertThat(clauses.path(0).path("found").asText()).isEqualTo("MATCH");
        assertThat(clauses.path(0).path("attributes").path(0).toString())
                .isEqualTo("{\"name\":\"mail\",\"found\":\"MATCH\",\"private\":true}");
        assertThat(clauses.path(1).path("segments").path(0).path("by").asText()).isEqualTo("RULE");
        assertThat(asked.path("value").asBoolean()).isTrue();
        assertThat(asked.toString()).doesNotContain("192.0.2.77", "secret");
    }

    @Test
    void everyKindOfStepIsWrittenAndLongValuesAreLeftOut() {
        server.post(PLACE + "/on", null);
        server.post("/api/v1/projects/demo/flags/banner-text/environments/production/on", null);
        Answer put = server.send(
                "PATCH",
                PLACE,
                "{\"prerequisites\":[{\"flag\":\"banner-text\",\"variations\":[\"plain\",\"festive\"]}],"
                        + "\"targets\":[{\"variation\":\"on\",\"attribute\":\"note\",\"keys\":[\"k\"]}]}",
                "If-Match",
                server.get(PLACE).header("ETag"));
        assertThat(put.status()).as(put.text()).isEqualTo(200);

        JsonNode steps = decision("{\"contexts\":[{\"targetingKey\":\"u1\",\"attributes\":{\"note\":\""
                        + "x".repeat(500) + "\"}}],\"flags\":[\"new-checkout\"],\"explain\":true}")
                .path("explanation")
                .path("steps");

        assertThat(steps.findValuesAsText("step"))
                .containsExactly("switch", "prerequisite", "switch", "fallthrough", "targets", "fallthrough");
        assertThat(steps.path(1).path("met").asBoolean()).isTrue();
        assertThat(steps.path(1).path("steps")).isNotEmpty();
        assertThat(steps.path(2).path("attribute").toString())
                .isEqualTo("{\"name\":\"note\",\"found\":\"NO_MATCH\",\"private\":false}");
        JsonNode unknown = decision("{\"contexts\":[{}],\"flags\":[\"nowhere\"],\"explain\":true}", "nowhere");
        assertThat(unknown.path("explanation").path("steps").toString()).isEqualTo("[{\"step\":\"noSuchFlag\"}]");
    }

    @Test
    void moreThanAHundredExplanationsAreRefused() {
        String contexts = "{},".repeat(100) + "{}";

        Answer refused = server.post(
                ENVIRONMENT + "/evaluate",
                "{\"contexts\":[" + contexts + "],\"flags\":[\"new-checkout\"],\"explain\":true}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("101 explanations", "at most 100", "/explain");
    }

    private JsonNode decision(String body) {
        return decision(body, "new-checkout");
    }

    private JsonNode decision(String body, String flag) {
        Answer answer = server.post(ENVIRONMENT + "/evaluate", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("results").path(0).path("decisions").path(flag);
    }
}
