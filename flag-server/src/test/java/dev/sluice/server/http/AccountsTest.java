package dev.sluice.server.http;

import static dev.sluice.server.http.People.bearer;
import static dev.sluice.server.http.People.grant;
import static dev.sluice.server.http.People.linkToken;
import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.proof.Proves;
import dev.sluice.server.command.AccessCommands;
import dev.sluice.server.command.ConflictException;
import dev.sluice.server.command.Intent;
import dev.sluice.server.http.People.SignedIn;
import dev.sluice.server.http.RestServer.Answer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AccountsTest {

    private static final String USERS = "/api/v1/users";
    private static final String TOKENS = "/api/v1/tokens";
    private static final String PROJECTS = "/api/v1/projects";

    private final RestServer server = new RestServer();
    private final People people = new People(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private int status(SignedIn person) {
        return server.sendAs("GET", PROJECTS, null, person.headers()).status();
    }

    @Test
    void aTokenIsShownOnceAndListedWithoutItself() {
        Answer made = server.post(
                TOKENS, "{\"name\":\"ci\",\"grants\":[" + grant("demo", "*", "editor") + "],\"expiresIn\":\"P30D\"}");
        String token = made.json().path("token").asText();
        Answer list = server.get(TOKENS);

        assertThat(made.status()).isEqualTo(201);
        assertThat(token).matches("slc_api_[0-9A-Za-z]{49}");
        assertThat(list.text()).contains("\"prefix\":\"slc_api_\"").doesNotContain(token.substring(8));
        assertThat(list.json().path("items").path(0).path("expiresAt").asText())
                .isEqualTo(server.clock.instant().plus(Duration.ofDays(30)).toString());
        assertThat(server.sendAs("GET", "/api/v1/session", null, bearer(token))
                        .json()
                        .path("user")
                        .asText())
                .isEqualTo("token ci (" + made.json().path("id").asText() + ")");
        assertThat(stored()).doesNotContain(token.substring(8, 20));
    }

    @Test
    @Proves("S03")
    void anExpiredOrRevokedTokenIsAnsweredAsOneThatNeverWas() {
        String expired = people.token(grant("*", "*", "viewer"));
        server.clock.advance(Duration.ofDays(90));
        Answer made = server.post(TOKENS, "{\"name\":\"x\",\"grants\":[" + grant("*", "*", "viewer") + "]}");
        String revoked = made.json().path("token").asText();
        assertThat(server.sendAs("GET", PROJECTS, null, bearer(revoked)).status())
                .isEqualTo(200);
        server.send("DELETE", TOKENS + "/" + made.json().path("id").asText(), null);

        List<String> answers = List.of(expired, revoked, "slc_api_nobody", "x").stream()
                .map(token -> server.sendAs("GET", PROJECTS, null, bearer(token)))
                .map(answer -> answer.status() + answer.text())
                .distinct()
                .toList();

        assertThat(answers).hasSize(1);
        assertThat(answers.get(0)).startsWith("401");
    }

    @Test
    @Proves("S14")
    void nobodyGivesRightsWhereTheyAreNoAdministrator() {
        String ofDemo = people.token(grant("demo", "*", "admin"));
        people.invite("boss", grant("*", "*", "admin"));
        people.invite("ana", grant("demo", "production", "viewer"));

        for (String body : List.of(
                "{\"name\":\"x\",\"grants\":[" + grant("*", "*", "viewer") + "]}",
                "{\"name\":\"x\",\"grants\":[" + grant("other", "*", "viewer") + "]}",
                "{\"name\":\"x\",\"grants\":[" + grant("*", "production", "viewer") + "]}")) {
            assertThat(server.sendAs("POST", TOKENS, body, bearer(ofDemo)).status())
                    .isEqualTo(403);
            assertThat(server.sendAs("POST", USERS, body, bearer(ofDemo)).status())
                    .isEqualTo(403);
        }
        String more = "{\"grants\":[" + grant("*", "*", "admin") + "]}";
        assertThat(server.sendAs("PATCH", USERS + "/ana", more, "If-Match", "*", "Authorization", "Bearer " + ofDemo)
                        .status())
                .isEqualTo(403);
        for (String act : List.of("GET ", "DELETE ")) {
            assertThat(server.sendAs(act.trim(), USERS + "/boss", null, bearer(ofDemo))
                            .status())
                    .isEqualTo(404);
        }
        assertThat(server.sendAs("POST", USERS + "/boss/link", null, bearer(ofDemo))
                        .status())
                .isEqualTo(404);
        assertThat(server.sendAs("GET", USERS, null, bearer(ofDemo)).json().findValuesAsText("name"))
                .containsExactly("ana");
        String[] dora = people.person("dora", grant("demo", "*", "admin")).headers();
        String[] anyVersion = Arrays.copyOf(dora, dora.length + 2);
        anyVersion[dora.length] = "If-Match";
        anyVersion[dora.length + 1] = "*";
        String ofMine = "{\"grants\":[" + grant("demo", "*", "admin") + "]}";
        assertThat(server.sendAs("PATCH", USERS + "/ana", ofMine, anyVersion).status())
                .isEqualTo(200);
    }

    @Test
    @Proves({"S14", "S16"})
    void aChangeOfRightsEndsSessionsAndLinks() {
        SignedIn ana = people.person("ana", grant("demo", "*", "releaser"));
        String pending = linkToken(server.post(USERS + "/ana/link", null));
        assertThat(server.sendAs("POST", PLACE + "/on", null, ana.headers()).status())
                .isEqualTo(200);

        server.send("PATCH", USERS + "/ana", "{\"grants\":[" + grant("demo", "*", "viewer") + "]}", "If-Match", "*");

        assertThat(status(ana)).isEqualTo(401);
        assertThat(server.sendAs("POST", PLACE + "/off", null, ana.headers()).status())
                .isEqualTo(401);
        assertThat(server.sendAs("POST", "/api/v1/session", "{\"link\":\"" + pending + "\"}")
                        .status())
                .isEqualTo(401);
        SignedIn again = people.signIn(linkToken(server.post(USERS + "/ana/link", null)));
        assertThat(server.sendAs("POST", PLACE + "/off", null, again.headers()).status())
                .isEqualTo(403);
    }

    @Test
    void whoIsNotActiveIsOutAndANamesakeInheritsNothing() {
        SignedIn ana = people.person("ana", grant("demo", "*", "viewer"));
        server.send("PATCH", USERS + "/ana", "{\"active\":false}", "If-Match", "*");
        assertThat(status(ana)).isEqualTo(401);

        SignedIn ben = people.person("ben", grant("demo", "*", "viewer"));
        assertThat(server.send("DELETE", USERS + "/ben", null).status()).isEqualTo(204);
        assertThat(status(ben)).isEqualTo(401);
        server.clock.advance(Duration.ofMillis(1));
        people.invite("ben", grant("*", "*", "admin"));
        assertThat(status(ben)).isEqualTo(401);
    }

    @Test
    void theLastAdministratorStaysOne() {
        server.post("/api/v1/session/link", null);

        assertThat(server.send("PATCH", USERS + "/admin", "{\"active\":false}", "If-Match", "*")
                        .status())
                .isEqualTo(409);
        assertThat(server.send("DELETE", USERS + "/admin", null).status()).isEqualTo(409);
        people.invite("boss", grant("*", "*", "admin"));
        assertThat(server.send("DELETE", USERS + "/admin", null).status()).isEqualTo(204);
    }

    @Test
    void whatAnotherAdministratorHasTakenAwayMeanwhileDoesNotComeBack() {
        people.invite("ana", grant("demo", "*", "releaser"));
        String read = server.get(USERS + "/ana").header("ETag");
        String name = "{\"displayName\":\"Ana\"}";
        String more = "{\"grants\":[" + grant("demo", "*", "releaser") + "," + grant("*", "*", "viewer") + "]}";

        assertThat(server.send("PATCH", USERS + "/ana", "{\"grants\":[]}").status())
                .isEqualTo(428);
        Answer taken = server.send("PATCH", USERS + "/ana", "{\"grants\":[]}", "If-Match", read);
        Answer late = server.send("PATCH", USERS + "/ana", more, "If-Match", read);

        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.header("ETag"))
                .isNotEqualTo(read)
                .isEqualTo("\"" + taken.json().path("version").asLong() + "\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.header("ETag")).isEqualTo(taken.header("ETag"));
        assertThat(server.get(USERS + "/ana").json().path("grants")).isEmpty();
        Answer named = server.send("PATCH", USERS + "/ana", name, "If-Match", taken.header("ETag"));
        assertThat(server.send("PATCH", USERS + "/ana", name, "If-Match", named.header("ETag"))
                        .header("ETag"))
                .as("nothing changed")
                .isEqualTo(named.header("ETag"));

        server.send("DELETE", USERS + "/ana", null);
        server.clock.advance(Duration.ofSeconds(1));
        people.invite("ana", grant("demo", "*", "viewer"));
        assertThat(server.send("PATCH", USERS + "/ana", name, "If-Match", named.header("ETag"))
                        .status())
                .as("a namesake")
                .isEqualTo(412);
    }

    @Test
    void aUserWhoseLinkCannotBeStoredIsMadeAllTheSame() {
        String body = "{\"name\":\"ana\",\"grants\":[" + grant("demo", "*", "viewer") + "]}";
        server.ephemera.away(true);

        Answer made = server.post(USERS, body);

        server.ephemera.away(false);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().has("link")).isFalse();
        assertThat(made.json().path("note").asText()).contains("POST /api/v1/users/ana/link");
        assertThat(made.header("ETag")).isEqualTo(server.get(USERS + "/ana").header("ETag"));
        assertThat(status(people.signIn(linkToken(server.post(USERS + "/ana/link", null)))))
                .isEqualTo(200);
    }

    @Test
    @Proves("S14")
    void theNameOfTheAdministratorIsOnlyGivenByWhoAdministersEverything() {
        SignedIn boss = people.person("boss", grant("demo", "*", "admin"));
        String body = "{\"name\":\"admin\",\"grants\":[" + grant("demo", "*", "viewer") + "]}";

        Answer refused = server.sendAs("POST", USERS, body, boss.headers());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail())
                .isEqualTo("name: admin is only given by who has the role admin in */*; expected another name");
        for (String name : List.of("token ci (5c1f)", "key 5c1f", "command line")) {
            assertThat(server.post(USERS, "{\"name\":\"" + name + "\"}").pointer())
                    .isEqualTo("/name");
        }
        assertThat(server.post(USERS, body).status()).isEqualTo(201);
    }

    @Test
    @Proves("S26")
    void theAuditLogTellsAPersonFromATokenAndFromTheServer() {
        SignedIn ana = people.person("ana", grant("demo", "*", "releaser"));
        String token = people.token(grant("demo", "*", "releaser"));
        server.post(PLACE + "/on", null);
        server.sendAs("POST", PLACE + "/off", null, ana.headers());
        server.sendAs("POST", PLACE + "/on", null, bearer(token));

        Answer audit = server.get(PROJECTS + "/demo/audit?from=1");

        assertThat(audit.json().path("items").findValuesAsText("actor"))
                .startsWith("sluice")
                .contains("admin-token", "ana");
        assertThat(audit.json().path("items").findValuesAsText("actorKind"))
                .startsWith("server")
                .endsWith("admin-token", "admin-token", "person", "person", "token", "token");
        assertThat(server.get("/api/v1/changes")
                        .json()
                        .path("items")
                        .path(1)
                        .path("actorKind")
                        .asText())
                .isEqualTo("person");
    }

    @Test
    void whoHoldsTheAdminTokenGetsInWhateverHasBecomeOfTheAdministrator() {
        SignedIn planted = people.person("admin", grant("demo", "*", "viewer"));
        String password = "{\"password\":\"correct horse battery\"}";
        SignedIn again = People.signedIn(server.sendAs("PUT", "/api/v1/session/password", password, planted.headers()));
        people.invite("boss", grant("*", "*", "admin"));
        Intent ofServer = new Intent("sluice", "user.create", "", server.clock.instant());
        assertThatThrownBy(() -> RestServer.await(new AccessCommands(server.workspace).ensureAdministrator(ofServer)))
                .hasRootCauseInstanceOf(ConflictException.class)
                .hasRootCauseMessage(
                        "user admin is no administrator of everything; expected an active one with the role"
                                + " admin in */*. Whoever has SLUICE_ADMIN_TOKEN makes them so by asking for a link");

        SignedIn admin = people.signIn(linkToken(server.post("/api/v1/session/link", null)));

        assertThat(status(again)).isEqualTo(401);
        assertThat(server.sendAs("GET", USERS + "/boss", null, admin.headers()).status())
                .isEqualTo(200);
        assertThat(server.get(USERS + "/admin").json().path("passwordSet").asBoolean())
                .isFalse();
        assertThat(server.get("/api/v1/audit").json().path("items").findValuesAsText("action"))
                .containsSubsequence("user.change", "user.link", "session.begin");
        server.send("PATCH", USERS + "/admin", "{\"active\":false}", "If-Match", "*");
        assertThat(status(people.signIn(linkToken(server.post("/api/v1/session/link", null)))))
                .isEqualTo(200);
    }

    @Test
    @Proves("S03")
    void aTokenMakesNothingThatGoesOnLongerThanItself() {
        String grants = "\"grants\":[" + grant("demo", "*", "viewer") + "]";
        String token = server.post(
                        TOKENS,
                        "{\"name\":\"ci\",\"grants\":[" + grant("*", "*", "admin") + "],\"expiresIn\":\"P10D\"}")
                .json()
                .path("token")
                .asText();
        String end = server.clock.instant().plus(Duration.ofDays(10)).toString();
        people.invite("ana", grant("demo", "*", "viewer"));
        server.clock.advance(Duration.ofDays(1));

        Answer longer =
                server.sendAs("POST", TOKENS, "{\"name\":\"x\"," + grants + ",\"expiresIn\":\"P10D\"}", bearer(token));
        Answer asUsual = server.sendAs("POST", TOKENS, "{\"name\":\"x\"," + grants + "}", bearer(token));
        Answer shorter =
                server.sendAs("POST", TOKENS, "{\"name\":\"y\"," + grants + ",\"expiresIn\":\"P9D\"}", bearer(token));

        assertThat(longer.status()).isEqualTo(422);
        assertThat(longer.pointer()).isEqualTo("/expiresIn");
        assertThat(longer.detail()).contains("at most PT216H").contains(end);
        assertThat(asUsual.json().path("expiresAt").asText()).isEqualTo(end);
        assertThat(shorter.json().path("expiresAt").asText()).isEqualTo(end);
        for (String path : List.of(USERS, USERS + "/ana/link", "/api/v1/session/link")) {
            String body = path.equals(USERS) ? "{\"name\":\"ben\"," + grants + "}" : null;
            Answer refused = server.sendAs("POST", path, body, bearer(token));
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.detail())
                    .contains("not made with an API token, which expires at " + end)
                    .contains("expected a session or the admin token");
        }
    }

    @Test
    @Proves("S26")
    void theAuditLogSaysWhoGaveWhichRightsFromWhereAndHoldsNoSecret() {
        String link = people.invite("ana", grant("demo", "*", "viewer"));
        SignedIn ana = people.signIn(link);
        server.send(
                "PATCH",
                USERS + "/ana",
                "{\"grants\":[" + grant("demo", "*", "admin") + "],\"comment\":\"why\"}",
                "If-Match",
                "*");
        String token = people.token(grant("demo", "*", "viewer"));
        server.post(PLACE + "/on", null);

        Answer audit = server.get("/api/v1/audit?limit=1000");

        assertThat(audit.json().path("items").findValuesAsText("action"))
                .containsExactly("user.create", "session.begin", "user.change", "token.create");
        assertThat(audit.json().path("items")).allSatisfy(entry -> {
            assertThat(entry.path("details").path("address").asText()).isEqualTo("127.0.0.1");
            assertThat(entry.path("actor").asText()).isIn("admin-token", "ana");
        });
        assertThat(audit.json().path("items").path(2).path("comment").asText()).isEqualTo("why");
        assertThat(audit.text() + stored())
                .doesNotContain(link)
                .doesNotContain(token.substring(8, 20))
                .doesNotContain(ana.csrf())
                .doesNotContain(ana.cookie().substring(ana.cookie().indexOf('=') + 1));
        assertThat(server.get(PROJECTS + "/demo/audit").text()).contains("\"address\":\"127.0.0.1\"");
    }

    @Test
    void rightsInPlacesThatThereAreNotAreASlipOfThePen() {
        Answer project = server.post(TOKENS, "{\"name\":\"x\",\"grants\":[" + grant("dema", "*", "viewer") + "]}");
        Answer environment =
                server.post(TOKENS, "{\"name\":\"x\",\"grants\":[" + grant("demo", "prod", "viewer") + "]}");
        Answer none = server.post(TOKENS, "{\"name\":\"x\",\"grants\":[]}");
        Answer life = server.post(
                TOKENS, "{\"name\":\"x\",\"grants\":[" + grant("*", "*", "viewer") + "],\"expiresIn\":\"P2Y\"}");

        assertThat(project.pointer()).isEqualTo("/grants/0/project");
        assertThat(environment.pointer()).isEqualTo("/grants/0/environment");
        assertThat(environment.detail()).contains("one of development, production");
        assertThat(none.pointer()).isEqualTo("/grants");
        assertThat(life.detail()).contains("\"P2Y\"").contains("PT1M to P366D");
        assertThat(server.post(USERS, "{\"name\":\"admin-token\"}").pointer()).isEqualTo("/name");
        assertThat(server.post(USERS, "{\"name\":\"Ana B\"}").detail()).contains("1 to 64 of a-z 0-9 . _ -");
    }

    /** Everything that the store holds, as text. */
    private String stored() {
        StringBuilder text = new StringBuilder(server.ephemera.dump());
        server.workspace
                .project("_access")
                .keys()
                .forEach((id, bytes) ->
                        text.append(id).append(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)));
        return text.toString();
    }
}
