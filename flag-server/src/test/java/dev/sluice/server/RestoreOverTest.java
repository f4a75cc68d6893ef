package dev.sluice.server;

import static dev.sluice.server.Said.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
            String key = new ObjectMapper()
                    .readTree(server.api("POST", DEMO + "/keys", "{\"environment\":\"stage\"}")
                            .body())
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
