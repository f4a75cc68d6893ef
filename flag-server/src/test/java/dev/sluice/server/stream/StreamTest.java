package dev.sluice.server.stream;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.fleet.Convergence;
import dev.sluice.server.fleet.Instance;
import dev.sluice.server.store.InMemoryStore;
import dev.sluice.server.store.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamTest {

    private static final Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");

    private final SdkServer server = SdkServer.withProject();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewStreamIsGreetedAndGetsTheWholeStateAtOnce() throws IOException {
        server.set("f", 7);

        try (SseClient client = connect(Map.of())) {
            client.await("snapshot");

            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).startsWith("text/event-stream");
            assertThat(client.header("Cache-Control")).isEqualTo("no-cache, no-transform");
            assertThat(client.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(client.changes()).extracting(SseClient.Event::name).containsExactly("hello", "snapshot");
            assertThat(client.events().get(0).data()).contains("\"node\":\"node-test\"", "\"ackSpreadMillis\":0");
            assertThat(client.events().get(1).id()).isEqualTo(newest());
            assertThat(new Follower().follow(client.events()).replica().id())
                    .isEqualTo(server.workspace.environment(PRODUCTION).stateId());
        }
    }

    @Test
    void aStreamIsNeverCompressed() throws IOException {
        try (SseClient client = connect(Map.of("Accept-Encoding", "gzip"))) {
            client.await("snapshot");

            assertThat(client.header("Content-Encoding")).isNull();
        }
    }

    @Test
    void changesArriveInOrderAndEachOnTheBaseOfTheOneBefore() throws IOException {
        var random = new SplittableRandom(5);
        try (SseClient client = connect(Map.of())) {
            client.await("snapshot");
            for (int i = 0; i < 300; i++) {
                String flag = "f" + random.nextInt(8);
                long value = random.nextInt(1_000);
                boolean remove = random.nextInt(5) == 0;
                server.write(state -> remove ? Samples.remove(state, flag) : Samples.set(state, flag, value));
            }

            var follower = new Follower();
            await().until(() -> follower.follow(client.events()).revision() == 301);

            assertThat(follower.replica().id())
                    .isEqualTo(server.workspace.environment(PRODUCTION).stateId());
        }
    }

    @Test
    void whoMissedNothingIsResumedWithAHeartbeat() throws IOException {
        server.set("f", 7);

        try (SseClient client = connect(Map.of("Last-Event-ID", newest()))) {
            SseClient.Event heartbeat = client.await("heartbeat");

            assertThat(client.events()).extracting(SseClient.Event::name).startsWith("hello", "heartbeat");
            assertThat(heartbeat.data()).contains("\"revision\":2");
        }
    }

    @Test
    void whoMissedALittleIsResumedWithOneDelta() throws IOException {
        server.set("f", 1);
        String missedFrom = newest();
        var replica = server.workspace.environment(PRODUCTION).replica();
        server.set("f", 2);
        server.set("g", 3);
        server.write(state -> Samples.remove(state, "f"));

        try (SseClient client = connect(Map.of("Last-Event-ID", missedFrom))) {
            client.await("delta");

            assertThat(client.changes()).extracting(SseClient.Event::name).containsExactly("hello", "delta");
            var follower = new Follower(replica).follow(client.events());
            assertThat(follower.replica().id())
                    .isEqualTo(server.workspace.environment(PRODUCTION).stateId());
        }
    }

    @Test
    void whoComesFromAStateNobodyRemembersGetsTheWhole() throws IOException {
        server.set("f", 1);
        String other = newest().replaceAll(":\\d+:", ":9:");

        for (String from : List.of(other, "1.elsewhere:1:00000000")) {
            try (SseClient client = connect(Map.of("Last-Event-ID", from))) {
                client.await("snapshot");
            }
        }
    }

    @Test
    void theResumePointMayStandInTheAddressToo() throws Exception {
        server.set("f", 7);
        HttpRequest request = request("/sdk/v1/stream?from=" + newest()).build();

        try (var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            assertThat(lines.filter(line -> line.startsWith("event:")).limit(2))
                    .containsExactly("event: hello", "event: heartbeat");
        }
    }

    @Test
    void anEventIdThatIsNoneIsRefused() throws IOException {
        try (SseClient client = connect(Map.of("Last-Event-ID", "yesterday"))) {
            assertThat(client.status()).isEqualTo(400);
        }
    }

    @Test
    void anEnvironmentThatIsNotLoadedIsNotAnEmptyOne() throws IOException {
        try (SseClient client = SseClient.open(server.port, "staging.k1", Map.of())) {
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void aSlowReaderNeverGrowsTheQueueAndCatchesUpInOneStep() throws IOException {
        String padding = "x".repeat(20_000);
        try (SseClient slow = new SseClient(server.port, SdkServer.KEY, Map.of(), 4_096);
                SseClient quick = connect(Map.of())) {
            var quickFollower = new Follower();
            for (int i = 0; i < 1_500; i++) {
                long value = i;
                server.write(state -> Large.set(state, "f" + value % 10, value, padding));
            }
            await().until(() -> quickFollower.follow(quick.events()).revision() == 1_501);

            slow.reading();
            var follower = new Follower();
            await().until(() -> follower.follow(slow.events()).revision() == 1_501);

            assertThat(follower.replica().id())
                    .isEqualTo(server.workspace.environment(PRODUCTION).stateId());
            assertThat(slow.events()).hasSizeLessThan(500);
            assertThat(slow.bytes()).isLessThan(10_000_000).isLessThan(quick.bytes() / 2);
        }
    }

    @Test
    void revokingAKeyCutsItsStreamsAndNoOthers() throws IOException {
        try (SseClient revoked = connect(Map.of());
                SseClient other = SseClient.open(server.port, "production.k2", Map.of())) {
            revoked.await("snapshot");
            other.await("snapshot");

            server.hub.revoke("k1");

            assertThat(revoked.await("bye").data()).contains("\"reason\":\"revoked\"");
            await().until(revoked::ended);
            await().until(() -> server.fleet.instances(PRODUCTION).stream()
                            .filter(i -> !i.lost())
                            .count()
                    == 1);
            assertThat(other.ended()).isFalse();
        }
    }

    @Test
    void drainingSendsEveryoneAwayAndLetsNobodyIn() throws IOException {
        try (SseClient client = connect(Map.of())) {
            client.await("snapshot");

            Samples.get(server.hub.drain());

            assertThat(client.await("bye").data()).contains("\"reason\":\"drain\"", "reconnectAfterMillis");
            await().until(client::ended);
            try (SseClient late = connect(Map.of())) {
                assertThat(late.status()).isEqualTo(503);
            }
        }
    }

    @Test
    void aNodeWithoutItsStoreSaysSoAndSaysWhenItIsBack() throws IOException {
        try (SseClient client = connect(Map.of())) {
            client.await("snapshot");
            server.store.away(true);

            await().atMost(Duration.ofSeconds(15))
                    .until(() -> client.events().stream()
                            .anyMatch(event -> event.name().equals("stale")));
            server.store.away(false);

            client.await("fresh");
        }
    }

    @Test
    void eachSessionIsToldAgainAndAgainWhatItWasLastSent() throws IOException {
        try (var lively = new SdkServer(server.store, 9, Duration.ofMillis(100));
                SseClient client = SseClient.open(lively.port, SdkServer.KEY, Map.of())) {
            client.await("snapshot");
            assertThat(client.await("heartbeat").data()).contains("\"revision\":1,");
            lively.set("f", 1);
            SseClient.Event delta = client.await("delta");
            int after = client.events().indexOf(delta);

            await().until(() -> client.events().stream()
                    .skip(after + 1)
                    .anyMatch(event ->
                            event.name().equals("heartbeat") && event.data().contains("\"revision\":2,")));
        }
    }

    @Test
    void acknowledgementsComeInUnderTheSession() throws Exception {
        try (SseClient client = connect(Map.of("Sluice-Instance", "i1", "Sluice-Application", "shop/1"))) {
            String session = session(client);
            client.await("snapshot");
            server.set("f", 1);
            var target = server.workspace.environment(PRODUCTION).stateId();
            var converged = server.fleet.converged(PRODUCTION, target, Duration.ofSeconds(10));
            client.await("delta");

            HttpResponse<String> answer = post("/sdk/v1/ack", ack(session, "i1"));

            assertThat(answer.statusCode()).isEqualTo(204);
            Convergence convergence = Samples.get(converged);
            assertThat(convergence.complete()).isTrue();
            assertThat(convergence.connected()).isEqualTo(1);
            assertThat(server.fleet.instances(PRODUCTION).get(0).application()).isEqualTo("shop/1");
        }
    }

    @Test
    void whyAnInstanceCannotEvaluateAFlagIsNotCutWithinACharacter() throws Exception {
        try (SseClient client = connect(Map.of("Sluice-Instance", "i1"))) {
            String session = session(client);
            client.await("snapshot");
            String right = ack(session, "i1");

            String told = right.substring(0, right.lastIndexOf('}')) + ",\"notUnderstood\":[{\"flag\":\"f\",\"why\":\""
                    + "x".repeat(299) + "\uD83D\uDE00\"}]}";
            assertThat(post("/sdk/v1/ack", told).statusCode()).isEqualTo(204);

            await().untilAsserted(() -> assertThat(server.fleet.instances(PRODUCTION).stream()
                            .flatMap(instance -> instance.notUnderstood().stream()))
                    .extracting(Instance.NotUnderstoodFlag::why)
                    .containsExactly("x".repeat(299)));
        }
    }

    @Test
    void aMessageThatIsNoneIsRefusedAndCountsForNothing() throws Exception {
        for (String body :
                List.of("", "[]", "{", "{\"epoch\":\"x\"}", "{\"instance\":\"i\",\"epoch\":\"1.a\",\"revision\":-1}")) {
            assertThat(post("/sdk/v1/ack", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(post("/sdk/v1/ack", "x".repeat(300_000)).statusCode()).isEqualTo(413);
        assertThat(post("/sdk/v1/goodbye", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void whoSaysGoodbyeIsNotLost() throws Exception {
        try (SseClient client = connect(Map.of("Sluice-Instance", "i1"))) {
            client.await("snapshot");

            post("/sdk/v1/goodbye", "{\"session\":\"s\",\"instance\":\"i1\"}");
        }

        await().until(() -> server.fleet.instances(PRODUCTION).isEmpty());
    }

    @Test
    void aStreamOnAnotherNodeFollowsAsWell() throws IOException {
        var store = new InMemoryStore();
        try (var one = new SdkServer(store, 1);
                var other = new SdkServer(store, 2)) {
            one.write(state -> Optional.of(Samples.project()));
            await().until(() -> other.workspace.environment(PRODUCTION) != null);
            try (SseClient client = SseClient.open(other.port, SdkServer.KEY, Map.of())) {
                client.await("snapshot");
                one.set("f", 7);

                var follower = new Follower();
                await().until(() -> follower.follow(client.events()).revision() == 2);
                assertThat(follower.replica().id())
                        .isEqualTo(one.workspace.environment(PRODUCTION).stateId());
            }
        }
    }

    private SseClient connect(Map<String, String> headers) throws IOException {
        return SseClient.open(server.port, SdkServer.KEY, headers);
    }

    private String newest() {
        return server.workspace.environment(PRODUCTION).stateId().eventId().toString();
    }

    private static String session(SseClient client) {
        Matcher session = SESSION.matcher(client.await("hello").data());
        assertThat(session.find()).isTrue();
        return session.group(1);
    }

    private String ack(String session, String instance) {
        var id = server.workspace.environment(PRODUCTION).stateId();
        return "{\"session\":\"" + session + "\",\"instance\":\"" + instance + "\",\"epoch\":\"" + id.epoch()
                + "\",\"revision\":" + id.revision() + ",\"hash\":\"" + id.hash() + "\",\"heldMillis\":1}";
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + SdkServer.KEY);
    }
}
