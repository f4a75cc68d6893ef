package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Somebody who has signed in on a node.
 *
 * @param link the token of the link that let them in, which is used up
 * @param cookie name and value of their cookie
 * @param csrf what their changes must carry
 */
record Person(String link, String cookie, String csrf) {

    private static final String SESSION = "/api/v1/session";
    private static final String USERS = "/api/v1/users";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes somebody known, who signs in by their invitation. */
    static Person invited(OneServer node, String name, String grants) throws Exception {
        HttpResponse<String> made = node.make(USERS, "{\"name\":\"" + name + "\",\"grants\":" + grants + "}");
        return signedIn(node, name, token(made));
    }

    /** Lets somebody in again who is known, by a new link. */
    static Person back(OneServer node, String name) throws Exception {
        return signedIn(node, name, "");
    }

    /** What a browser sends with each of their changes. */
    String[] headers() {
        return new String[] {"Cookie", cookie, "Sluice-Csrf", csrf, "Sec-Fetch-Site", "same-origin"};
    }

    /** Each try has a link of its own, the first one this if there is one: an answer that came too late may have used its link up. */
    private static Person signedIn(OneServer node, String name, String link) throws Exception {
        var next = new AtomicReference<>(link);
        var used = new AtomicReference<>("");
        HttpResponse<String> answer = OneServer.taken(() -> {
            String given = next.getAndSet("");
            used.set(given.isEmpty() ? newLink(node, name) : given);
            return node.as("POST", SESSION, "{\"link\":\"" + used.get() + "\"}");
        });
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        String csrf = JSON.readTree(answer.body()).path("csrf").asText();
        return new Person(used.get(), cookie.substring(0, cookie.indexOf(';')), csrf);
    }

    private static String newLink(OneServer node, String name) throws IOException {
        HttpResponse<String> made = node.act("POST", USERS + "/" + name + "/link");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return token(made);
    }

    /** Empty if the answer has no link. */
    private static String token(HttpResponse<String> answer) throws IOException {
        String link = JSON.readTree(answer.body()).path("link").asText();
        return link.substring(link.indexOf('=') + 1);
    }
}
