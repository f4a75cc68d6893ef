package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proof.Proves;
import dev.sluice.server.store.redis.EmbeddedRedis;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given and taken on one node holds on the other. */
final class AccessAcrossNodesTest {

    private static final String KEYS = "/api/v1/projects/demo/keys";
    private static final String SESSION = "/api/v1/session";
    private static final String VIEWER = "[{\"project\":\"demo\",\"environment\":\"*\",\"role\":\"viewer\"}]";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static EmbeddedRedis redis;
    private static OneServer one;
    private static OneServer other;

    @BeforeAll
    static void start() throws Exception {
        redis = EmbeddedRedis.start(folder.resolve("redis"));
        one = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()));
        other = OneServer.start(folder.resolve("b"), OneServer.on(redis.url()));
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        redis.close();
    }

    private static JsonNode made(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    private static int opens(OneServer node, String key) throws Exception {
        return node.as("GET", "/sdk/v1/snapshot", null, "Authorization", "Bearer " + key)
                .statusCode();
    }

    @Test
    @Proves({"S05", "S06"})
    void aRotatedKeyAndTheOneInItsPlaceAreGoodOnBothNodesUntilTheOldOnesStreamsAreCut() throws Exception {
        JsonNode old = made(one.act("POST", KEYS, "{\"environment\":\"production\"}"));
        String oldKey = old.path("key").asText();
        await().atMost(SOON).until(() -> opens(other, oldKey) == 200);
        List<String> here = one.stream(oldKey);
        List<String> there = other.stream(oldKey);
        await().atMost(SOON).until(() -> here.contains("event: hello") && there.contains("event: hello"));

        JsonNode fresh =
                made(one.api("POST", KEYS + "/" + old.path("id").asText() + "/rotate", "{\"overlap\":\"PT5S\"}"));
        String freshKey = fresh.path("key").asText();

        await().atMost(SOON).until(() -> opens(one, freshKey) == 200 && opens(other, freshKey) == 200);
        await().atMost(Duration.ofSeconds(30)).until(() -> opens(one, oldKey) == 401 && opens(other, oldKey) == 401);
        await().atMost(SOON).until(() -> ended(here) && ended(there));
        assertThat(opens(one, freshKey)).isEqualTo(200);
        assertThat(opens(other, freshKey)).isEqualTo(200);
    }

    private static boolean ended(List<String> lines) {
        return lines.contains("event: bye");
    }

    @Test
    @Proves("S09")
    void aKeyOpensItsOwnEnvironmentAndNothingElse() throws Exception {
        one.api("POST", "/api/v1/projects", "{\"key\":\"other\"}");
        one.api("POST", "/api/v1/projects/other/flags", "{\"key\":\"theirs-alone\",\"type\":\"boolean\"}");
        one.api("POST", "/api/v1/projects/demo/environments", "{\"key\":\"staging\"}");
        one.api(
                "PUT",
                "/api/v1/projects/demo/environments/staging/segments/staging-alone",
                "{\"included\":[\"somebody-in-staging\"]}");
        String key = made(one.act("POST", KEYS, "{\"environment\":\"production\"}"))
                .path("key")
                .asText();

        String snapshot = one.as("GET", "/sdk/v1/snapshot", null, "Authorization", "Bearer " + key)
                .body();

        assertThat(snapshot).contains("new-checkout");
        assertThat(snapshot)
                .doesNotContain("theirs-alone")
                .doesNotContain("staging")
                .doesNotContain("somebody-in-staging");
        assertThat(one.as("GET", "/api/v1/projects", null, "Authorization", "Bearer " + key)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    @Proves("S14")
    void aTokenIsGoodOnBothNodesUntilItIsRevokedOnOne() throws Exception {
        JsonNode token = made(one.api("POST", "/api/v1/tokens", "{\"name\":\"ci\",\"grants\":" + VIEWER + "}"));
        String[] headers = {"Authorization", "Bearer " + token.path("token").asText()};

        await().atMost(SOON)
                .until(() -> other.as("GET", KEYS.replace("keys", "flags"), null, headers)
                                .statusCode()
                        == 200);
        one.api("DELETE", "/api/v1/tokens/" + token.path("id").asText());

        await().atMost(SOON)
                .until(() -> other.as("GET", KEYS.replace("keys", "flags"), null, headers)
                                .statusCode()
                        == 401);
    }

    @Test
    @Proves({"S14", "S16"})
    void aSessionGoesOnAndEndsOnBothNodesAtOnce() throws Exception {
        JsonNode invited = made(one.api("POST", "/api/v1/users", "{\"name\":\"ana\",\"grants\":" + VIEWER + "}"));
        Map<String, String> first = signIn(one, invited.path("link").asText());
        await().atMost(SOON).until(() -> status(other, first) == 200);

        one.as("DELETE", SESSION, null, headers(first));
        assertThat(status(other, first)).isEqualTo(401);

        String again =
                made(one.api("POST", "/api/v1/users/ana/link")).path("link").asText();
        Map<String, String> second = signIn(one, again);
        await().atMost(SOON).until(() -> status(other, second) == 200);
        one.as(
                "PATCH",
                "/api/v1/users/ana",
                "{\"grants\":[]}",
                "Authorization",
                "Bearer " + OneServer.TOKEN,
                "If-Match",
                "*");
        await().atMost(SOON).until(() -> status(other, second) == 401);
    }

    private static Map<String, String> signIn(OneServer node, String link) throws Exception {
        String token = link.substring(link.indexOf("#link=") + "#link=".length());
        HttpResponse<String> answer = node.as("POST", SESSION, "{\"link\":\"" + token + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return Map.of(
                "cookie",
                cookie.substring(0, cookie.indexOf(';')),
                "csrf",
                JSON.readTree(answer.body()).path("csrf").asText());
    }

    private static String[] headers(Map<String, String> session) {
        return new String[] {
            "Cookie", session.get("cookie"), "Sluice-Csrf", session.get("csrf"), "Sec-Fetch-Site", "same-origin"
        };
    }

    private static int status(OneServer node, Map<String, String> session) throws Exception {
        return node.as("GET", SESSION, null, headers(session)).statusCode();
    }
}
