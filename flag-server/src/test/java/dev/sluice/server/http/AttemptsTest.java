package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.CLIENT;
import static dev.sluice.server.http.RestServer.SDK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.http.RestServer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a project's administrators learn of programs that call with keys, right and wrong. */
final class AttemptsTest {

    private static final String ATTEMPTS = "/api/v1/projects/demo/attempts";
    private static final String KEYS = "/api/v1/projects/demo/keys";
    private static final String SNAPSHOT = "/sdk/v1/snapshot";
    private static final String FLAGS = "/ofrep/v1/evaluate/flags";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private int call(String key) {
        return server.sendAs(
                        "GET",
                        SNAPSHOT,
                        null,
                        "Authorization",
                        "Bearer " + key,
                        "Sluice-Application",
                        "shop/1.4",
                        "Sluice-Sdk",
                        "java/0.1.0")
                .status();
    }

    private JsonNode only() {
        JsonNode items = server.get(ATTEMPTS).json().path("items");
        assertThat(items).hasSize(1);
        return items.path(0);
    }

    private JsonNode made(String body) {
        return server.post(KEYS, body).json();
    }

    @Test
    void aRevokedKeyIsToldApartFromOneThatIsNotWhole() {
        JsonNode key = made("{\"environment\":\"production\"}");
        String text = key.path("key").asText();
        server.send("DELETE", KEYS + "/" + key.path("id").asText(), null);

        assertThat(call(text)).isEqualTo(401);
        JsonNode revoked = only();
        assertThat(call(text.substring(0, text.length() - 1))).isEqualTo(401);

        assertThat(revoked.path("trouble").asText()).isEqualTo("unknown-key");
        assertThat(revoked.path("words").asText()).startsWith("no project here knows its key");
        assertThat(revoked.path("application").asText()).isEqualTo("shop/1.4");
        assertThat(revoked.path("sdk").asText()).isEqualTo("java/0.1.0");
        assertThat(revoked.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(revoked.path("environment").isNull()).isTrue();
        assertThat(server.get(ATTEMPTS).json().path("items").findValuesAsText("trouble"))
                .containsExactlyInAnyOrder("unknown-key", "broken-key");
    }

    @Test
    void nothingOfAKeyIsRemembered() {
        String text = made("{\"environment\":\"production\"}").path("key").asText();

        call(text + "x");
        call(text);

        assertThat(server.get(ATTEMPTS).text())
                .doesNotContain(text.substring(0, 12))
                .doesNotContain(text.substring(8, 20));
    }

    @Test
    void callsThatAreAlikeAreOneEntryWithTheirNumber() {
        call("slc_sdk_wrong");
        server.clock.advance(Duration.ofMinutes(3));
        call("slc_sdk_wrong too");

        JsonNode attempt = only();

        assertThat(attempt.path("count").asLong()).isEqualTo(2);
        assertThat(attempt.path("firstAt").asText()).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(attempt.path("lastAt").asText()).isEqualTo("2026-11-21T08:03:00Z");
        server.clock.advance(Duration.ofMinutes(61));
        assertThat(server.get(ATTEMPTS).json().path("items")).isEmpty();
    }

    @Test
    void whatOpensOtherDoorsIsNamed() {
        call(CLIENT);
        JsonNode client = only();
        assertThat(client.path("trouble").asText()).isEqualTo("client-key");
        assertThat(client.path("environment").asText()).isEqualTo("production");
        assertThat(server.get(KEYS).json().path("items").findValuesAsText("id"))
                .contains(client.path("key").asText());

        call(RestServer.ADMIN);
        server.sendAs("GET", SNAPSHOT, null);

        assertThat(server.get(ATTEMPTS).json().path("items").findValuesAsText("trouble"))
                .containsExactlyInAnyOrder("no-key", "not-a-key", "client-key");
    }

    @Test
    void theUsesOfAGoodKeySayWhoCallsAndHow() {
        JsonNode development = made("{\"environment\":\"development\",\"name\":\"laptops\"}");

        assertThat(call(development.path("key").asText())).isEqualTo(200);
        server.clock.advance(Duration.ofSeconds(2));
        server.sendAs("POST", FLAGS, "{}", "Authorization", "Bearer " + CLIENT, "Origin", "https://shop.example");

        JsonNode uses = server.get(ATTEMPTS).json().path("uses");
        assertThat(uses.findValuesAsText("via")).containsExactly("ofrep", "sdk");
        assertThat(uses.findValuesAsText("environment")).containsExactly("production", "development");
        assertThat(uses.findValuesAsText("application")).containsExactly("https://shop.example", "shop/1.4");
        assertThat(uses.path(1).path("key").asText())
                .isEqualTo(development.path("id").asText());
        assertThat(uses.path(1).path("lastUsedAt").asText()).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(server.get(ATTEMPTS).json().path("items")).isEmpty();
    }

    @Test
    void anotherProjectSeesCallsWithNobodysKeyAndNoneWithKeysOfThisOne() {
        server.post("/api/v1/projects", "{\"key\":\"other\"}");
        call("slc_sdk_wrong");
        call(CLIENT);
        call(SDK);

        Answer other = server.get("/api/v1/projects/other/attempts");

        assertThat(other.json().path("items").findValuesAsText("trouble")).containsExactly("broken-key");
        assertThat(other.json().path("uses")).isEmpty();
    }

    @Test
    void aNameThatIsTooLongOrWouldForgeALineIsTamed() {
        server.sendAs(
                "GET",
                SNAPSHOT,
                null,
                "Authorization",
                "Bearer slc_sdk_wrong",
                "Sluice-Application",
                "a".repeat(5_000) + "\tb");

        assertThat(only().path("application").asText()).isEqualTo("a".repeat(200));
    }

    @Test
    void hoursOfWrongCallsByManyProgramsKeepTheNewestHundred() {
        for (int i = 0; i < 150; i++) {
            server.sendAs("GET", SNAPSHOT, null, "Sluice-Application", "shop/" + i);
            server.clock.advance(Duration.ofSeconds(10));
        }

        JsonNode items = server.get(ATTEMPTS).json().path("items");

        assertThat(items).hasSize(100);
        assertThat(items.path(0).path("application").asText()).isEqualTo("shop/149");
        assertThat(items.path(99).path("application").asText()).isEqualTo("shop/50");
    }
}
