package dev.sluice.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.Samples;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One environment's size or churn does not delay another's changes. */
final class IsolationTest {

    @Test
    void aChangeOfASmallEnvironmentIsSentWhileALargeOneIsBeingEncoded() throws Exception {
        try (var server = SdkServer.withProject()) {
            server.write(state -> Large.environment("large"));
            var large = new EnvironmentId(Samples.PROJECT, "large");
            server.write(state -> Large.setMany(state, "large", 2_000, "x".repeat(5_000)));
            try (SseClient small = SseClient.open(server.port, SdkServer.KEY, Map.of())) {
                small.await("snapshot");
                var encoding = new AtomicBoolean(true);

                var gzipped = server.hub.published(large).gzippedJson().onComplete(done -> encoding.set(false));
                server.set("f", 1);
                small.await("delta");

                Samples.get(gzipped);
                assertThat(encoding).isFalse();
            }
        }
    }

    @Test
    void manySessionsOfOneEnvironmentLetAnotherHaveItsTurn() throws Exception {
        try (var server = SdkServer.withProject()) {
            server.write(state -> Large.environment("busy"));
            var follower = new Follower();
            SseClient[] crowd = new SseClient[300];
            try (SseClient quiet = SseClient.open(server.port, SdkServer.KEY, Map.of())) {
                quiet.await("snapshot");
                for (int i = 0; i < crowd.length; i++) {
                    crowd[i] = SseClient.open(server.port, "busy.k2", Map.of());
                }
                for (int i = 0; i < 50; i++) {
                    long value = i;
                    server.write(state -> Large.set(state, "busy", "f", value, "x".repeat(500)));
                    server.set("g", value);
                }

                await().until(() -> follower.follow(quiet.events()).revision() == 51);
                for (SseClient client : crowd) {
                    var each = new Follower();
                    await().until(() -> each.follow(client.events()).revision() == 51);
                }
            } finally {
                for (SseClient client : crowd) {
                    if (client != null) {
                        client.close();
                    }
                }
            }
        }
    }
}
