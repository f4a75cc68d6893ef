package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static dev.sluice.server.http.RestServer.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.access.Caller;
import dev.sluice.server.fleet.Ack;
import dev.sluice.server.fleet.Identity;
import dev.sluice.server.http.RestServer.Answer;
import dev.sluice.server.store.EnvironmentId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WaitingTest {

    private static final EnvironmentId DEVELOPMENT = new EnvironmentId("demo", "development");

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

    @Test
    void aDefinitionThatIsPutBackIsWaitedForInEveryEnvironment() {
        String flag = "/api/v1/projects/demo/flags/new-checkout";
        server.send("PATCH", flag, "{\"variations\":{\"beta\":true}}", "If-Match", "\"1\"");
        List<String> urgent = new CopyOnWriteArrayList<>();
        server.workspace.onChange(change -> {
            if (change.urgent()) {
                urgent.add(change.environment().environment());
            }
        });
        connect("s1", "one", true);
        server.fleet.opened(DEVELOPMENT, "s2", new Identity("two", "shop/1", "java/0.1.0"));

        Answer late = server.post(
                flag + "/revert?waitFor=converged&timeoutMillis=2000", "{\"definition\":1}", "If-Match", "\"2\"");
        Answer again = server.post(
                flag + "/revert?waitFor=converged&timeoutMillis=200", "{\"definition\":1}", "If-Match", "\"3\"");

        assertThat(late.status()).as(late.text()).isEqualTo(202);
        assertThat(late.json().path("changed").asBoolean()).isTrue();
        assertThat(late.header("ETag")).isEqualTo("\"3\"");
        assertThat(late.json().path("waitingFor").toString()).isEqualTo("[\"development\"]");
        JsonNode convergences = late.json().path("convergences");
        assertThat(convergences.path("development").path("laggards").findValuesAsText("instance"))
                .containsExactly("two");
        assertThat(convergences.path("production").path("acked").asInt()).isEqualTo(1);
        assertThat(urgent).containsExactlyInAnyOrder("development", "production");
        assertThat(again.status()).as(again.text()).isEqualTo(202);
        assertThat(again.json().path("changed").asBoolean()).isFalse();
    }

    @Test
    void aDefinitionAndATargetingThatArePutBackTogetherAreWaitedForEverywhereToo() {
        String flag = "/api/v1/projects/demo/flags/new-checkout";
        server.send("PATCH", flag, "{\"variations\":{\"beta\":true}}", "If-Match", "\"1\"");
        server.fleet.opened(DEVELOPMENT, "s2", new Identity("two", "shop/1", "java/0.1.0"));

        Answer late = server.post(
                flag + "/revert?waitFor=converged&timeoutMillis=2000",
                "{\"definition\":1,\"environment\":\"production\",\"version\":1}",
                "If-Match",
                "\"2\"");

        assertThat(late.status()).as(late.text()).isEqualTo(202);
        assertThat(late.json().path("waitingFor").toString()).isEqualTo("[\"development\"]");
        assertThat(late.json().path("convergences").has("production")).isTrue();
    }

    @Test
    void whoSendsAnActAgainWhileItsFirstAnswerWaitsForTheLongestDoesNotDoItTwice() throws Exception {
        connect("s1", "one", false);
        String path = PLACE + "/on?waitFor=converged&timeoutMillis=60000";
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> server.post(path, null, Idempotence.HEADER, "k1"));
        await().until(() -> server.get(PLACE).json().path("enabled").asBoolean());
        server.post(PLACE + "/off", null);
        for (int i = 0; i < 6; i++) {
            passWhileClaimsAreRenewed(Duration.ofSeconds(15));
        }

        Answer again = server.post(path, null, Idempotence.HEADER, "k1");

        assertThat(again.status()).as(again.text()).isEqualTo(409);
        assertThat(server.get(PLACE).json().path("enabled").asBoolean()).isFalse();
        server.fleet.acknowledged(
                PRODUCTION,
                new Ack(
                        "s1",
                        "one",
                        Objects.requireNonNull(server.workspace.environment(PRODUCTION))
                                .stateId(),
                        Duration.ZERO,
                        List.of()));
        assertThat(first.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void theKeyOfAnActWhoseNodeStoppedInTheMiddleIsFreeSoon() {
        connect("s1", "one", false);
        String place = Idempotence.place(Idempotence.key(Caller.ADMIN_TOKEN, "k1"));
        CompletableFuture<Answer> cut = CompletableFuture.supplyAsync(
                () -> server.post(PLACE + "/on?waitFor=converged&timeoutMillis=60000", null, Idempotence.HEADER, "k1"));
        await().until(() -> server.get(PLACE).json().path("enabled").asBoolean());
        passWhileClaimsAreRenewed(Duration.ofSeconds(15));

        assertThat(RestServer.await(server.ephemera.get(place))).isPresent();
        server.close();
        server.clock.advance(Duration.ofSeconds(25));

        assertThat(RestServer.await(server.ephemera.get(place))).isEmpty();
        assertThat(cut).failsWithin(Duration.ofSeconds(60));
    }

    private void passWhileClaimsAreRenewed(Duration time) {
        server.clock.advance(time);
        int before = server.ephemera.renewed();
        await().atMost(Duration.ofSeconds(30)).until(() -> server.ephemera.renewed() > before);
    }

    private void connect(String session, String instance, boolean acknowledges) {
        server.fleet.opened(PRODUCTION, session, new Identity(instance, "shop/1", "java/0.1.0"));
        if (acknowledges) {
            server.workspace.onChange(change -> server.fleet.acknowledged(
                    PRODUCTION, new Ack(session, instance, change.after().stateId(), Duration.ZERO, List.of())));
        }
    }
}
