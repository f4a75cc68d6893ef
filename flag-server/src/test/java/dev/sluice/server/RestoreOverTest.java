package dev.sluice.server;

import static dev.sluice.server.Said.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.store.disk.Backups;
import dev.sluice.server.store.redis.RedisProcess;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are restored over a store that has what they lack. */
final class RestoreOverTest {
    private static final String DEMO = "/api/v1/projects/demo";
    private static final String KEYS = DEMO + "/keys";
    private static final String VIEWER = "{\"project\":\"*\",\"environment\":\"*\",\"role\":\"viewer\"}";
    private static final String STAGE = DEMO + "/flags/new-checkout/environments/stage";

    @TempDir
    Path folder;

    private String backup = "";
    private Map<String, String> settings = Map.of();

    @BeforeEach
    void name() {
        backup = folder.resolve("all.sluice").toString();
        settings = OneServer.settings(folder.resolve("a"), Map.of());
    }

    @Test
    void anEnvironmentThatIsYoungerThanTheBackupStaysWithItsNameItsFlagsAndItsKeys() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            server.api("POST", OneServer.FLAG + "/on");
            save();
            makeStage(server);
            String key = make(server, KEYS, "{\"environment\":\"stage\"}")
                    .path("key")
                    .asText();
            String before = server.api("GET", DEMO + "/environments/stage").body();
            server.api("POST", OneServer.FLAG + "/off");

            Said restored = run(settings, "store", "restore", "--yes", backup);

            assertThat(restored.code()).as(restored.err()).isZero();
            assertThat(restored.out()).contains("environment stage of project demo is not in the backup: it stays");
            await().until(server::enabled);
            assertThat(snapshot(server, key).statusCode()).isEqualTo(200);
            assertThat(server.api("GET", DEMO + "/environments/stage").body()).isEqualTo(before);
            assertThat(server.api("POST", STAGE + "/off").statusCode()).isEqualTo(200);
            Said checked = run(settings, "store", "check");
            assertThat(checked.code()).as(checked.out()).isZero();
        }
    }

    @Test
    void whatWouldBeLeftHalfDeadInSuchAnEnvironmentIsNamedAndNothingIsChanged() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            save();
            makeStage(server);
            assertThat(server.api("POST", DEMO + "/flags", "{\"key\":\"younger\",\"type\":\"boolean\"}")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(server.api("DELETE", DEMO + "/flags/banner-text").statusCode())
                    .isEqualTo(204);
            String before = server.everything();

            Said refused = run(settings, "store", "restore", "--yes", backup);

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.out())
                    .contains("demo/stage/flag/younger: has targeting and no definition")
                    .contains("demo/stage/flag/banner-text: has a definition and no targeting");
            assertThat(refused.err()).contains("nothing was changed: 2 places").contains("--with-faults");
            assertThat(server.everything()).isEqualTo(before);
            assertThat(run(settings, "store", "restore", "--yes", "--with-faults", backup)
                            .code())
                    .isZero();
        }
    }

    @Test
    void whatIsServedThereAndTheBackupDoesNotKnowCanBeDisabledAtOnce() throws Exception {
        String banner = DEMO + "/flags/banner-text";
        String here = banner + "/environments/stage";
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            save();
            change(server, banner, "{\"variations\":{\"loud\":\"LOUD\"}}");
            makeStage(server);
            change(server, here, "{\"enabled\":true,\"rules\":[],\"fallthrough\":\"loud\"}");
            assertThat(run(settings, "store", "restore", "--yes", backup).out())
                    .contains("demo/stage/flag/banner-text: fallthrough: \"loud\" is not allowed");
            assertThat(run(settings, "store", "restore", "--yes", "--with-faults", backup)
                            .code())
                    .isZero();
            await().until(() -> !server.api("GET", banner).body().contains("LOUD"));

            HttpResponse<String> off = server.api("POST", here + "/off");

            assertThat(off.statusCode()).as(off.body()).isEqualTo(200);
            assertThat(off.body()).contains("\"enabled\":false");
            HttpResponse<String> on = server.api("POST", here + "/on");
            assertThat(on.statusCode()).isEqualTo(422);
            assertThat(on.body()).contains("/fallthrough");
        }
    }

    @Test
    void itStaysUnderItsKeyWhereTheProjectsOwnDocumentIsJunk() throws Exception {
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"));
                OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
            settings = OneServer.settings(folder.resolve("a"), OneServer.on(redis.url()));
            save();
            makeStage(server);
            redis.ask("HSET", "{sluice:demo}:project", "document", "junk");

            Said restored = run(settings, "store", "restore", "--yes", backup);

            assertThat(restored.code()).as(restored.err()).isZero();
            await().until(() ->
                    server.api("GET", DEMO + "/environments/stage").body().contains("\"name\":\"stage\""));
            assertThat(server.api("POST", STAGE + "/off").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatWasRevokedSinceStaysSoIfTheStoreKnowsOfItAndIsNamedIfNot() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            await().until(() -> server.api("GET", "/api/v1/users").body().contains("\"admin\""));
            JsonNode settingsKey = json(server.api("GET", KEYS)).path("items").path(0);
            JsonNode shop = make(server, KEYS, "{\"environment\":\"production\",\"name\":\"shop\"}");
            JsonNode token = make(server, "/api/v1/tokens", "{\"name\":\"ci\",\"grants\":[" + VIEWER + "]}");
            String ana =
                    signIn(server, make(server, "/api/v1/users", "{\"name\":\"ana\",\"grants\":[" + VIEWER + "]}"));
            make(server, "/api/v1/users", "{\"name\":\"ben\",\"grants\":[" + VIEWER + "]}");
            save();
            remove(server, KEYS + "/" + settingsKey.path("id").asText());
            remove(server, KEYS + "/" + shop.path("id").asText());
            remove(server, "/api/v1/tokens/" + token.path("id").asText());
            remove(server, "/api/v1/users/ana");
            change(server, "/api/v1/users/ben", "{\"grants\":[]}");
            JsonNode younger = make(server, KEYS, "{\"environment\":\"production\",\"name\":\"younger\"}");

            Said careful = run(settings, "store", "restore", backup);
            Said restored = run(settings, "store", "restore", "--yes", backup);

            assertThat(careful.code()).isEqualTo(2);
            assertThat(restored.code()).as(restored.err()).isZero();
            assertThat(careful.out().lines())
                    .containsExactlyInAnyOrder(
                            "project _access: comes back: user ana",
                            "project _access: gets back the rights and the password of then: user ben",
                            "project _access: comes back: token "
                                    + token.path("id").asText() + " (\"ci\")",
                            "project demo: comes back: key " + shop.path("id").asText()
                                    + " (sdk, production, \"shop\")",
                            "project demo: is let in no more: key "
                                    + younger.path("id").asText() + " (sdk, production, \"younger\")");
            assertThat(restored.out()).contains("project _access: comes back: user ana");
            await().until(() -> snapshot(server, shop.path("key").asText()).statusCode() == 200);
            assertThat(server.sdk("/sdk/v1/snapshot").statusCode()).isEqualTo(401);
            await().until(() -> server.api("GET", "/api/v1/users").body().contains("\"ana\""));
            assertThat(server.as("GET", DEMO, null, "Cookie", ana).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aSegmentThatIsNotServedAsItIsWrittenIsRefused() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            save();
            String written = "\"People who work here\",\"included\":[],\"excluded\":[],\"rules\":[{\"id\":\"mai";
            Backups.replace(Path.of(backup), written + "l\"", written + "n\"");

            Said refused = run(settings, "store", "restore", "--yes", backup);

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.out()).contains("demo/production/segment/staff: is not served as it is written");
        }
    }

    @Test
    void noProjectIsRestoredUnlessEachMayBe() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            assertThat(server.api("POST", "/api/v1/projects", "{\"key\":\"1st\"}")
                            .statusCode())
                    .isEqualTo(201);
            save();
        }
        try (OneServer server = OneServer.start(folder.resolve("b"), Map.of())) {
            Map<String, String> there = OneServer.settings(folder.resolve("b"), Map.of());

            Said careful = run(there, "store", "restore", backup);

            assertThat(careful.code()).isEqualTo(2);
            assertThat(careful.err())
                    .contains("nothing was changed: the store holds project _access")
                    .contains(" and project demo");
            assertThat(run(there, "store", "check").out()).doesNotContain("1st");
            assertThat(server.api("GET", "/api/v1/projects/1st").statusCode()).isEqualTo(404);
        }
    }

    private void save() {
        assertThat(run(settings, "store", "backup", backup).code()).isZero();
    }

    private static void makeStage(OneServer server) throws Exception {
        String stage = "{\"key\":\"stage\",\"name\":\"The stage\",\"cloneOf\":\"production\"}";
        assertThat(server.api("POST", DEMO + "/environments", stage).statusCode())
                .isEqualTo(201);
    }

    private static JsonNode make(OneServer server, String where, String body) throws Exception {
        HttpResponse<String> made = server.api("POST", where, body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made);
    }

    private static void remove(OneServer server, String what) throws Exception {
        HttpResponse<String> removed = server.api("DELETE", what);
        assertThat(removed.statusCode()).as(removed.body()).isEqualTo(204);
    }

    /** Signs a person in who was just made; gives their cookie, which is good. */
    private static String signIn(OneServer server, JsonNode person) throws Exception {
        String link = person.path("link").asText();
        String body = "{\"link\":\"" + link.substring(link.indexOf("#link=") + "#link=".length()) + "\"}";
        HttpResponse<String> session = server.as("POST", "/api/v1/session", body, "Sec-Fetch-Site", "same-origin");
        assertThat(session.statusCode()).as(session.body()).isEqualTo(200);
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(server.as("GET", DEMO, null, "Cookie", pair).statusCode()).isEqualTo(200);
        return pair;
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    private static void change(OneServer server, String document, String patch) throws Exception {
        HttpResponse<String> changed =
                server.as("PATCH", document, patch, "Authorization", "Bearer " + OneServer.TOKEN, "If-Match", "*");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    }

    private static HttpResponse<String> snapshot(OneServer server, String key) throws Exception {
        return server.send(
                OneServer.request(server.port(), "/sdk/v1/snapshot", key).build(), "");
    }
}
