package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static dev.sluice.server.http.RestServer.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.fleet.Ack;
import dev.sluice.server.fleet.Identity;
import dev.sluice.server.http.RestServer.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WaitingTest {

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theAnswerWaitsUntilEveryInstanceHasAcknowledged() {
        connect("s1", "one", true);
        connect("s2", "two", true);

        Answer answer = server.put(
                PLACE + "/percentage?waitFor=converged", "{\"variation\":\"on\",\"percentage\":10,\"enable\":true}");

        JsonNode convergence = answer.json().path("convergence");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(convergence.path("connected").asInt()).isEqualTo(2);
        assertThat(convergence.path("acked").asInt()).isEqualTo(2);
        assertThat(convergence.path("complete").asBoolean()).isTrue();
        assertThat(convergence.path("sentence").asText()).matches("in force on 2 of 2 instances after \\d+ ms");
    }

    @Test
    void whenTheTimeIsOverTheChangeStandsAndTheLaggardHasAName() {
        connect("s1", "one", true);
        connect("s2", "two", false);

        Answer answer = server.post(PLACE + "/on?waitFor=converged&timeoutMillis=200", null);

        JsonNode convergence = answer.json().path("convergence");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("changed").asBoolean()).isTrue();
        assertThat(convergence.path("acked").asInt()).isEqualTo(1);
        assertThat(convergence.path("laggards").findValuesAsText("instance")).containsExactly("two");
        assertThat(convergence.path("complete").asBoolean()).isFalse();
        assertThat(convergence.path("sentence").asText())
                .startsWith("in force on 1 of 2 instances after ")
                .endsWith(" ms; waiting for shop/1 (two)");
        assertThat(server.get(PLACE).json().path("enabled").asBoolean()).isTrue();
    }

    @Test
    void theFleetSaysHowFarBehindEachInstanceIs() {
        connect("s1", "one", true);
        connect("s2", "two", false);
        server.post(PLACE + "/on?waitFor=converged&timeoutMillis=200", null);

        JsonNode items = server.get("/api/v1/projects/demo/environments/production/fleet")
                .json()
                .path("items");

        assertThat(items.findValuesAsText("instance")).containsExactly("one", "two");
        assertThat(items.get(0).path("behind").asInt()).isZero();
        assertThat(items.get(0).path("acked").path("revision").asInt()).isEqualTo(2);
        assertThat(items.get(1).path("acked").isNull()).isTrue();
    }

    private void connect(String session, String instance, boolean acknowledges) {
        server.fleet.opened(PRODUCTION, session, new Identity(instance, "shop/1", "java/0.1.0"));
        if (acknowledges) {
            server.workspace.onChange(change -> server.fleet.acknowledged(
                    PRODUCTION, new Ack(session, instance, change.after().stateId(), Duration.ZERO, List.of())));
        }
    }
}
