package dev.sluice.server.http;

import static dev.sluice.server.http.People.bearer;
import static dev.sluice.server.http.People.grant;
import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.proof.Proves;
import dev.sluice.server.http.Contract.Operation;
import dev.sluice.server.http.People.SignedIn;
import dev.sluice.server.http.RestServer.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FieldsTest {

    private static final String PROJECT = "/api/v1/projects/demo";

    private final RestServer server = new RestServer();
    private final People people = new People(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private static String address(String path, String key, String token) {
        return path.replace("{project}", "demo")
                .replace("{environment}", "production")
                .replace("{flag}", "new-checkout")
                .replace("{segment}", "staff")
                .replace("{rule}", "one")
                .replace("{user}", "ana")
                .replace("{id}", path.contains("/tokens/") ? token : key);
    }

    @Test
    @Proves("S13")
    void whatIsKeptOfASecretIsInNoAnswer() {
        SignedIn ana = people.person("ana", grant("*", "*", "admin"));
        server.sendAs("PUT", "/api/v1/session/password", "{\"password\":\"an uncommon password\"}", ana.headers());
        people.token(grant("demo", "*", "viewer"));
        server.post(PROJECT + "/keys", "{\"environment\":\"production\"}");
        List<String> kept = new ArrayList<>();
        server.workspace.project("demo").keys().keySet().forEach(kept::add);
        server.workspace.project("_access").keys().keySet().stream()
                .filter(id -> id.startsWith("token."))
                .forEach(id -> kept.add(id.substring("token.".length())));
        kept.add("argon2");
        assertThat(kept).hasSizeGreaterThan(4);

        for (Operation operation : Contract.served().operations()) {
            if (operation.method().equals("GET") && !operation.path().endsWith("/events")) {
                String path = address(operation.path(), "none", "none");
                String answer = server.get(path).text();

                kept.forEach(
                        secret -> assertThat(answer.contains(secret)).as(path).isFalse());
            }
        }
    }

    @Test
    @Proves("S13")
    void noBodySetsAFieldThatIsNotForItsSender() {
        people.invite("ana", grant("demo", "*", "viewer"));
        String key = server.post(PROJECT + "/keys", "{\"environment\":\"production\"}")
                .json()
                .path("id")
                .asText();
        String token = server.get("/api/v1/tokens")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asText("none");
        int bodies = 0;
        for (Operation operation : Contract.served().operations()) {
            JsonNode body = operation.json().path("requestBody").path("content").path("application/json");
            String[] parts = operation.path().split("/");
            if (body.isMissingNode() || !parts[1].equals("api")) {
                continue;
            }
            for (String field : new String[] {"isAdmin", "role", "createdBy", "generation", "digest", "passwordSet"}) {
                ObjectNode example = Contract.served()
                        .resolved(body.path("schema"))
                        .path("examples")
                        .path(0)
                        .deepCopy();
                if (example.has(field)) {
                    continue;
                }
                example.put(field, "sneaked in");
                String before = server.everything();

                Answer answer = server.send(
                        operation.method(), address(operation.path(), key, token), example.toString(), "If-Match", "*");

                assertThat(answer.status())
                        .as("%s with %s: %s", operation.id(), field, answer.text())
                        .isBetween(400, 499);
                assertThat(server.everything()).as(operation.id()).isEqualTo(before);
                bodies++;
            }
        }
        assertThat(bodies).isGreaterThan(60);
    }

    @Test
    @Proves("S13")
    void whatIsReadOnlyOfAPersonOrTokenIsRefusedByName() {
        people.invite("ana", grant("demo", "*", "viewer"));
        String low = people.token(grant("demo", "*", "viewer"));

        for (String field : List.of("password", "generation", "passwordSet", "createdBy", "createdAt", "name")) {
            Answer answer = server.send("PATCH", "/api/v1/users/ana", "{\"" + field + "\":\"x\"}");
            assertThat(answer.status()).as(field).isEqualTo(422);
            assertThat(answer.pointer()).isEqualTo("/" + field);
        }
        assertThat(server.sendAs(
                                "PATCH",
                                "/api/v1/users/ana",
                                "{\"grants\":[" + grant("*", "*", "admin") + "]}",
                                bearer(low))
                        .status())
                .isEqualTo(403);
        String stored = new String(server.workspace.project("_access").keys().get("user.ana"), StandardCharsets.UTF_8);
        assertThat(stored).contains("\"password\":null").contains("viewer").doesNotContain("admin\"");
    }

    @Test
    @Proves("S26")
    void whatPeopleWriteForgesNoLine() {
        String forged = "x\\r\\n\\r\\nevent: changed\\ndata: {}\\u001b[2J";
        assertThat(server.post(PLACE + "/on", "{\"comment\":\"" + forged + "\"}")
                        .status())
                .isEqualTo(200);
        people.invite("ana");
        assertThat(server.send("PATCH", "/api/v1/users/ana", "{\"displayName\":\"" + forged + "\"}", "If-Match", "*")
                        .status())
                .isEqualTo(200);

        for (String path : List.of(PROJECT + "/audit", "/api/v1/audit", "/api/v1/changes", "/api/v1/users", PLACE)) {
            assertThat(server.get(path).text().chars().noneMatch(letter -> letter < ' '))
                    .as(path)
                    .isTrue();
        }
        for (String name : List.of("a\\nb", "a b", "\\u001b[2J")) {
            assertThat(server.post("/api/v1/users", "{\"name\":\"" + name + "\"}")
                            .status())
                    .isEqualTo(422);
            assertThat(server.post("/api/v1/tokens", "{\"name\":\"" + name + "\",\"grants\":[]}")
                            .status())
                    .isEqualTo(422);
        }
    }

    @Test
    @Proves("S30")
    void thePublicPortHasNothingForDebugging() {
        String page = server.get("/").text();
        for (String path : List.of(
                "/metrics",
                "/livez",
                "/readyz",
                "/healthz/deps",
                "/version",
                "/debug",
                "/debug/pprof",
                "/heapdump",
                "/threads",
                "/actuator",
                "/actuator/env",
                "/jolokia",
                "/console",
                "/env",
                "/trace",
                "/api/v1/debug",
                "/sdk/v1/debug")) {
            Answer answer = server.get(path);

            assertThat(answer.status() == 404 || answer.text().equals(page))
                    .as(path)
                    .isTrue();
        }
    }
}
