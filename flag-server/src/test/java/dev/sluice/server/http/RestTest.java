package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static dev.sluice.server.http.RestServer.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.http.RestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RestTest {

    private static final String FLAGS = "/api/v1/projects/demo/flags";
    private static final String GERMANY =
            "{\"when\":[{\"attribute\":\"geo.country\",\"op\":\"in\",\"values\":[\"DE\"]}],\"serve\":\"on\"}";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theFirstStartMakesTheDemoDisabledInBothEnvironments() {
        Answer flags = server.get(FLAGS);

        assertThat(flags.json().path("items")).hasSize(3);
        JsonNode checkout = flags.json().path("items").get(2);
        assertThat(checkout.path("key").asText()).isEqualTo("new-checkout");
        assertThat(checkout.path("environments").properties()).hasSize(2);
        assertThat(checkout.path("environments")
                        .path("production")
                        .path("sentence")
                        .asText())
                .isEqualTo("Off: everyone gets off.");
    }

    @Test
    void aPercentageNeverEnablesByItselfAndSaysSo() {
        Answer answer = server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":12.5}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("enabled").asBoolean()).isFalse();
        assertThat(answer.json().path("changed").asBoolean()).isTrue();
        assertThat(answer.json().path("effective").toString()).isEqualTo("{\"on\":12.5,\"off\":87.5}");
        assertThat(answer.json().path("note").asText())
                .isEqualTo(
                        "Off: everyone gets off. Once enabled: 12.5 % of users by targetingKey get on, everyone else gets off.");
    }

    @Test
    void aCanaryAndARuleAreToldInOneSentenceAndEvaluatedBySameEngine() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":10,\"enable\":true}");

        Answer rule = server.put(PLACE + "/rules/de", GERMANY);
        Answer evaluated = server.post(
                "/api/v1/projects/demo/environments/production/evaluate",
                "{\"contexts\":[{\"targetingKey\":\"u1\",\"attributes\":{\"geo.country\":\"DE\"}},{}],\"flags\":[\"new-checkout\"]}");

        assertThat(rule.json().path("note").asText())
                .isEqualTo(
                        "10 % of users by targetingKey get on, everyone else gets off; users in Germany (rule de) get on.");
        JsonNode german =
                evaluated.json().path("results").get(0).path("decisions").path("new-checkout");
        assertThat(german.path("value").asBoolean()).isTrue();
        assertThat(german.path("place").asText()).isEqualTo("de");
        assertThat(german.path("reason").asText()).isEqualTo("TARGETING_MATCH");
        JsonNode nobody =
                evaluated.json().path("results").get(1).path("decisions").path("new-checkout");
        assertThat(nobody.path("value").asBoolean()).isFalse();
        assertThat(nobody.path("bucketKeyMissing").asBoolean()).isTrue();
    }

    @Test
    void whatAnSdkServesThatIsOutOfTouchIsKeptAndNeedsAnOffVariationToFailClosed() {
        String rest =
                "\"enabled\":true,\"fallthrough\":\"on\",\"whenUnknown\":{\"use\":\"failClosed\",\"maxAgeSeconds\":60}}";
        String etag = server.get(PLACE).header("etag");

        Answer refused = server.put(PLACE, "{" + rest, "If-Match", etag);
        Answer taken = server.put(PLACE, "{\"offVariation\":\"off\"," + rest, "If-Match", etag);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().toString()).contains("/whenUnknown/use", "expected an offVariation to fall back to");
        assertThat(taken.status()).isEqualTo(200);
        assertThat(server.get(PLACE).json().path("whenUnknown").toString())
                .isEqualTo("{\"use\":\"failClosed\",\"maxAgeSeconds\":60}");
    }

    @Test
    void whatAnSdkServesThatIsOutOfTouchIsRefusedInWordsThatNameTheField() {
        String etag = server.get(PLACE).header("etag");
        String[][] refused = {
            {"{\"use\":\"guess\"}", "use: \"guess\" is not allowed; expected one of lastKnown, default, failClosed"},
            {"{\"use\":\"default\",\"maxAgeSeconds\":-1}", "maxAgeSeconds: -1 is not allowed; expected"},
            {"{\"maxAgeSeconds\":1}", "use: missing"},
            {"7", "whenUnknown: 7 is not allowed"},
        };
        for (String[] each : refused) {
            Answer answer = server.put(
                    PLACE,
                    "{\"enabled\":true,\"fallthrough\":\"on\",\"whenUnknown\":" + each[0] + "}",
                    "If-Match",
                    etag);

            assertThat(answer.status()).as(each[0]).isEqualTo(422);
            assertThat(answer.detail()).contains(each[1]);
        }
        assertThat(server.get(PLACE).header("etag")).isEqualTo(etag);
    }

    @Test
    void otherPlacesThatServeTheVariationAreNamed() {
        server.put(PLACE + "/rules/de", GERMANY);

        Answer answer = server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":1}");

        assertThat(answer.json().path("alsoServedBy").toString()).isEqualTo("[\"de\"]");
        assertThat(answer.json().path("place").asText()).isEqualTo("fallthrough");
    }

    @Test
    void anActThatChangesNothingRaisesNoRevision() {
        Answer first = server.post(PLACE + "/on", null);
        Answer second = server.post(PLACE + "/on", null);

        assertThat(first.json().path("changed").asBoolean()).isTrue();
        assertThat(second.json().path("changed").asBoolean()).isFalse();
        assertThat(second.json().path("revision")).isEqualTo(first.json().path("revision"));
    }

    @Test
    void whatWasReadCanBePutBackAsItIs() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":10}");
        server.put(PLACE + "/rules/de", GERMANY);
        Answer read = server.get(PLACE);

        Answer put = server.put(PLACE, read.text(), "If-Match", read.header("ETag"));

        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.json().path("changed").asBoolean()).isFalse();
        assertThat(server.get(PLACE).json()).isEqualTo(read.json());
    }

    @Test
    void whatIsReadOnlyCannotBeWritten() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":10}");
        Answer read = server.get(PLACE);

        Answer salt = server.put(
                PLACE,
                read.text().replace("\"salt\":\"new-checkout\"", "\"salt\":\"mine\""),
                "If-Match",
                read.header("ETag"));
        Answer version = server.put(
                PLACE, read.text().replace("\"version\":2", "\"version\":9"), "If-Match", read.header("ETag"));

        assertThat(salt.status()).isEqualTo(422);
        assertThat(salt.pointer()).isEqualTo("/fallthrough/split/salt");
        assertThat(version.pointer()).isEqualTo("/version");
    }

    @Test
    void aMergePatchRaisesAPercentageAndKeepsWhoWasIn() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":10}");
        Answer read = server.get(PLACE);

        Answer patched = server.send(
                "PATCH",
                PLACE,
                "{\"fallthrough\":{\"split\":{\"percent\":{\"on\":20}}}}",
                "If-Match",
                read.header("ETag"));

        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(server.get(PLACE)
                        .json()
                        .path("fallthrough")
                        .path("split")
                        .path("ranges")
                        .toString())
                .isEqualTo("[{\"variation\":\"on\",\"from\":0,\"to\":20000}]");
    }

    @Test
    void replacingARuleNeedsTheVersionThatWasRead() {
        server.put(PLACE + "/rules/de", GERMANY);
        String france = GERMANY.replace("DE", "FR");

        Answer again = server.put(PLACE + "/rules/de", GERMANY);
        Answer blind = server.put(PLACE + "/rules/de", france);
        Answer seen = server.put(PLACE + "/rules/de", france, "If-Match", again.header("ETag"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("changed").asBoolean()).isFalse();
        assertThat(blind.status()).isEqualTo(428);
        assertThat(seen.status()).as(seen.text()).isEqualTo(200);
    }

    @Test
    void rulesGoWhereTheyAreAskedToGo() {
        server.put(PLACE + "/rules/a", GERMANY);
        server.put(PLACE + "/rules/c", GERMANY);
        server.put(PLACE + "/rules/b?position=before:c", GERMANY);
        server.put(PLACE + "/rules/z?position=first", GERMANY);

        assertThat(server.get(PLACE).json().path("rules").findValuesAsText("id"))
                .containsExactly("z", "a", "b", "c");

        server.send("DELETE", PLACE + "/rules/a", null);

        assertThat(server.get(PLACE).json().path("rules").findValuesAsText("id"))
                .containsExactly("z", "b", "c");
    }

    @Test
    void aFlagIsMadeChangedArchivedAndDeletedInAllEnvironmentsAtOnce() {
        Answer made = server.post(
                FLAGS,
                "{\"key\":\"x\",\"type\":\"string\",\"variations\":{\"a\":\"A\",\"b\":\"B\"},"
                        + "\"offVariation\":\"a\",\"fallthrough\":\"b\",\"owner\":\"ada\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        long revision = revision();

        Answer changed =
                server.send("PATCH", FLAGS + "/x", "{\"variations\":{\"b\":\"Bee\"}}", "If-Match", made.header("ETag"));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(revision()).isEqualTo(revision + 1);
        assertThat(server.get(FLAGS + "/x/environments/development")
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(2);

        Answer described =
                server.send("PATCH", FLAGS + "/x", "{\"description\":\"words\"}", "If-Match", changed.header("ETag"));
        assertThat(described.status()).isEqualTo(200);
        assertThat(revision()).as("what reaches no SDK raises no revision").isEqualTo(revision + 1);

        Answer archived =
                server.send("PATCH", FLAGS + "/x", "{\"archived\":true}", "If-Match", described.header("ETag"));
        assertThat(archived.status()).isEqualTo(200);
        assertThat(server.workspace.environment(PRODUCTION).replica().flags()).doesNotContainKey("x");
        assertThat(server.post(FLAGS + "/x/environments/production/on", null).status())
                .isEqualTo(409);

        assertThat(server.send("DELETE", FLAGS + "/x", null).status()).isEqualTo(204);
        assertThat(server.get(FLAGS + "/x").status()).isEqualTo(404);
    }

    @Test
    void aVariationThatIsStillServedCannotBeTakenAway() {
        Answer answer = server.send(
                "PATCH", FLAGS + "/banner-text", "{\"variations\":{\"festive\":null}}", "If-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointer()).isEqualTo("/variations");
        assertThat(answer.detail()).contains("development").contains("fallthrough");
    }

    @Test
    void aSegmentIsUsedThenCannotBeDeleted() {
        String segments = "/api/v1/projects/demo/environments/production/segments";
        Answer rule = server.put(
                PLACE + "/rules/staff", "{\"when\":[{\"op\":\"inSegment\",\"values\":[\"staff\"]}],\"serve\":\"on\"}");
        assertThat(rule.json().path("note").asText())
                .contains("once enabled".substring(1))
                .contains("in segment staff");

        Answer refused = server.send("DELETE", segments + "/staff", null);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("flag new-checkout");
        assertThat(server.put(segments + "/beta", "{\"included\":[\"u1\"]}").status())
                .isEqualTo(201);
        assertThat(server.send("DELETE", segments + "/beta", null).status()).isEqualTo(204);
    }

    @Test
    void anEnvironmentIsMadePlainOrAsACopyThatMovesNobody() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":10,\"enable\":true}");
        String environments = "/api/v1/projects/demo/environments";

        Answer plain = server.post(environments, "{\"key\":\"staging\"}");
        Answer copy = server.post(environments, "{\"key\":\"canary\",\"name\":\"Canary\",\"cloneOf\":\"production\"}");

        assertThat(plain.status()).as(plain.text()).isEqualTo(201);
        assertThat(copy.status()).as(copy.text()).isEqualTo(201);
        JsonNode staging =
                server.get(FLAGS + "/new-checkout/environments/staging").json();
        JsonNode canary =
                server.get(FLAGS + "/new-checkout/environments/canary").json();
        assertThat(staging.path("enabled").asBoolean()).isFalse();
        assertThat(canary.path("fallthrough"))
                .isEqualTo(server.get(PLACE).json().path("fallthrough"));
        assertThat(server.get(environments).json().path("items")).hasSize(4);
    }

    @Test
    void theAuditLogAndTheChangesSayWhoDidWhatAndWhy() {
        server.post(PLACE + "/on", "{\"comment\":\"go\"}");
        server.post(PLACE + "/off?comment=back", null);

        JsonNode entries =
                server.get("/api/v1/projects/demo/audit?limit=2").json().path("items");
        JsonNode changes = server.get("/api/v1/changes?since=PT1H").json().path("items");

        assertThat(entries.findValuesAsText("action")).containsExactly("flag.on", "flag.off");
        assertThat(entries.findValuesAsText("comment")).contains("go", "back");
        assertThat(changes.get(0).path("exposure").path("before").toString()).isEqualTo("{\"on\":100,\"off\":0}");
        assertThat(changes.get(0).path("sentence").path("after").asText()).isEqualTo("Off: everyone gets off.");
    }

    @Test
    void waitingForConvergenceWithoutAnyInstanceAnswersAtOnceAndClaimsNothing() {
        Answer answer = server.post(PLACE + "/on?waitFor=converged", null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("convergence").path("complete").asBoolean())
                .isFalse();
        assertThat(answer.json().path("convergence").path("sentence").asText()).isEqualTo("no instance is connected");
    }

    @Test
    void aStoreThatIsAwayRefusesWritesAndStillServesReads() {
        server.store.away(true);
        String before = server.everything();

        Answer write = server.post(PLACE + "/on", null);
        Answer read = server.get(PLACE);

        assertThat(write.status()).isEqualTo(503);
        assertThat(write.json().path("type").asText()).isEqualTo("urn:sluice:problem:store-unavailable");
        assertThat(write.header("Retry-After")).isNotNull();
        assertThat(read.status()).isEqualTo(200);
        assertThat(server.everything()).isEqualTo(before);
    }

    private long revision() {
        return server.workspace.environment(PRODUCTION).stateId().revision();
    }
}
