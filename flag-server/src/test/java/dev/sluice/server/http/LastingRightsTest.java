package dev.sluice.server.http;

import static dev.sluice.server.http.People.bearer;
import static dev.sluice.server.http.People.grant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RestServer.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LastingRightsTest {
    private static final String USERS = "/api/v1/users";
    private static final String TOKENS = "/api/v1/tokens";

    private final RestServer server = new RestServer();
    private final People people = new People(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aTokenTakesRightsAwayAndGivesNobodyMoreThanTheyHad() {
        String token = people.token(grant("*", "*", "admin"));
        people.invite("ana", grant("demo", "*", "editor"));

        Answer wider = change(token, "{\"grants\":[" + grant("demo", "*", "releaser") + "]}");
        Answer elsewhere =
                change(token, "{\"grants\":[" + grant("demo", "*", "editor") + "," + grant("*", "*", "viewer") + "]}");
        Answer narrower = change(token, "{\"grants\":[" + grant("demo", "production", "viewer") + "]}");
        Answer out = change(token, "{\"active\":false}");
        Answer in = change(token, "{\"active\":true}");

        assertThat(wider.status()).as(wider.text()).isEqualTo(403);
        assertThat(wider.detail()).startsWith("wider rights of users are not made with an API token, which expires at");
        assertThat(elsewhere.status()).isEqualTo(403);
        assertThat(narrower.status()).as(narrower.text()).isEqualTo(200);
        assertThat(out.status()).isEqualTo(200);
        assertThat(in.status()).isEqualTo(403);
        assertThat(server.get(USERS + "/ana").json().path("active").asBoolean()).isFalse();
    }

    @Test
    void whoeverIsRemovedIsWhoWasRead() {
        people.invite("ana", grant("demo", "*", "editor"));
        String read = server.get(USERS + "/ana").header("ETag");
        server.send("PATCH", USERS + "/ana", "{\"displayName\":\"Ana\"}", "If-Match", read);

        Answer late = server.send("DELETE", USERS + "/ana", null, "If-Match", read);
        Answer now = server.send(
                "DELETE",
                USERS + "/ana",
                null,
                "If-Match",
                server.get(USERS + "/ana").header("ETag"));

        assertThat(late.status()).as(late.text()).isEqualTo(412);
        assertThat(now.status()).isEqualTo(204);
        assertThat(server.get(USERS + "/ana").status()).isEqualTo(404);
    }

    @Test
    void aTokenThatEndedLongAgoIsForgottenWithTheNextOne() {
        Answer old = make("old");
        server.clock.advance(Duration.ofDays(90 + 29));
        make("later");
        assertThat(names()).containsExactlyInAnyOrder("old", "later");

        server.clock.advance(Duration.ofDays(2));
        make("latest");

        assertThat(names()).containsExactlyInAnyOrder("later", "latest");
        Answer audit = server.get("/api/v1/audit?action=token.create&limit=1");
        assertThat(audit.text())
                .contains("\"forgotten\":[\"" + old.json().path("id").asText() + "\"]");
    }

    private Answer change(String token, String body) {
        String[] headers = {"If-Match", "*", bearer(token)[0], bearer(token)[1]};
        return server.sendAs("PATCH", USERS + "/ana", body, headers);
    }

    private Answer make(String name) {
        Answer made =
                server.post(TOKENS, "{\"name\":\"" + name + "\",\"grants\":[" + grant("demo", "*", "viewer") + "]}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    private List<String> names() {
        return server.get(TOKENS).json().path("items").findValuesAsText("name");
    }
}
