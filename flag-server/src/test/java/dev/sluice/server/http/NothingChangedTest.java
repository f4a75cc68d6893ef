package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NothingChangedTest {
    private static final String PROJECT = "/api/v1/projects/demo";
    private static final String SEGMENT = PROJECT + "/environments/production/segments/regulars";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSegmentThatIsLeftAsItIsWasNotMade() {
        String body = "{\"included\":[\"u0\"]}";

        Answer made = server.put(SEGMENT, body);
        Answer same = server.put(SEGMENT, body, "If-Match", "*");
        Answer nothing = server.send("PATCH", SEGMENT, "{}", "If-Match", "*");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(same.status()).isEqualTo(200);
        assertThat(nothing.status()).isEqualTo(200);
        assertThat(nothing.json().path("version").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PROJECT,
                SEGMENT,
                PROJECT + "/flags/new-checkout",
                PROJECT + "/environments/production",
                RestServer.PLACE
            })
    void aMisspeltFieldThatIsNullIsNotTakenInSilence(String document) {
        server.put(SEGMENT, "{}");

        Answer answer = server.send("PATCH", document, "{\"descriptionx\":null}", "If-Match", "*");

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.pointer()).isEqualTo("/descriptionx");
    }
}
