package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.http.RestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Projects and environments are renamed, put away and taken back. */
final class PutAwayTest {

    private static final String PROJECT = "/api/v1/projects/demo";
    private static final String PRODUCTION = PROJECT + "/environments/production";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer patch(String path, String body) {
        return server.send("PATCH", path, body, "If-Match", server.get(path).header("ETag"));
    }

    private void revokeKeys() {
        for (JsonNode key : server.get(PROJECT + "/keys").json().path("items")) {
            server.send("DELETE", PROJECT + "/keys/" + key.path("id").asText(), null);
        }
    }

    @Test
    void aNewNameShowsEverywhereAndOldVersionsAreRefused() {
        String version = server.get(PRODUCTION).header("ETag");

        assertThat(patch(PRODUCTION, "{\"name\":\"Live\"}").status()).isEqualTo(200);
        assertThat(patch(PROJECT, "{\"name\":\"Shop\"}").status()).isEqualTo(200);

        JsonNode project = server.get(PROJECT).json();
        assertThat(project.path("name").asText()).isEqualTo("Shop");
        assertThat(project.path("environments").findValuesAsText("name")).contains("Live");
        assertThat(server.get(PROJECT + "/export").text()).contains("Live");
        Answer late = server.send("PATCH", PRODUCTION, "{\"name\":\"Late\"}", "If-Match", version);
        assertThat(late.status()).isEqualTo(412);
        assertThat(server.send("PATCH", PRODUCTION, "{\"name\":\"None\"}").status())
                .isEqualTo(428);
        assertThat(patch(PRODUCTION, "{\"name\":null}").json().path("name").asText())
                .isEqualTo("production");
    }

    @Test
    void aNameMustBeOneAndOtherFieldsAreRefused() {
        Answer blank = patch(PROJECT, "{\"name\":\" \"}");
        Answer more = patch(PRODUCTION, "{\"name\":\"Live\",\"colour\":\"red\"}");

        assertThat(blank.status()).isEqualTo(422);
        assertThat(blank.json().path("errors").get(0).path("pointer").asText()).isEqualTo("/name");
        assertThat(more.status()).isEqualTo(422);
        assertThat(more.json().path("errors").get(0).path("pointer").asText()).isEqualTo("/colour");
        assertThat(server.get(PRODUCTION).json().path("name").asText()).isEqualTo("Production");
    }

    @Test
    void whatStillHasKeysIsNotPutAway() {
        server.post(PROJECT + "/keys", "{\"kind\":\"sdk\",\"environment\":\"production\",\"name\":\"shops\"}");

        Answer environment = patch(PRODUCTION, "{\"archived\":true}");
        Answer project = patch(PROJECT, "{\"archived\":true}");

        assertThat(environment.status()).isEqualTo(409);
        assertThat(environment.json().path("detail").asText())
                .contains("environment production still has key ", "revoked first");
        assertThat(environment.text()).contains("(shops) of production");
        assertThat(project.status()).isEqualTo(409);
        assertThat(server.get(PRODUCTION).json().path("archived").asBoolean()).isFalse();
    }

    @Test
    void inAnArchivedEnvironmentNothingIsChangedUntilItIsRestored() {
        revokeKeys();
        assertThat(patch(PRODUCTION, "{\"archived\":true,\"comment\":\"moved\"}")
                        .status())
                .isEqualTo(200);
        String before = server.get(PRODUCTION).json().path("hash").asText();

        Answer on = server.post(PLACE + "/on", null);
        Answer segment = server.post(PRODUCTION + "/segments", "{\"key\":\"late\"}");
        Answer key =
                server.post(PROJECT + "/keys", "{\"kind\":\"sdk\",\"environment\":\"production\",\"name\":\"late\"}");

        for (Answer refused : new Answer[] {on, segment, key}) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(409);
            assertThat(refused.json().path("detail").asText()).contains("environment production is archived");
        }
        assertThat(server.get(PRODUCTION).json().path("hash").asText()).isEqualTo(before);
        assertThat(server.post(PROJECT + "/flags", "{\"key\":\"next\",\"type\":\"boolean\"}")
                        .status())
                .isEqualTo(201);

        assertThat(patch(PRODUCTION, "{\"archived\":false}").status()).isEqualTo(200);
        assertThat(server.post(PLACE + "/on", null).status()).isEqualTo(200);
        assertThat(server.get(PROJECT + "/flags/next/environments/production").status())
                .isEqualTo(200);
    }

    @Test
    void ofAnArchivedProjectNothingIsChangedUntilItIsRestored() {
        revokeKeys();
        assertThat(patch(PROJECT, "{\"archived\":true}").status()).isEqualTo(200);

        Answer flag = server.post(PROJECT + "/flags", "{\"key\":\"next\",\"type\":\"boolean\"}");
        Answer environment = patch(PRODUCTION, "{\"name\":\"Live\"}");
        String other = "{\"sluice\":1,\"project\":\"demo\",\"name\":\"Other\"}";
        Answer file = server.post(PROJECT + "/import", other);
        Answer dryFile = server.post(PROJECT + "/import?dryRun=true", other);
        Answer preview = server.post(PLACE + "/preview", "{\"enabled\":true,\"fallthrough\":\"on\"}");
        Answer copy = server.post(PLACE + "/copy?from=development&dryRun=true", null);

        for (Answer refused : new Answer[] {flag, environment, file, dryFile, preview, copy}) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(409);
            assertThat(refused.json().path("detail").asText()).contains("project demo is archived");
        }
        assertThat(server.get(PROJECT).json().path("archived").asBoolean()).isTrue();

        assertThat(patch(PROJECT, "{\"archived\":false}").status()).isEqualTo(200);
        assertThat(patch(PRODUCTION, "{\"name\":\"Live\"}").status()).isEqualTo(200);
    }

    @Test
    void theAuditLogSaysWhatWasPutAwayAndByWhom() {
        revokeKeys();
        patch(PRODUCTION, "{\"archived\":true,\"comment\":\"moved\"}");

        JsonNode entries = server.get(PROJECT + "/audit").json().path("items");
        JsonNode entry = entries.get(entries.size() - 1);

        assertThat(entry.path("action").asText()).isEqualTo("environment.change");
        assertThat(entry.path("comment").asText()).isEqualTo("moved");
        assertThat(entry.path("details").path("before").path("archived").asBoolean())
                .isFalse();
        assertThat(entry.path("details").path("after").path("archived").asBoolean())
                .isTrue();
    }
}
