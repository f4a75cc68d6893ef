package dev.sluice.server.stream;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proof.Proves;
import dev.sluice.server.store.Samples;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How streams end, on real sockets. */
final class LifeOfAStreamTest {

    /** So few changes that their bytes fit into the buffers of a socket: a reader who is held up for a second holds up nobody. */
    private static final int EACH_TIME = 5;

    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<SseClient> clients = new ArrayList<>();

    @AfterEach
    void disconnect() throws IOException {
        for (SseClient client : clients) {
            client.close();
        }
    }

    @Test
    void aDrainedStreamIsServedUntilItsOwnTime() throws Exception {
        try (var server = SdkServer.withProject(StreamLimits.STANDARD.draining(Duration.ofSeconds(20)))) {
            for (int i = 0; i < 50; i++) {
                connect(server).await("snapshot");
            }

            Future<Void> drained = server.hub.drain();
            server.set("f", 1);
            Set<Long> times = new HashSet<>();
            for (SseClient client : clients) {
                String bye = client.await("bye").data();
                assertThat(bye).contains("\"reason\":\"drain\"");
                times.add(new ObjectMapper()
                        .readTree(bye)
                        .path("reconnectAfterMillis")
                        .asLong());
            }
            for (SseClient client : clients) {
                client.await("delta");
            }

            assertThat(times).hasSizeGreaterThan(25).allMatch(millis -> millis >= 0 && millis <= 600);
            for (SseClient client : clients) {
                client.close(); // as an SDK does at its time
            }
            Samples.get(drained);
            assertThat(server.fleet.sessions()).isZero();
        }
    }

    @Test
    void whoDoesNotGoWhenAskedToIsEndedInOrder() throws IOException {
        try (var server = SdkServer.withProject()) {
            SseClient client = connect(server);
            client.await("snapshot");

            Samples.get(server.hub.drain());

            await().until(client::ended);
            assertThat(client.events()).last().extracting(SseClient.Event::name).isEqualTo("bye");
            assertThat(closed(server, "drain")).isEqualTo(1);
            assertThat(connect(server).status()).isEqualTo(503);
        }
    }

    @Test
    void aStreamThatHasLivedLongIsAskedToConnectAnewAndServedUntilItDoes() throws IOException {
        StreamLimits limits =
                StreamLimits.STANDARD.beating(Duration.ofMillis(100)).living(Duration.ofMillis(300));
        try (var server = SdkServer.withProject(limits)) {
            SseClient client = connect(server);

            assertThat(client.await("bye").data()).contains("\"reason\":\"rebalance\"", "reconnectAfterMillis");
            server.set("f", 1);
            client.await("delta");

            await().until(client::ended);
            assertThat(client.events())
                    .filteredOn(event -> event.name().equals("bye"))
                    .hasSize(1);
            // Its last bytes are on their way before it is counted.
            await().untilAsserted(() -> assertThat(closed(server, "rebalance")).isEqualTo(1));
        }
    }

    @Test
    void livesDifferByAFifthEitherWay() {
        var limits = StreamLimits.STANDARD;
        try (var server = SdkServer.withProject()) {
            var pulse = new Pulse(server.vertx(), System::nanoTime, limits, new StreamMetrics(server.metrics, () -> 0));
            Set<Integer> lives = new HashSet<>();
            for (int i = 0; i < 2_000; i++) {
                lives.add(pulse.drawLife());
            }

            assertThat(lives).contains(96, 120, 144).allMatch(beats -> beats >= 96 && beats <= 144);
        }
    }

    @Test
    @Proves("F27")
    void whoTakesNoBytesIsClosedAndNobodyElseNotices() throws IOException {
        StreamLimits limits =
                StreamLimits.STANDARD.beating(Duration.ofMillis(500)).stalling(Duration.ofSeconds(1));
        String padding = "x".repeat(20_000);
        try (var server = SdkServer.withProject(limits)) {
            SseClient quick = connect(server);
            for (int i = 0; i < 20; i++) {
                clients.add(new SseClient(server.port, SdkServer.KEY, Map.of(), 4_096));
            }
            var follower = new Follower();
            for (int i = 1; i <= 400; i++) {
                long value = i;
                server.write(state -> Large.set(state, "f" + value % 10, value, padding));
                if (i % EACH_TIME == 0) {
                    await().atMost(SOON)
                            .until(() -> follower.follow(quick.events()).revision() == value + 1);
                }
            }
            await().atMost(SOON).until(() -> server.fleet.sessions() == 1);

            assertThat(closed(server, "slow")).isEqualTo(20);
            assertThat(quick.ended()).isFalse();
            assertThat(follower.replica().id())
                    .isEqualTo(server.workspace.environment(PRODUCTION).stateId());
        }
    }

    @Test
    @Proves("F36")
    void aLoopThatIsHeldUpIsSeen() throws IOException {
        try (var server = SdkServer.withProject(StreamLimits.STANDARD.beating(Duration.ofMillis(500)))) {
            SseClient client = connect(server);
            client.await("heartbeat");

            server.holdUpEveryLoop(Duration.ofMillis(1_500));

            await().until(() ->
                    server.metrics.get("sluice.loop.blocked").timer().count() > 0);
            assertThat(client.ended()).isFalse();
        }
    }

    @Test
    void numbersThatChangeAreToldOnTheStream() throws IOException {
        try (var server = SdkServer.withProject()) {
            SseClient client = connect(server);
            client.await("snapshot");

            server.hub.greetAgain(PRODUCTION);

            assertThat(client.await("hello", 1).data())
                    .isEqualTo(client.events().get(0).data());
        }
    }

    private static double closed(SdkServer server, String reason) {
        return server.metrics
                .get("sluice.stream.closed")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private SseClient connect(SdkServer server) throws IOException {
        SseClient client = SseClient.open(server.port, SdkServer.KEY, Map.of());
        clients.add(client);
        return client;
    }
}
