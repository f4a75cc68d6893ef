package dev.sluice.server.stream;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.store.Samples;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node that is cut off from its store says on its streams, and when. */
final class StaleStreamTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int TINY_BUFFER = 4_096;

    private final SdkServer server = SdkServer.withProject(StreamLimits.STANDARD.stalling(Duration.ofMinutes(5)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoeverConnectsIsToldBeforeAnyState() throws IOException {
        server.set("f", 1);
        String before = newest();
        server.set("f", 2);
        String now = newest();
        loseTheStore();

        assertThat(firstThree(Map.of("Last-Event-ID", now))).containsExactly("hello", "stale", "heartbeat");
        assertThat(firstThree(Map.of("Last-Event-ID", before))).containsExactly("hello", "stale", "delta");
        assertThat(firstThree(Map.of())).containsExactly("hello", "stale", "snapshot");
    }

    @Test
    void theFirstStreamThatANodeOpensIsToldToo() throws IOException {
        try (var restarted = new SdkServer(server.store, 7)) {
            server.store.away(true);
            await().atMost(LONG)
                    .until(() -> !restarted.workspace.status(Samples.PROJECT).connected());

            try (SseClient client = SseClient.open(restarted.port, SdkServer.KEY, Map.of())) {
                client.await("snapshot");

                assertThat(names(client)).startsWith("hello", "stale", "snapshot");
            }
        }
    }

    @Test
    void whoDidNotReadWhenTheStoreWasLostOrFoundHearsOfItOnceItReads() throws IOException {
        try (SseClient slow = notReading()) {
            loseTheStore();

            SseClient.Event stale = slow.reading().await("stale");
            JsonNode data = new ObjectMapper().readTree(stale.data());
            Instant since = Instant.parse(data.path("since").asText());
            assertThat(Duration.ofMillis(data.path("forMillis").asLong()))
                    .isBetween(Duration.ofSeconds(5), Duration.between(since, Instant.now()));
        }
        try (SseClient slow = notReading()) {
            server.store.away(false);
            await().atMost(LONG).until(() -> server.hub.staleness(PRODUCTION) == null);

            slow.reading().await("fresh");
            assertThat(names(slow)).containsOnlyOnce("stale").containsOnlyOnce("fresh");
        }
    }

    private void loseTheStore() {
        server.store.away(true);
        await().atMost(LONG).until(() -> server.hub.staleness(PRODUCTION) != null);
    }

    /** A client that reads nothing, and was sent as much as its socket takes. */
    private SseClient notReading() throws IOException {
        double before = count("sluice.stream.waited");
        var client = new SseClient(server.port, SdkServer.KEY, Map.of(), TINY_BUFFER);
        var written = new AtomicLong(-1);
        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
            for (int i = 0; i < 500; i++) {
                server.hub.greetAgain(PRODUCTION);
            }
            long now = (long) count("sluice.stream.events");
            return written.getAndSet(now) == now && count("sluice.stream.waited") > before;
        });
        return client;
    }

    private double count(String counter) {
        return server.metrics.get(counter).counter().count();
    }

    private List<String> firstThree(Map<String, String> headers) throws IOException {
        try (SseClient client = SseClient.open(server.port, SdkServer.KEY, headers)) {
            await().atMost(LONG).until(() -> client.events().size() >= 3);
            return names(client).subList(0, 3);
        }
    }

    private static List<String> names(SseClient client) {
        return client.events().stream().map(SseClient.Event::name).toList();
    }

    private String newest() {
        return server.workspace.environment(PRODUCTION).stateId().eventId().toString();
    }
}
