package dev.sluice.server;

import static dev.sluice.server.Said.act;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.store.disk.Backups;
import dev.sluice.server.store.redis.RedisProcess;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** Where a hint got lost, a sweep finds what has changed; there is one every five seconds. */
    private static final Duration SOON = Duration.ofSeconds(20);

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
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(200);
            save();
            makeStage(server);
            String key = make(server, KEYS, "{\"environment\":\"stage\"}")
                    .path("key")
                    .asText();
            String before = server.api("GET", DEMO + "/environments/stage").body();
            assertThat(server.act("POST", OneServer.FLAG + "/off").statusCode()).isEqualTo(200);

            Said restored = act(settings, "store", "restore", "--yes", backup);

            assertThat(restored.code()).as(restored.err()).isZero();
            assertThat(restored.out()).contains("environment stage of project demo is not in the backup: it stays");
            await().atMost(SOON).until(server::enabled);
            assertThat(snapshot(server, key).statusCode()).isEqualTo(200);
            assertThat(server.api("GET", DEMO + "/environments/stage").body()).isEqualTo(before);
            assertThat(server.act("POST", STAGE + "/off").statusCode()).isEqualTo(200);
            Said checked = act(settings, "store", "check");
            assertThat(checked.code()).as(checked.out()).isZero();
        }
    }

    @Test
    void whatWouldBeLeftHalfDeadInSuchAnEnvironmentIsNamedAndNothingIsChanged() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            save();
            makeStage(server);
            server.make(DEMO + "/flags", "{\"key\":\"younger\",\"type\":\"boolean\"}");
            server.remove(DEMO + "/flags/banner-text");
            String before = server.everything();

            Said refused = act(settings, "store", "restore", "--yes", backup);

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.out())
                    .contains("demo/stage/flag/younger: has targeting and no definition")
                    .contains("demo/stage/flag/banner-text: has a definition and no targeting");
            assertThat(refused.err()).contains("nothing was changed: 2 places").contains("--with-faults");
            assertThat(server.everything()).isEqualTo(before);
            assertThat(act(settings, "store", "restore", "--yes", "--with-faults", backup)
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
            assertThat(act(settings, "store", "restore", "--yes", backup).out())
                    .contains("demo/stage/flag/banner-text: fallthrough: \"loud\" is not allowed");
            assertThat(act(settings, "store", "restore", "--yes", "--with-faults", backup)
                            .code())
                    .isZero();
            await().atMost(SOON).until(() -> !server.api("GET", banner).body().contains("LOUD"));

            HttpResponse<String> off = server.act("POST", here + "/off");

            assertThat(off.statusCode()).as(off.body()).isEqualTo(200);
            assertThat(off.body()).contains("\"enabled\":false");
            HttpResponse<String> on = server.act("POST", here + "/on");
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

            Said restored = act(settings, "store", "restore", "--yes", backup);

            assertThat(restored.code()).as(restored.err()).isZero();
            await().atMost(SOON)
                    .until(() -> server.api("GET", DEMO + "/environments/stage")
                            .body()
                            .contains("\"name\":\"stage\""));
            assertThat(server.act("POST", STAGE + "/off").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatWasRevokedSinceStaysSoIfTheStoreKnowsOfItAndIsNamedIfNot() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            await().atMost(SOON)
                    .until(() -> server.api("GET", "/api/v1/users").body().contains("\"admin\""));
            JsonNode settingsKey = json(server.api("GET", KEYS)).path("items").path(0);
            JsonNode shop = make(server, KEYS, "{\"environment\":\"production\",\"name\":\"shop\"}");
            JsonNode token = make(server, "/api/v1/tokens", "{\"name\":\"ci\",\"grants\":[" + VIEWER + "]}");
            Person ana = Person.invited(server, "ana", "[" + VIEWER + "]");
            assertThat(looks(server, ana)).isEqualTo(200);
            server.make("/api/v1/users", "{\"name\":\"ben\",\"grants\":[" + VIEWER + "]}");
            save();
            server.remove(KEYS + "/" + settingsKey.path("id").asText());
            server.remove(KEYS + "/" + shop.path("id").asText());
            server.remove("/api/v1/tokens/" + token.path("id").asText());
            server.remove("/api/v1/users/ana");
            change(server, "/api/v1/users/ben", "{\"grants\":[]}");
            make(server, KEYS, "{\"environment\":\"production\",\"name\":\"younger\"}");
            List<String> expected = new ArrayList<>(List.of(
                    "project _access: comes back: user ana",
                    "project _access: gets back the rights and the password of then: user ben",
                    "project _access: comes back: token " + token.path("id").asText() + " (\"ci\")",
                    "project demo: comes back: key " + shop.path("id").asText() + " (sdk, production, \"shop\")"));
            younger(server)
                    .forEach(id -> expected.add(
                            "project demo: is let in no more: key " + id + " (sdk, production, \"younger\")"));

            Said careful = act(settings, "store", "restore", backup);
            Said restored = act(settings, "store", "restore", "--yes", backup);

            assertThat(careful.code()).isEqualTo(2);
            assertThat(restored.code()).as(restored.err()).isZero();
            assertThat(careful.out().lines()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(restored.out()).contains("project _access: comes back: user ana");
            await().atMost(SOON)
                    .until(() -> snapshot(server, shop.path("key").asText()).statusCode() == 200);
            assertThat(server.sdk("/sdk/v1/snapshot").statusCode()).isEqualTo(401);
            await().atMost(SOON)
                    .until(() -> server.api("GET", "/api/v1/users").body().contains("\"ana\""));
            assertThat(looks(server, ana)).isEqualTo(401);
        }
    }

    @Test
    void aSegmentThatIsNotServedAsItIsWrittenIsRefused() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            save();
            String written = "\"People who work here\",\"included\":[],\"excluded\":[],\"rules\":[{\"id\":\"mai";
            Backups.replace(Path.of(backup), written + "l\"", written + "n\"");

            Said refused = act(settings, "store", "restore", "--yes", backup);

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.out()).contains("demo/production/segment/staff: is not served as it is written");
        }
    }

    @Test
    void noProjectIsRestoredUnlessEachMayBe() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            server.make("/api/v1/projects", "{\"key\":\"1st\"}");
            save();
        }
        try (OneServer server = OneServer.start(folder.resolve("b"), Map.of())) {
            Map<String, String> there = OneServer.settings(folder.resolve("b"), Map.of());

            Said careful = act(there, "store", "restore", backup);

            assertThat(careful.code()).isEqualTo(2);
            assertThat(careful.err())
                    .contains("nothing was changed: the store holds project _access")
                    .contains(" and project demo");
            assertThat(act(there, "store", "check").out()).doesNotContain("1st");
            assertThat(server.api("GET", "/api/v1/projects/1st").statusCode()).isEqualTo(404);
        }
    }

    private void save() {
        Said saved = act(settings, "store", "backup", backup);
        assertThat(saved.code()).as(saved.err()).isZero();
    }

    private static void makeStage(OneServer server) {
        server.make(DEMO + "/environments", "{\"key\":\"stage\",\"name\":\"The stage\",\"cloneOf\":\"production\"}");
    }

    /** Makes a key or a token; where the store was slow there may be another one beside it, whose secret nobody has. */
    private static JsonNode make(OneServer server, String where, String body) throws Exception {
        HttpResponse<String> made = server.act("POST", where, body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made);
    }

    /** The ids of the keys of this name: one, or more where the store was slow. */
    private static List<String> younger(OneServer server) throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode key : json(server.api("GET", KEYS)).path("items")) {
            if (key.path("name").asText().equals("younger")) {
                ids.add(key.path("id").asText());
            }
        }
        assertThat(ids).isNotEmpty();
        return ids;
    }

    private static int looks(OneServer server, Person person) {
        return OneServer.taken(() -> server.as("GET", DEMO, null, "Cookie", person.cookie()))
                .statusCode();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    private static void change(OneServer server, String document, String patch) {
        HttpResponse<String> changed = OneServer.taken(() ->
                server.as("PATCH", document, patch, "Authorization", "Bearer " + OneServer.TOKEN, "If-Match", "*"));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    }

    private static HttpResponse<String> snapshot(OneServer server, String key) throws Exception {
        return server.send(
                OneServer.request(server.port(), "/sdk/v1/snapshot", key).build(), "");
    }
}
