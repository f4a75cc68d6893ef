package dev.sluice.server.http;

import static dev.sluice.server.http.People.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.proof.Proves;
import dev.sluice.server.http.RestServer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RotationTest {

    private static final String KEYS = "/api/v1/projects/demo/keys";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode make(String kind) {
        return server.post(KEYS, "{\"environment\":\"production\",\"kind\":\"" + kind + "\",\"name\":\"shop\"}")
                .json();
    }

    private Answer rotate(JsonNode key, String body) {
        return server.post(KEYS + "/" + key.path("id").asText() + "/rotate", body);
    }

    private int opens(JsonNode key) {
        return server.sendAs(
                        "GET", "/sdk/v1/snapshot", null, bearer(key.path("key").asText()))
                .status();
    }

    @Test
    @Proves("S05")
    void bothKeysAreGoodUntilTheOldOneEndsAndThenItsStreamsAreCut() {
        JsonNode old = make("sdk");

        JsonNode fresh = rotate(old, "{\"overlap\":\"PT2H\"}").json();

        assertThat(fresh.path("name").asText()).isEqualTo("shop");
        assertThat(fresh.path("key").asText())
                .startsWith("slc_sdk_")
                .isNotEqualTo(old.path("key").asText());
        assertThat(opens(old)).isEqualTo(200);
        assertThat(opens(fresh)).isEqualTo(200);
        assertThat(server.get(KEYS).text())
                .contains("\"endsAt\":\"" + server.clock.instant().plus(Duration.ofHours(2)) + "\"")
                .contains("\"prefix\":\"slc_sdk_\"");
        server.clock.advance(Duration.ofHours(2).minusMillis(1));
        assertThat(opens(old)).isEqualTo(200);
        assertThat(server.revoked).isEmpty();

        server.clock.advance(Duration.ofMillis(1));

        assertThat(opens(old)).isEqualTo(401);
        assertThat(opens(fresh)).isEqualTo(200);
        await().untilAsserted(() ->
                assertThat(server.revoked).containsExactly(old.path("id").asText()));
    }

    @Test
    void withoutAnOverlapTheOldKeyEndsAtOnce() {
        JsonNode old = make("client");

        JsonNode fresh = rotate(old, "{\"overlap\":\"PT0S\"}").json();

        assertThat(fresh.path("kind").asText()).isEqualTo("client");
        assertThat(fresh.path("key").asText()).startsWith("slc_client_");
        await().untilAsserted(() ->
                assertThat(server.revoked).containsExactly(old.path("id").asText()));
    }

    @Test
    void aKeyThatIsEndingIsRotatedNoMore() {
        JsonNode old = make("sdk");
        rotate(old, null);

        assertThat(rotate(old, null).status()).isEqualTo(409);
        assertThat(server.post(KEYS + "/nobody/rotate", null).status()).isEqualTo(404);
        Answer tooLong = rotate(make("sdk"), "{\"overlap\":\"P31D\"}");
        assertThat(tooLong.pointer()).isEqualTo("/overlap");
        assertThat(tooLong.detail()).contains("PT0S to P30D");
    }
}
