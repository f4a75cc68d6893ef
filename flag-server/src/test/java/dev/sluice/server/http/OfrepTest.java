package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.proof.Proves;
import dev.sluice.server.http.RestServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OfrepTest {

    private static final String FLAGS = "/ofrep/v1/evaluate/flags";
    private static final String PROJECT = "/api/v1/projects/demo";
    private static final String USER = "{\"context\":{\"targetingKey\":\"u1\"}}";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyTypeKeepsItsFormAndItsZero() {
        flag("yes", "boolean", "{\"a\":false,\"b\":true}", "a");
        flag("text", "string", "{\"a\":\"\",\"b\":\"x\"}", "a");
        flag("count", "integer", "{\"a\":0,\"b\":10}", "a");
        flag("more", "integer", "{\"a\":0,\"b\":10}", "b");
        flag("share", "double", "{\"a\":0,\"b\":10}", "a");
        flag("rate", "double", "{\"a\":0,\"b\":10}", "b");
        flag("tree", "json", "{\"a\":{},\"b\":{\"n\":[1,1.5,null]}}", "a");
        flag("list", "json", "{\"a\":{},\"b\":{\"n\":[1,1.5,null]}}", "b");

        assertThat(value("yes")).isEqualTo("false");
        assertThat(value("text")).isEqualTo("\"\"");
        assertThat(value("count")).isEqualTo("0");
        assertThat(value("more")).isEqualTo("10");
        assertThat(value("share")).isEqualTo("0.0");
        assertThat(value("rate")).isEqualTo("10.0");
        assertThat(value("tree")).isEqualTo("{}");
        assertThat(value("list")).isEqualTo("{\"n\":[1,1.5,null]}");
    }

    @Test
    void anAnswerSaysWhyAndWhereAndNothingIsNull() {
        server.put(PLACE_RULES + "/staff", "{\"when\":[{\"attribute\":\"mail\",\"op\":\"exists\"}],\"serve\":\"off\"}");
        server.post(RestServer.PLACE + "/on", null);

        Answer targeted = sdk("new-checkout", "{\"context\":{\"targetingKey\":\"u1\",\"mail\":\"x\",\"none\":null}}");
        Answer rest = sdk("new-checkout", USER);

        assertThat(targeted.text())
                .isEqualTo(
                        "{\"key\":\"new-checkout\",\"reason\":\"TARGETING_MATCH\",\"variant\":\"off\",\"value\":false,"
                                + "\"metadata\":{\"flagVersion\":3,\"place\":\"staff\"}}");
        assertThat(rest.json().path("reason").asText()).isEqualTo("DEFAULT");
        assertThat(rest.json().path("metadata").path("place").asText()).isEqualTo("fallthrough");
        assertThat(sdkAll(USER).text()).doesNotContain("null");
    }

    @Test
    void aDisabledFlagGivesItsOffVariationOrNoValueAtAll() {
        Answer with = sdk("new-checkout", USER);
        server.send("PATCH", RestServer.PLACE, "{\"offVariation\":null}", "If-Match", "\"1\"");
        Answer without = sdk("new-checkout", USER);

        assertThat(with.json().path("reason").asText()).isEqualTo("DISABLED");
        assertThat(with.json().path("value").isBoolean()).isTrue();
        assertThat(without.status()).isEqualTo(200);
        assertThat(without.json().path("reason").asText()).isEqualTo("DISABLED");
        assertThat(without.json().has("value")).isFalse();
        assertThat(without.json().has("variant")).isFalse();
    }

    @Test
    void everyRefusalIsAnObjectWithKeyAndCode() {
        Answer unknown = sdk("nothing", USER);
        Answer badContext = sdk("new-checkout", "{\"context\":[1]}");
        Answer badKey = sdk("new-checkout", "{\"context\":{\"targetingKey\":7}}");
        Answer notJson = sdk("new-checkout", "{");
        Answer oddPath = sdk("new%20checkout", USER);
        Answer nobody = server.sendAs("POST", FLAGS + "/new-checkout", USER);
        Answer method =
                server.sendAs("GET", FLAGS + "/new-checkout", null, "Authorization", "Bearer " + RestServer.SDK);
        Answer tooLarge = sdk("new-checkout", "{\"context\":{\"a\":\"" + "x".repeat(1_100_000) + "\"}}");
        Answer bulk = sdkAll("{\"context\":7}");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("errorCode").asText()).isEqualTo("FLAG_NOT_FOUND");
        assertThat(List.of(badContext.status(), badKey.status(), notJson.status(), oddPath.status(), bulk.status()))
                .containsOnly(400);
        assertThat(badContext.json().path("errorCode").asText()).isEqualTo("INVALID_CONTEXT");
        assertThat(badKey.json().path("errorDetails").asText())
                .isEqualTo("targetingKey: 7 is not allowed; expected a text");
        assertThat(notJson.json().path("errorCode").asText()).isEqualTo("PARSE_ERROR");
        assertThat(bulk.json().path("errorCode").asText()).isEqualTo("INVALID_CONTEXT");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(method.status()).isEqualTo(405);
        assertThat(tooLarge.status()).isEqualTo(413);
        for (Answer answer : List.of(unknown, badContext, badKey, notJson, oddPath, nobody, method, tooLarge)) {
            assertThat(answer.json().path("key").isTextual()).as(answer.text()).isTrue();
            assertThat(answer.json().path("errorCode").isTextual())
                    .as(answer.text())
                    .isTrue();
        }
    }

    @Test
    void theBulkAnswerHoldsEveryFlagAndTheStream() {
        Answer all = sdkAll("");

        assertThat(all.status()).isEqualTo(200);
        assertThat(all.json().path("flags").findValuesAsText("key"))
                .containsExactly("banner-text", "free-shipping-from", "new-checkout");
        JsonNode stream = all.json().path("eventStreams").path(0);
        assertThat(stream.path("type").asText()).isEqualTo("sse");
        assertThat(stream.path("url").asText())
                .startsWith("http://127.0.0.1:" + server.port + "/ofrep/v1/stream?token=slc_stream_");
    }

    @Test
    void theSameQuestionIsAnsweredUnchangedUntilConfigurationContextOrKeyIsAnother() {
        String etag = sdkAll(USER).header("ETag");

        assertThat(sdkAll(USER, "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(sdkAll(USER, "If-None-Match", etag).header("ETag")).isEqualTo(etag);
        assertThat(sdkAll(USER.replace("u1", "u2"), "If-None-Match", etag).status())
                .isEqualTo(200);
        assertThat(bulk(RestServer.CLIENT, USER, "If-None-Match", etag).status())
                .isEqualTo(200);
        server.post(RestServer.PLACE + "/on", null);
        assertThat(sdkAll(USER, "If-None-Match", etag).status()).isEqualTo(200);
    }

    @Test
    void anAnswerIsNeverUnchangedForLongerThanItsStreamCanBeOpened() {
        String etag = sdkAll(USER).header("ETag");

        server.clock.advance(Duration.ofMinutes(11));

        assertThat(sdkAll(USER, "If-None-Match", etag).status()).isEqualTo(200);
    }

    @Test
    void whoWasToldOfAConfigurationThatIsNotHereIsNotToldThatNothingChanged() {
        String etag = sdkAll(USER).header("ETag");

        Answer answer = server.sendAs(
                "POST",
                FLAGS + "?flagConfigEtag=ofAnotherNode",
                USER,
                "Authorization",
                "Bearer " + RestServer.SDK,
                "If-None-Match",
                etag);

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aPageOfAnotherOriginMayAskAndRead() {
        Answer before = server.sendAs(
                "OPTIONS", FLAGS, null, "Origin", "https://shop.example", "Access-Control-Request-Method", "POST");
        Answer refused = server.sendAs("POST", FLAGS, USER, "Origin", "https://shop.example");
        Answer elsewhere = server.get(PROJECT);

        assertThat(before.status()).isEqualTo(204);
        assertThat(before.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(before.header("Access-Control-Allow-Headers")).contains("Authorization", "If-None-Match");
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(refused.header("Access-Control-Expose-Headers")).isEqualTo("ETag, Retry-After");
        assertThat(elsewhere.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void aPostWithABodyMayAskForHttp2() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + FLAGS))
                .header("Authorization", "Bearer " + RestServer.SDK)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"context\":{\"a\":\"" + "x".repeat(60_000) + "\"}}"))
                .build();

        HttpResponse<String> first = client.send(request, HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> second = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(second.statusCode()).isEqualTo(200);
    }

    @Test
    @Proves("S07")
    void aClientSeesNothingButWhatItsFlagsDecide() throws IOException {
        String secret = "canary";
        server.send(
                "PUT",
                PROJECT + "/environments/production/segments/canary-segment",
                "{\"description\":\"canary-description\",\"included\":[\"canary-member\"]}");
        flag("canary-hidden", "boolean", "{\"on\":true,\"off\":false}", "on");
        create("{\"key\":\"shown\",\"type\":\"string\",\"variations\":{\"a\":\"first\",\"b\":\"canary-value\"},"
                + "\"offVariation\":\"a\",\"fallthrough\":\"a\",\"clientVisible\":true,\"owner\":\"canary-owner\","
                + "\"description\":\"canary-words\",\"tags\":[\"canary-tag\"],\"runbook\":\"canary-runbook\"}");
        Answer put = server.put(
                PROJECT + "/flags/shown/environments/production",
                "{\"enabled\":true,\"offVariation\":\"a\",\"prerequisites\":[{\"flag\":\"canary-hidden\",\"variations\":[\"on\"]}],"
                        + "\"targets\":[{\"variation\":\"b\",\"keys\":[\"canary-user\"]}],"
                        + "\"rules\":[{\"id\":\"canary-rule\",\"when\":[{\"op\":\"inSegment\",\"values\":[\"canary-segment\"]}],"
                        + "\"serve\":\"a\"}],\"fallthrough\":\"a\"}",
                "If-Match",
                "\"1\"");
        assertThat(put.status()).as(put.text()).isEqualTo(200);

        Answer all = bulk(RestServer.CLIENT, USER);
        StringBuilder seen = new StringBuilder(all.text() + all.headers());
        for (String flag : List.of("shown", "new-checkout", "banner-text", "nothing")) {
            Answer one = single(RestServer.CLIENT, flag, USER);
            seen.append(one.text()).append(one.headers());
        }
        Answer member = single(RestServer.CLIENT, "shown", "{\"context\":{\"targetingKey\":\"u\"}}");

        assertThat(all.json().path("flags").findValuesAsText("key")).containsExactly("shown");
        assertThat(member.json().path("value").asText()).isEqualTo("first");
        assertThat(seen).doesNotContain(secret).doesNotContain("place").doesNotContain("production");
        assertThat(single(RestServer.CLIENT, "canary-hidden", USER).text())
                .isEqualTo(single(RestServer.CLIENT, "canary-absent", USER)
                        .text()
                        .replace("canary-absent", "canary-hidden"));
    }

    @Test
    void aClientDoesNotSayItselfWhereItIs() {
        create("{\"key\":\"place\",\"type\":\"boolean\",\"clientVisible\":true}");
        server.put(
                PROJECT + "/flags/place/environments/production",
                "{\"enabled\":true,\"offVariation\":\"off\",\"rules\":[{\"id\":\"net\",\"when\":[{\"attribute\":\"ip\",\"op\":\"inCidr\","
                        + "\"values\":[\"203.0.113.0/24\"]}],\"serve\":\"on\"},{\"id\":\"de\",\"when\":[{\"attribute\":\"geo.country\","
                        + "\"op\":\"in\",\"values\":[\"DE\"]}],\"serve\":\"on\"}],\"fallthrough\":\"off\"}",
                "If-Match",
                "\"1\"");
        String claim = "{\"context\":{\"ip\":\"203.0.113.9\",\"geo.country\":\"DE\"}}";

        Answer client = single(RestServer.CLIENT, "place", claim);
        Answer sdk = single(RestServer.SDK, "place", claim);
        Answer proxied = single(RestServer.CLIENT, "place", claim, "X-Forwarded-For", "198.51.100.1, 203.0.113.9");

        assertThat(client.json().path("value").asBoolean()).isFalse();
        assertThat(sdk.json().path("value").asBoolean()).isTrue();
        assertThat(proxied.json().path("value").asBoolean()).isTrue();
    }

    @Test
    void aClientHearsThatAFlagWasHiddenAlsoIfAnotherOfItsFlagsNeedsIt() {
        create("{\"key\":\"needed\",\"type\":\"boolean\",\"clientVisible\":true}");
        create("{\"key\":\"shown\",\"type\":\"boolean\",\"clientVisible\":true}");
        server.put(
                PROJECT + "/flags/shown/environments/production",
                "{\"enabled\":true,\"offVariation\":\"off\",\"prerequisites\":[{\"flag\":\"needed\",\"variations\":[\"on\"]}],"
                        + "\"fallthrough\":\"on\"}",
                "If-Match",
                "\"1\"");
        String etag = bulk(RestServer.CLIENT, USER).header("ETag");
        assertThat(bulk(RestServer.CLIENT, USER, "If-None-Match", etag).status())
                .isEqualTo(304);

        Answer hidden =
                server.send("PATCH", PROJECT + "/flags/needed", "{\"clientVisible\":false}", "If-Match", "\"1\"");
        Answer after = bulk(RestServer.CLIENT, USER, "If-None-Match", etag);

        assertThat(hidden.status()).as(hidden.text()).isEqualTo(200);
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.json().path("flags").findValuesAsText("key")).containsExactly("shown");
    }

    private static final String PLACE_RULES = RestServer.PLACE + "/rules";

    private void flag(String key, String type, String variations, String fallthrough) {
        create("{\"key\":\"" + key + "\",\"type\":\"" + type + "\",\"variations\":" + variations
                + ",\"offVariation\":\"" + fallthrough + "\",\"fallthrough\":\"" + fallthrough + "\"}");
        Answer on = server.post(PROJECT + "/flags/" + key + "/environments/production/on", null);
        assertThat(on.status()).as(on.text()).isEqualTo(200);
    }

    private void create(String body) {
        Answer made = server.post(PROJECT + "/flags", body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
    }

    private String value(String flag) {
        String text = sdk(flag, USER).text();
        int from = text.indexOf("\"value\":") + 8;
        return text.substring(from, text.indexOf(",\"metadata\""));
    }

    private Answer sdk(String flag, String body) {
        return single(RestServer.SDK, flag, body);
    }

    private Answer sdkAll(String body, String... headers) {
        return bulk(RestServer.SDK, body, headers);
    }

    private Answer single(String key, String flag, String body, String... headers) {
        return ask(key, FLAGS + "/" + flag, body, headers);
    }

    private Answer bulk(String key, String body, String... headers) {
        return ask(key, FLAGS, body, headers);
    }

    private Answer ask(String key, String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + key;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return server.sendAs("POST", path, body, all);
    }
}
