package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.http.RestServer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SessionTest {

    private static final String SESSION = "/api/v1/session";

    private final RestServer server = new RestServer();

    private record SignedIn(String cookie, String csrf) {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aLinkSignsInOnceAndItsTokenIsInTheFragment() {
        String link = server.post(SESSION + "/link", null).json().path("link").asText();
        assertThat(link).matches("http://127\\.0\\.0\\.1:" + server.port + "/#link=[0-9A-Za-z]{43}");
        String body = "{\"link\":\"" + token(link) + "\"}";

        Answer first = server.sendAs("POST", SESSION, body);
        Answer second = server.sendAs("POST", SESSION, body);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("user").asText()).isEqualTo("admin");
        assertThat(first.header("Set-Cookie"))
                .startsWith("sluice_session=")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/")
                .doesNotContain("Secure");
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.text()).doesNotContain(token(link));
    }

    @Test
    @Proves("S17")
    void nobodyIsSignedInByAPageOfSomebodyElse() {
        String link = server.post(SESSION + "/link", null).json().path("link").asText();
        String body = "{\"link\":\"" + token(link) + "\"}";

        Answer forged = server.sendAs("POST", SESSION, body, "Origin", "http://evil.example");

        assertThat(forged.status()).isEqualTo(403);
        assertThat(server.sendAs("POST", SESSION, body, "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(server.sendAs("POST", SESSION, body).status()).isEqualTo(200);
    }

    @Test
    @Proves("S16")
    void signingInMakesANewSessionAndEndsTheOneOfBefore() {
        SignedIn before = signIn();
        String link = server.post(SESSION + "/link", null).json().path("link").asText();
        String body = "{\"link\":\"" + token(link) + "\"}";

        Answer again = server.sendAs("POST", SESSION, body, "Cookie", before.cookie());
        Answer fixed = server.sendAs(
                "POST",
                SESSION,
                "{\"link\":\""
                        + token(server.post(SESSION + "/link", null)
                                .json()
                                .path("link")
                                .asText()) + "\"}",
                "Cookie",
                "sluice_session=chosenByAnAttacker");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Set-Cookie")).doesNotContain(before.cookie());
        assertThat(status(before)).isEqualTo(401);
        assertThat(fixed.header("Set-Cookie")).doesNotContain("chosenByAnAttacker");
        assertThat(status(new SignedIn("sluice_session=chosenByAnAttacker", "")))
                .isEqualTo(401);
    }

    @Test
    void aLinkIsTooOldAfterFifteenMinutes() {
        String link = server.post(SESSION + "/link", null).json().path("link").asText();

        server.clock.advance(Duration.ofMinutes(15));

        assertThat(server.sendAs("POST", SESSION, "{\"link\":\"" + token(link) + "\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    @Proves("S17")
    void aChangeNeedsTheSessionsOwnHeader() {
        SignedIn person = signIn();

        assertThat(server.sendAs("POST", PLACE + "/on", null, "Cookie", person.cookie())
                        .status())
                .isEqualTo(403);
        assertThat(server.sendAs("POST", PLACE + "/on", null, "Cookie", person.cookie(), "Sluice-Csrf", "x")
                        .status())
                .isEqualTo(403);
        for (String[] elsewhere : new String[][] {
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Origin", "http://evil.example"},
            {"Origin", "http://sibling.127.0.0.1:" + server.port},
            {"Origin", "null"}
        }) {
            Answer forged = server.sendAs(
                    "POST",
                    PLACE + "/on",
                    null,
                    "Cookie",
                    person.cookie(),
                    "Sluice-Csrf",
                    person.csrf(),
                    elsewhere[0],
                    elsewhere[1]);
            assertThat(forged.status()).as("%s: %s", elsewhere[0], elsewhere[1]).isEqualTo(403);
        }
        assertThat(server.get(PLACE).json().path("enabled").asBoolean()).isFalse();
        assertThat(server.sendAs("POST", PLACE + "/on", null, "Cookie", person.cookie(), "Sluice-Csrf", person.csrf())
                        .status())
                .as("no browser sends a change without saying where from")
                .isEqualTo(403);
        assertThat(server.sendAs(
                                "POST",
                                PLACE + "/on",
                                null,
                                "Cookie",
                                person.cookie(),
                                "Sluice-Csrf",
                                person.csrf(),
                                "Origin",
                                "http://127.0.0.1:" + server.port)
                        .status())
                .isEqualTo(200);
        assertThat(server.get(PLACE).json().path("lastChange").path("actor").asText())
                .isEqualTo("admin");
    }

    @Test
    @Proves("S17")
    void noGetChangesAnything() {
        SignedIn person = signIn();
        String before = server.everything();
        for (Route route : server.routes) {
            if (route.method().name().equals("GET") && !route.path().endsWith("/events")) {
                server.sendAs(
                        "GET",
                        route.path()
                                .replace(":project", "demo")
                                .replace(":environment", "production")
                                .replace(":flag", "new-checkout")
                                .replace(":segment", "staff")
                                .replace(":user", "admin"),
                        null,
                        "Cookie",
                        person.cookie());
            }
        }
        assertThat(server.sendAs("GET", PLACE + "/on", null, "Cookie", person.cookie())
                        .status())
                .isEqualTo(405);
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void aSessionTellsItsCsrfTokenAgain() {
        SignedIn person = signIn();

        Answer who = server.sendAs("GET", SESSION, null, "Cookie", person.cookie());

        assertThat(who.json().path("csrf").asText()).isEqualTo(person.csrf());
        assertThat(server.sendAs("GET", SESSION, null).status()).isEqualTo(401);
    }

    @Test
    void aSessionEndsAfterThirtyIdleMinutesAndTwelveHoursInAll() {
        SignedIn idle = signIn();
        SignedIn busy = signIn();

        for (int minute = 0; minute < 12 * 60 - 20; minute += 20) {
            server.clock.advance(Duration.ofMinutes(20));
            assertThat(status(busy)).as("after %s minutes", minute + 20).isEqualTo(200);
        }
        assertThat(status(idle)).isEqualTo(401);
        server.clock.advance(Duration.ofMinutes(20));
        assertThat(status(busy)).isEqualTo(401);
    }

    @Test
    void whoSignsOutIsOutOnEveryNode() {
        SignedIn person = signIn();

        Answer out = server.sendAs(
                "DELETE",
                SESSION,
                null,
                "Cookie",
                person.cookie(),
                "Sluice-Csrf",
                person.csrf(),
                "Sec-Fetch-Site",
                "same-origin");

        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
        assertThat(status(person)).isEqualTo(401);
    }

    @Test
    void aRequestThatReadTheSessionBeforeItEndedDoesNotBringItBack() {
        SignedIn person = signIn();
        server.clock.advance(Duration.ofMinutes(2));
        server.ephemera.afterNextRead(server.ephemera::clear);

        assertThat(status(person)).isEqualTo(401);

        assertThat(server.ephemera.dump()).isEmpty();
        server.ephemera.away(true);
        assertThat(status(person)).as("nor does the node remember it").isEqualTo(503);
    }

    @Test
    void aSignInThatCannotBeAuditedUsesNothingUp() {
        String link = server.post(SESSION + "/link", null).json().path("link").asText();
        String body = "{\"link\":\"" + token(link) + "\"}";
        server.store.away(true);

        assertThat(server.sendAs("POST", SESSION, body).status()).isEqualTo(503);

        server.store.away(false);
        assertThat(server.sendAs("POST", SESSION, body).status()).isEqualTo(200);
        assertThat(server.sendAs("POST", SESSION, body).status()).isEqualTo(401);
        assertThat(server.get("/api/v1/audit").json().path("items").findValuesAsText("action"))
                .containsOnlyOnce("session.begin");
    }

    @Test
    void whicheverAnswerOfTheStoreIsLateALinkIsGoodUntilItIsSaidToBeUsed() {
        Set<String> told = new TreeSet<>();
        for (int call = 1; call <= 6; call++) {
            for (boolean done : new boolean[] {false, true}) {
                SignedIn before = signIn();
                String link =
                        server.post(SESSION + "/link", null).json().path("link").asText();
                String body = "{\"link\":\"" + token(link) + "\"}";
                server.ephemera.lateAt(call, done);

                Answer first = server.sendAs("POST", SESSION, body, "Cookie", before.cookie());

                server.ephemera.lateAt(0, false);
                Answer second = server.sendAs("POST", SESSION, body);
                boolean unsure = first.detail().contains("nobody knows whether it is used up");
                assertThat(second.status())
                        .as("call %s, done %s: %s", call, done, first.text())
                        .isEqualTo(first.status() == 200 || (unsure && done) ? 401 : 200);
                told.add(first.status() + first.json().path("type").asText());
            }
        }
        assertThat(told)
                .containsExactly(
                        "200", "503urn:sluice:problem:outcome-unknown", "503urn:sluice:problem:store-unavailable");
    }

    @Test
    void theStoreHoldsNeitherCookieNorLink() {
        String link = server.post(SESSION + "/link", null).json().path("link").asText();
        SignedIn person = signIn();

        assertThat(server.ephemera.dump())
                .doesNotContain(token(link))
                .doesNotContain(person.cookie().substring("sluice_session=".length()))
                .doesNotContain(person.csrf());
    }

    @Test
    @Proves("S30")
    void aFaultInFindingOutWhoAsksLetsNobodyInAndSdksGoOn() throws IOException {
        SignedIn person = signIn();
        server.ephemera.fails(new IllegalStateException("a fault of the test"));
        String cookie = "Cookie: " + person.cookie();
        String csrf = "Sluice-Csrf: " + person.csrf();

        assertThat(server.rawStatus("GET", "/api/v1/projects", cookie)).isEqualTo(500);
        assertThat(server.rawStatus("POST", PLACE + "/on", cookie, csrf, "Sec-Fetch-Site: same-origin"))
                .isEqualTo(500);
        assertThat(server.get(PLACE).json().path("enabled").asBoolean()).isFalse();
        assertThat(server.sendAs("GET", "/sdk/v1/snapshot", null, "Authorization", "Bearer " + RestServer.SDK)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Proves({"S16", "S30"})
    void whileTheStoreIsAwayPeopleLookForAQuarterOfAnHourAndChangeNothing() {
        SignedIn person = signIn();
        SignedIn other = signIn();
        assertThat(status(person)).isEqualTo(200);
        server.ephemera.away(true);

        assertThat(status(person)).isEqualTo(200);
        assertThat(status(other)).as("whom this node has not seen lately").isEqualTo(503);
        assertThat(server.sendAs(
                                "POST",
                                PLACE + "/on",
                                null,
                                "Cookie",
                                person.cookie(),
                                "Sluice-Csrf",
                                person.csrf(),
                                "Sec-Fetch-Site",
                                "same-origin")
                        .status())
                .isEqualTo(503);
        server.clock.advance(Duration.ofMinutes(15));
        assertThat(status(person)).isEqualTo(503);
        assertThat(server.sendAs("GET", "/sdk/v1/snapshot", null, "Authorization", "Bearer " + RestServer.SDK)
                        .status())
                .isEqualTo(200);
    }

    private int status(SignedIn person) {
        return server.sendAs("GET", "/api/v1/projects", null, "Cookie", person.cookie())
                .status();
    }

    private SignedIn signIn() {
        String link = server.post(SESSION + "/link", null).json().path("link").asText();
        Answer answer = server.sendAs("POST", SESSION, "{\"link\":\"" + token(link) + "\"}");
        String cookie = answer.header("Set-Cookie");
        return new SignedIn(
                cookie.substring(0, cookie.indexOf(';')),
                answer.json().path("csrf").asText());
    }

    private static String token(String link) {
        return link.substring(link.indexOf("#link=") + "#link=".length());
    }
}
