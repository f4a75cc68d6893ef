package dev.sluice.server.http;

import static dev.sluice.server.http.People.bearer;
import static dev.sluice.server.http.People.grant;
import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.proof.Proves;
import dev.sluice.server.http.RestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RolesTest {

    private static final String DEVELOPMENT = PLACE.replace("production", "development");
    private static final String SEGMENTS = "/api/v1/projects/demo/environments/production/segments";

    private final RestServer server = new RestServer();
    private final People people = new People(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer as(String token, String method, String path, String body, String... more) {
        String[] headers = new String[more.length + 2];
        System.arraycopy(bearer(token), 0, headers, 0, 2);
        System.arraycopy(more, 0, headers, 2, more.length);
        return server.sendAs(method, path, body, headers);
    }

    private String etag(String path) {
        return server.get(path).header("ETag");
    }

    @Test
    @Proves("S14")
    void anEditorPreparesWhatIsDisabledAndAReleaserDecidesWhatIsInForce() {
        String editor = people.token(grant("demo", "production", "editor"));
        String releaser = people.token(grant("demo", "production", "releaser"));
        String rule = "{\"when\":[{\"attribute\":\"country\",\"op\":\"in\",\"values\":[\"DE\"]}],\"serve\":\"on\"}";

        assertThat(as(editor, "PUT", PLACE + "/rules/de", rule, "If-Match", etag(PLACE))
                        .status())
                .isEqualTo(200);
        assertThat(as(editor, "POST", PLACE + "/on", null).status()).isEqualTo(403);
        Answer sly = as(editor, "PATCH", PLACE, "{\"enabled\":true}", "If-Match", etag(PLACE));
        assertThat(sly.status()).isEqualTo(403);
        assertThat(sly.detail()).isEqualTo("the role releaser is needed in demo/production; you have editor there");
        assertThat(as(editor, "PATCH", PLACE, "{\"offVariation\":\"on\"}", "If-Match", etag(PLACE))
                        .status())
                .as("what a disabled flag gives to everyone")
                .isEqualTo(403);

        assertThat(as(releaser, "POST", PLACE + "/on", null).status()).isEqualTo(200);
        assertThat(as(editor, "DELETE", PLACE + "/rules/de", null, "If-Match", etag(PLACE))
                        .status())
                .as("the rules of an enabled flag")
                .isEqualTo(403);
        assertThat(as(releaser, "POST", PLACE + "/off", null).status()).isEqualTo(200);
        assertThat(as(editor, "DELETE", PLACE + "/rules/de", null, "If-Match", etag(PLACE))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Proves("S14")
    void takingExposureBackNeedsTheRoleReleaserAndNothingElse() {
        server.post(PLACE + "/on", null);
        String releaser = people.token(grant("demo", "production", "releaser"));

        assertThat(as(releaser, "PUT", PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":0}")
                        .status())
                .isEqualTo(200);
        assertThat(as(releaser, "POST", PLACE + "/off", null).status()).isEqualTo(200);
        assertThat(as(releaser, "POST", DEVELOPMENT + "/off", null).status()).isEqualTo(404);
    }

    @Test
    void aSegmentThatSomethingUsesIsInForce() {
        String editor = people.token(grant("demo", "production", "editor"));
        String body = "{\"included\":[\"u1\"]}";

        assertThat(as(editor, "PUT", SEGMENTS + "/beta", body).status()).isEqualTo(201);
        assertThat(as(editor, "PUT", SEGMENTS + "/beta", "{\"included\":[\"u2\"]}", "If-Match", "\"1\"")
                        .status())
                .as("nothing uses it yet")
                .isEqualTo(200);
        String rule = "{\"when\":[{\"op\":\"inSegment\",\"values\":[\"beta\"]}],\"serve\":\"on\"}";
        assertThat(server.put(PLACE + "/rules/beta", rule, "If-Match", etag(PLACE))
                        .status())
                .isEqualTo(200);
        assertThat(as(editor, "PUT", SEGMENTS + "/beta", body, "If-Match", "\"2\"")
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Proves("S14")
    void aChangeOfADefinitionThatReachesSdksNeedsEachEnvironment() {
        server.post(DEVELOPMENT + "/on", null);
        String flag = "/api/v1/projects/demo/flags/new-checkout";
        String half = people.token(grant("demo", "*", "editor"), grant("demo", "production", "releaser"));
        String both = people.token(grant("demo", "*", "releaser"));

        Answer refused = as(half, "PATCH", flag, "{\"archived\":true}", "If-Match", etag(flag));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).contains("demo/development");
        assertThat(as(half, "PATCH", flag, "{\"description\":\"words\"}", "If-Match", etag(flag))
                        .status())
                .isEqualTo(200);
        assertThat(as(both, "PATCH", flag, "{\"archived\":true}", "If-Match", etag(flag))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatSdksServeThatAreOutOfTouchIsInForceOfADisabledFlagToo() {
        String editor = people.token(grant("demo", "*", "editor"));
        String releaser = people.token(grant("demo", "*", "releaser"));
        String change = "{\"whenUnknown\":{\"use\":\"default\"}}";
        assertThat(server.get(PLACE).json().path("enabled").asBoolean()).isFalse();

        assertThat(as(editor, "PATCH", PLACE, change, "If-Match", etag(PLACE)).status())
                .isEqualTo(403);
        assertThat(as(releaser, "PATCH", PLACE, change, "If-Match", etag(PLACE)).status())
                .isEqualTo(200);
        assertThat(as(editor, "PATCH", PLACE, "{\"whenUnknown\":null}", "If-Match", etag(PLACE))
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Proves("S14")
    void takingADisabledFlagAwayOrGivingItBackNeedsWhoeverDecidesWhatIsInForce() {
        String flag = "/api/v1/projects/demo/flags/new-checkout";
        String editor = people.token(grant("demo", "*", "editor"));
        String both = people.token(grant("demo", "*", "releaser"));
        assertThat(server.get(PLACE).json().path("enabled").asBoolean()).isFalse();

        assertThat(as(editor, "PATCH", flag, "{\"archived\":true}", "If-Match", etag(flag))
                        .status())
                .as("what it gave to everyone, the code's default does now")
                .isEqualTo(403);
        assertThat(as(editor, "DELETE", flag + "?force=true", null).status()).isEqualTo(403);
        assertThat(as(both, "PATCH", flag, "{\"archived\":true}", "If-Match", etag(flag))
                        .status())
                .isEqualTo(200);
        assertThat(as(editor, "PATCH", flag, "{\"archived\":false}", "If-Match", etag(flag))
                        .status())
                .isEqualTo(403);
        assertThat(as(editor, "POST", flag + "/revert", "{\"definition\":1}", "If-Match", etag(flag))
                        .status())
                .isEqualTo(403);
        assertThat(as(editor, "PATCH", flag, "{\"description\":\"words\"}", "If-Match", etag(flag))
                        .status())
                .isEqualTo(200);
        assertThat(as(editor, "DELETE", flag + "?force=true", null).status())
                .as("an archived flag gives nothing to anybody")
                .isEqualTo(204);
        assertThat(as(editor, "POST", "/api/v1/projects/demo/flags", "{\"key\":\"next\",\"type\":\"boolean\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    @Proves("S14")
    void whatClientsSeeOfAFlagThatIsInForceIsForWhoeverDecidesThere() {
        String flag = "/api/v1/projects/demo/flags/new-checkout";
        String editor = people.token(grant("demo", "*", "editor"));
        String half = people.token(grant("demo", "*", "editor"), grant("demo", "production", "releaser"));
        String open = "{\"clientVisible\":true}";
        String shut = "{\"clientVisible\":false}";

        assertThat(as(editor, "PATCH", flag, open, "If-Match", etag(flag)).status())
                .as("it is in force nowhere")
                .isEqualTo(200);
        server.post(PLACE + "/on", null);

        assertThat(as(editor, "PATCH", flag, shut, "If-Match", etag(flag)).detail())
                .isEqualTo("the role releaser is needed in demo/production; you have editor there");
        assertThat(as(half, "PATCH", flag, shut, "If-Match", etag(flag)).status())
                .isEqualTo(200);
        assertThat(as(editor, "PATCH", flag, open, "If-Match", etag(flag)).status())
                .isEqualTo(403);
        assertThat(as(editor, "POST", flag + "/revert", "{\"definition\":2}", "If-Match", etag(flag))
                        .status())
                .isEqualTo(403);
        assertThat(as(editor, "PATCH", flag, "{\"description\":\"words\"}", "If-Match", etag(flag))
                        .status())
                .isEqualTo(200);
        server.post(DEVELOPMENT + "/on", null);
        assertThat(as(half, "PATCH", flag, open, "If-Match", etag(flag)).detail())
                .contains("demo/development");
    }

    @Test
    @Proves("S12")
    void whatOneMayNotSeeIsInNoList() {
        server.post("/api/v1/projects", "{\"key\":\"secret\"}");
        server.post("/api/v1/projects/secret/flags", "{\"key\":\"plan-x\",\"type\":\"boolean\"}");
        server.post(PLACE + "/on", null);
        String token = people.token(grant("demo", "development", "viewer"));

        List<String> seen = new ArrayList<>();
        for (String path : List.of(
                "/api/v1/projects",
                "/api/v1/projects/demo",
                "/api/v1/projects/demo/environments",
                "/api/v1/projects/demo/flags",
                "/api/v1/projects/demo/flags/new-checkout",
                "/api/v1/changes",
                "/api/v1/projects/secre",
                "/api/v1/projects/demo/environments/productio")) {
            seen.add(as(token, "GET", path, null).text());
        }

        assertThat(seen).noneMatch(text -> text.contains("secret\"") || text.contains("plan-x"));
        assertThat(seen).noneMatch(text -> text.contains("\"production\""));
        assertThat(as(token, "GET", "/api/v1/projects/demo/environments", null).text())
                .contains("\"development\"");
    }

    @Test
    @Proves("S12")
    void anotherProjectsThingsLookAsThoseThatAreNotThere() {
        server.post("/api/v1/projects", "{\"key\":\"theirs\"}");
        server.post("/api/v1/projects/theirs/flags", "{\"key\":\"f\",\"type\":\"boolean\"}");
        server.put("/api/v1/projects/theirs/environments/production/segments/s", "{\"included\":[\"u\"]}");
        String key = server.post("/api/v1/projects/theirs/keys", "{\"environment\":\"production\"}")
                .json()
                .path("id")
                .asText();
        String mine = people.token(grant("demo", "*", "admin"));

        for (Route route : server.routes) {
            if (!route.path().contains(":project")) {
                continue;
            }
            String path = route.path()
                    .replace(":flag", "f")
                    .replace(":environment", "production")
                    .replace(":segment", "s")
                    .replace(":rule", "r")
                    .replace(":id", key);
            String method = route.method().name();
            String before = server.everything();

            Answer theirs = as(mine, method, path.replace(":project", "theirs"), null);
            Answer nobodys = as(mine, method, path.replace(":project", "nobody"), null);

            assertThat(theirs.status()).as("%s %s", method, path).isEqualTo(404);
            assertThat(theirs.text().replace("theirs", "nobody"))
                    .as("%s %s", method, path)
                    .isEqualTo(nobodys.text());
            assertThat(server.everything()).isEqualTo(before);
        }
        // Their ids under one's own project find nothing either.
        for (String path : List.of(
                "DELETE /api/v1/projects/demo/keys/" + key,
                "GET /api/v1/projects/demo/flags/f",
                "POST /api/v1/projects/demo/flags/f/environments/production/on",
                "GET /api/v1/projects/demo/environments/production/segments/s")) {
            String[] parts = path.split(" ");
            assertThat(as(mine, parts[0], parts[1], null).status()).as(path).isEqualTo(404);
        }
        Answer body = as(mine, "POST", "/api/v1/projects/demo/keys", "{\"environment\":\"theirs\"}");
        assertThat(body.pointer()).isEqualTo("/environment");
    }

    @Test
    @Proves("S12")
    void sluicesOwnProjectIsNoneForAnybody() {
        for (String path : List.of("", "/flags", "/keys", "/audit", "/events")) {
            assertThat(server.get("/api/v1/projects/_access" + path).status())
                    .as(path)
                    .isEqualTo(404);
        }
        Answer made = server.post("/api/v1/projects", "{\"key\":\"_access\"}");
        assertThat(made.status()).isEqualTo(422);
        assertThat(made.pointer()).isEqualTo("/key");
        JsonNode projects = server.get("/api/v1/projects").json().path("items");
        assertThat(projects.findValuesAsText("key")).doesNotContain("_access");
    }
}
