package dev.sluice.server.stream;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many at once, on real sockets. */
final class HerdTest {

    private final List<SseClient> clients = new ArrayList<>();

    @AfterEach
    void disconnect() throws IOException {
        for (SseClient client : clients) {
            client.close();
        }
    }

    @Test
    @Proves("F29")
    void whoComesAboveTheLimitIsToldWhenToComeBackAndNobodyIsSentAway() throws IOException {
        try (var server = SdkServer.withProject(StreamLimits.STANDARD.admitting(200, 2_000))) {
            Set<String> retries = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                SseClient client = connect(server);
                if (i < 200) {
                    assertThat(client.status()).isEqualTo(200);
                } else {
                    assertThat(client.status()).isEqualTo(503);
                    assertThat(client.header("Connection")).isEqualTo("close");
                    assertThat(Integer.parseInt(client.header("Retry-After"))).isBetween(1, 20);
                    retries.add(client.header("Retry-After"));
                }
            }
            server.set("f", 1);

            for (SseClient client : clients.subList(0, 200)) {
                client.await("delta");
                assertThat(client.ended()).isFalse();
            }
            assertThat(retries).hasSizeGreaterThan(5);
            assertThat(server.metrics
                            .get("sluice.stream.refused")
                            .tag("limit", "sessions")
                            .counter()
                            .count())
                    .isEqualTo(100);
            clients.get(0).close();
            await().until(() ->
                    server.metrics.get("sluice.stream.sessions").gauge().value() == 199);
            assertThat(connect(server).status()).isEqualTo(200);
        }
    }

    @Test
    void aHerdIsTakenInByAsManyAsTheNodeTakesInASecond() throws IOException {
        try (var server = SdkServer.withProject(StreamLimits.STANDARD.admitting(0, 20))) {
            int refused = 0;
            for (int i = 0; i < 100; i++) {
                refused += connect(server).status() == 503 ? 1 : 0;
            }

            assertThat(refused).isPositive();
            assertThat(server.metrics
                            .get("sluice.stream.refused")
                            .tag("limit", "rate")
                            .counter()
                            .count())
                    .isEqualTo(refused);
            await().until(() -> connect(server).status() == 200);
        }
    }

    @Test
    @Proves("F38")
    void filesAreKeptForOthers() throws IOException {
        OpenFiles few = new OpenFiles() {
            @Override
            public long open() {
                return 30;
            }

            @Override
            public long most() {
                return 100;
            }
        };
        try (var server = SdkServer.withProject(StreamLimits.STANDARD, few)) {
            int taken = 0;
            for (int i = 0; i < 80; i++) {
                taken += connect(server).status() == 200 ? 1 : 0;
            }

            assertThat(taken).isEqualTo(50);
        }
    }

    @Test
    void aHerdThatComesColdIsServedFromOneEncodingOfTheState() throws IOException {
        try (var server = SdkServer.withProject()) {
            server.write(state -> manyFlags(state, 300));
            Published published = server.hub.published(PRODUCTION);
            for (int i = 0; i < 100; i++) {
                connect(server);
            }
            for (SseClient client : clients) {
                client.await("snapshot");
            }

            assertThat(server.hub.published(PRODUCTION)).isSameAs(published);
            assertThat(Samples.get(published.snapshotEvent())).isSameAs(Samples.get(published.snapshotEvent()));
            assertThat(clients)
                    .allSatisfy(client -> assertThat(new Follower()
                                    .follow(client.events())
                                    .replica()
                                    .id())
                            .isEqualTo(published.id()));
        }
    }

    private static Optional<Write> manyFlags(ProjectState state, int count) {
        return Large.setMany(state, count, "");
    }

    private SseClient connect(SdkServer server) throws IOException {
        SseClient client = SseClient.open(server.port, SdkServer.KEY, Map.of());
        clients.add(client);
        return client;
    }
}
