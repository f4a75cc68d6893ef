package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RestServer.Answer;

/** Makes tokens and people with rights, and signs people in, all by REST. */
final class People {

    private final RestServer server;

    People(RestServer server) {
        this.server = server;
    }

    /** A person with a session. */
    record SignedIn(String name, String cookie, String csrf) {
        /** What each request of theirs carries. */
        String[] headers() {
            return new String[] {"Cookie", cookie, "Sluice-Csrf", csrf, "Sec-Fetch-Site", "same-origin"};
        }
    }

    /** The JSON of one grant. */
    static String grant(String project, String environment, String role) {
        return "{\"project\":\"" + project + "\",\"environment\":\"" + environment + "\",\"role\":\"" + role + "\"}";
    }

    /** A token with these grants. */
    String token(String... grants) {
        return server.post("/api/v1/tokens", "{\"name\":\"tests\",\"grants\":[" + String.join(",", grants) + "]}")
                .json()
                .path("token")
                .asText();
    }

    /** The headers of who has this token. */
    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    /** Makes a person known; gives the token of the link that lets them in. */
    String invite(String name, String... grants) {
        Answer made = server.post(
                "/api/v1/users", "{\"name\":\"" + name + "\",\"grants\":[" + String.join(",", grants) + "]}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return linkToken(made);
    }

    /** Makes a person known and signs them in. */
    SignedIn person(String name, String... grants) {
        return signIn(invite(name, grants));
    }

    /** Signs in with the token of a link. */
    SignedIn signIn(String linkToken) {
        return signedIn(server.sendAs("POST", "/api/v1/session", "{\"link\":\"" + linkToken + "\"}"));
    }

    /** The session that this answer has begun. */
    static SignedIn signedIn(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        String cookie = answer.header("Set-Cookie");
        return new SignedIn(
                answer.json().path("user").asText(),
                cookie.substring(0, cookie.indexOf(';')),
                answer.json().path("csrf").asText());
    }

    /** The token in an answer's {@code link}. */
    static String linkToken(Answer answer) {
        String link = answer.json().path("link").asText();
        return link.substring(link.indexOf("#link=") + "#link=".length());
    }
}
