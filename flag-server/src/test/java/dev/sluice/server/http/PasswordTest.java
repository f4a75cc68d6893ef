package dev.sluice.server.http;

import static dev.sluice.server.http.People.grant;
import static dev.sluice.server.http.People.linkToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.http.People.SignedIn;
import dev.sluice.server.http.RestServer.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PasswordTest {

    private static final String SESSION = "/api/v1/session";
    private static final String OWN = SESSION + "/password";
    private static final String SECRET = "correct horse battery";

    private final RestServer server = new RestServer();
    private final People people = new People(server);
    private SignedIn ana;

    @BeforeEach
    void anaSetsHerPassword() {
        SignedIn invited = people.person("ana", grant("demo", "*", "viewer"));
        ana = People.signedIn(set(invited, "{\"password\":\"" + SECRET + "\"}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer set(SignedIn person, String body) {
        return server.sendAs("PUT", OWN, body, person.headers());
    }

    private Answer signIn(String user, String password) {
        return server.sendAs("POST", SESSION, "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}");
    }

    private int status(SignedIn person) {
        return server.sendAs("GET", SESSION, null, person.headers()).status();
    }

    private String stored() {
        return new String(server.workspace.project("_access").keys().get("user.ana"), StandardCharsets.UTF_8);
    }

    @Test
    @Proves("S15")
    void whoKnowsTheirPasswordIsLetInAndOnlyItsSlowHashIsStored() {
        Answer in = signIn("Ana", SECRET);

        assertThat(People.signedIn(in).name()).isEqualTo("ana");
        assertThat(in.text()).doesNotContain(SECRET).doesNotContain("argon2");
        assertThat(stored()).contains("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(SECRET);
        assertThat(server.get("/api/v1/users/ana").text())
                .doesNotContain("argon2")
                .contains("\"passwordSet\":true");
        assertThat(server.get("/api/v1/audit").text()).doesNotContain("argon2").doesNotContain(SECRET);
        assertThat(server.ephemera.dump()).doesNotContain(SECRET);
    }

    @Test
    @Proves("S15")
    void nobodyLearnsWhoseNamesAreKnown() {
        people.invite("ben");
        people.person("cleo");
        server.send("PATCH", "/api/v1/users/cleo", "{\"active\":false}", "If-Match", "*");
        long before = server.passwords.hashed();

        String wrong = signIn("ana", "not her password").text();
        assertThat(server.passwords.hashed()).isEqualTo(before + 1);
        for (String name : new String[] {"nobody", "ben", "cleo", "not even a name!"}) {
            long hashed = server.passwords.hashed();

            Answer answer = signIn(name, "not her password");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text()).as(name).isEqualTo(wrong);
            assertThat(server.passwords.hashed())
                    .as("as much is computed for " + name)
                    .isEqualTo(hashed + 1);
        }
    }

    @Test
    @Proves("S15")
    void aThousandGuessesAreTenAndThenOneAMinute() {
        long before = server.passwords.hashed();
        int limited = 0;
        for (int i = 0; i < 1_000; i++) {
            Answer answer = signIn("ana", "guess number " + i);
            if (answer.status() == 429) {
                limited++;
                assertThat(answer.header("Retry-After")).matches("[1-9][0-9]?");
            }
        }

        assertThat(server.passwords.hashed() - before).isEqualTo(10);
        assertThat(limited).isEqualTo(990);
        assertThat(signIn("ana", SECRET).status())
                .as("nor is the right one tried")
                .isEqualTo(429);
        server.clock.advance(Duration.ofMinutes(10));
        assertThat(signIn("ana", SECRET).status()).isEqualTo(200);
    }

    @Test
    @Proves("S15")
    void oneAddressTriesFiftyNamesAndThenOneEachTenSeconds() {
        int tried = 0;
        for (int i = 0; i < 100; i++) {
            tried += signIn("name" + i, "the same password").status() == 401 ? 1 : 0;
        }

        assertThat(tried).isEqualTo(50);
        server.clock.advance(Duration.ofSeconds(10));
        assertThat(signIn("one-more", "the same password").status()).isEqualTo(401);
        assertThat(signIn("one-more", "the same password").status()).isEqualTo(429);
    }

    @Test
    @Proves("S16")
    void aNewPasswordEndsAllOtherSessionsAndLinksAndRenamesThisOne() {
        SignedIn elsewhere = People.signedIn(signIn("ana", SECRET));
        String link = linkToken(server.post("/api/v1/users/ana/link", null));

        Answer changed = set(elsewhere, "{\"current\":\"" + SECRET + "\",\"password\":\"staple correct horse\"}");
        SignedIn now = People.signedIn(changed);

        assertThat(now.cookie()).isNotEqualTo(elsewhere.cookie());
        assertThat(status(now)).isEqualTo(200);
        assertThat(status(ana)).isEqualTo(401);
        assertThat(status(elsewhere)).isEqualTo(401);
        assertThat(server.sendAs("POST", SESSION, "{\"link\":\"" + link + "\"}").status())
                .isEqualTo(401);
        assertThat(signIn("ana", SECRET).status()).isEqualTo(401);
        assertThat(signIn("ana", "staple correct horse").status()).isEqualTo(200);
    }

    @Test
    @Proves("S15")
    void theOwnPasswordIsChangedByWhoKnowsItOrHasJustComeByALink() {
        SignedIn byPassword = People.signedIn(signIn("ana", SECRET));
        Answer without = set(byPassword, "{\"password\":\"staple correct horse\"}");
        Answer wrong = set(byPassword, "{\"current\":\"it is not this\",\"password\":\"staple correct horse\"}");
        SignedIn late = people.signIn(linkToken(server.post("/api/v1/users/ana/link", null)));
        server.clock.advance(Duration.ofMinutes(29));
        assertThat(status(late)).isEqualTo(200);
        server.clock.advance(Duration.ofMinutes(1));

        assertThat(without.status()).isEqualTo(403);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.text()).doesNotContain("staple").doesNotContain("it is not this");
        assertThat(set(late, "{\"password\":\"staple correct horse\"}").status())
                .isEqualTo(403);
        assertThat(server.send("PUT", OWN, "{\"password\":\"staple correct horse\"}")
                        .status())
                .as("a token is no person")
                .isEqualTo(401);
    }

    @Test
    void whicheverAnswerOfTheStoreIsLateItIsToldWhetherThePasswordIsChanged() {
        String next = "staple correct horse";
        Set<String> told = new TreeSet<>();
        for (int call = 1; call <= 4; call++) {
            for (boolean done : new boolean[] {false, true}) {
                String name = "late-" + call + "-" + done;
                SignedIn person = People.signedIn(set(people.person(name), "{\"password\":\"" + SECRET + "\"}"));
                server.ephemera.lateAt(call, done);

                Answer answer = set(person, "{\"current\":\"" + SECRET + "\",\"password\":\"" + next + "\"}");

                server.ephemera.lateAt(0, false);
                String kind = answer.json().path("type").asText();
                boolean changed = answer.status() == 200 || kind.endsWith(":password-changed");
                assertThat(signIn(name, changed ? next : SECRET).status())
                        .as("%s: %s", name, answer.text())
                        .isEqualTo(200);
                assertThat(status(person)).as(name).isEqualTo(changed ? 401 : 200);
                told.add(answer.status() + kind);
            }
        }
        assertThat(told)
                .containsExactly(
                        "200", "503urn:sluice:problem:password-changed", "503urn:sluice:problem:store-unavailable");
    }

    @Test
    void whatIsWrongIsSaidWithoutRepeatingIt() {
        Answer tooShort = set(ana, "{\"password\":\"elevenchars\"}");
        Answer none = server.sendAs("POST", SESSION, "{}");
        Answer both = server.sendAs("POST", SESSION, "{\"link\":\"x\",\"user\":\"ana\",\"password\":\"y\"}");
        Answer half = server.sendAs("POST", SESSION, "{\"user\":\"ana\"}");

        assertThat(tooShort.pointer()).isEqualTo("/password");
        assertThat(tooShort.detail())
                .contains("a text of 11")
                .contains("12 to 200")
                .doesNotContain("elevenchars");
        for (Answer answer : new Answer[] {none, both, half}) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.detail()).contains("the token of a one-time link, or user and password");
        }
    }
}
