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
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given and taken on one node holds on the other. */
final class AccessAcrossNodesTest {

    private static final String KEYS = "/api/v1/projects/demo/keys";
    private static final String SESSION = "/api/v1/session";
    private static final String VIEWER = "[{\"project\":\"demo\",\"environment\":\"*\",\"role\":\"viewer\"}]";
    private static final Duration SOON = Duration.ofSeconds(20);
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
        Rotated key = await("a rotation that the store took in time")
                .atMost(Duration.ofMinutes(1))
                .until(
                        AccessAcrossNodesTest::rotated,
                        rotated -> rotated.answer().statusCode() != 503);
        String fresh = made(key.answer()).path("key").asText();

        await().atMost(SOON).until(() -> opens(one, fresh) == 200 && opens(other, fresh) == 200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> opens(one, key.old()) == 401 && opens(other, key.old()) == 401);
        await().atMost(SOON).until(() -> ended(key.here()) && ended(key.there()));
        assertThat(opens(one, fresh)).isEqualTo(200);
        assertThat(opens(other, fresh)).isEqualTo(200);
    }

    /** A key that is good on both nodes and has a stream on each, and what came of its rotation. */
    private record Rotated(String old, List<String> here, List<String> there, HttpResponse<String> answer) {}

    /** Rotates a key of its own each time: one that may be rotated already is not rotated again. */
    private static Rotated rotated() throws Exception {
        JsonNode old = made(one.act("POST", KEYS, "{\"environment\":\"production\"}"));
        String key = old.path("key").asText();
        await().atMost(SOON).until(() -> opens(other, key) == 200);
        List<String> here = one.stream(key);
        List<String> there = other.stream(key);
        await().atMost(SOON).until(() -> here.contains("event: hello") && there.contains("event: hello"));
        String rotate = KEYS + "/" + old.path("id").asText() + "/rotate";
        return new Rotated(key, here, there, one.api("POST", rotate, "{\"overlap\":\"PT5S\"}"));
    }

    private static boolean ended(List<String> lines) {
        return lines.contains("event: bye");
    }

    @Test
    @Proves("S09")
    void aKeyOpensItsOwnEnvironmentAndNothingElse() throws Exception {
        one.make("/api/v1/projects", "{\"key\":\"other\"}");
        one.make("/api/v1/projects/other/flags", "{\"key\":\"theirs-alone\",\"type\":\"boolean\"}");
        one.make("/api/v1/projects/demo/environments", "{\"key\":\"staging\"}");
        HttpResponse<String> segment = one.act(
                "PUT",
                "/api/v1/projects/demo/environments/staging/segments/staging-alone",
                "{\"included\":[\"somebody-in-staging\"]}");
        assertThat(segment.statusCode()).as(segment.body()).isIn(200, 201);
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
        JsonNode token = made(one.act("POST", "/api/v1/tokens", "{\"name\":\"ci\",\"grants\":" + VIEWER + "}"));
        String[] headers = {"Authorization", "Bearer " + token.path("token").asText()};

        await().atMost(SOON)
                .until(() -> other.as("GET", KEYS.replace("keys", "flags"), null, headers)
                                .statusCode()
                        == 200);
        one.remove("/api/v1/tokens/" + token.path("id").asText());

        await().atMost(SOON)
                .until(() -> other.as("GET", KEYS.replace("keys", "flags"), null, headers)
                                .statusCode()
                        == 401);
    }

    @Test
    @Proves({"S14", "S16"})
    void aSessionGoesOnAndEndsOnBothNodesAtOnce() throws Exception {
        Person first = Person.invited(one, "ana", VIEWER);
        await().atMost(SOON).until(() -> status(other, first) == 200);

        OneServer.once(204, Set.of(401), () -> one.as("DELETE", SESSION, null, first.headers()));
        // For a change it is never enough what the store said last: this one must be asked now.
        HttpResponse<String> change = OneServer.taken(() -> other.as("DELETE", SESSION, null, first.headers()));
        assertThat(change.statusCode()).as(change.body()).isEqualTo(401);
        await().atMost(SOON).until(() -> status(other, first) == 401);

        Person second = Person.back(one, "ana");
        await().atMost(SOON).until(() -> status(other, second) == 200);
        String[] headers = {"Authorization", "Bearer " + OneServer.TOKEN, "If-Match", "*"};
        HttpResponse<String> changed =
                OneServer.taken(() -> one.as("PATCH", "/api/v1/users/ana", "{\"grants\":[]}", headers));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        await().atMost(SOON).until(() -> status(other, second) == 401);
    }

    private static int status(OneServer node, Person person) throws Exception {
        return node.as("GET", SESSION, null, person.headers()).statusCode();
    }
}
