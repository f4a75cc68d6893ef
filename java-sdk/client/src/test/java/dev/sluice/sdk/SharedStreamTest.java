package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.Log;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What many clients, made by mistake, cost. */
class SharedStreamTest {

    private static final Context SHOPPER = Context.of("user-42");

    @Test
    @Proves("F22")
    void fiveHundredClientsOfOneKeyShareOneStreamAndWarnOnce() throws Exception {
        World world = new World();
        world.set(World.bool("new-checkout", true));
        Connections connections = new Connections();
        List<FlagClient> clients = new ArrayList<>();
        try (Log log = Log.of("dev.sluice.sdk");
                StubServer server = Clients.serving(world)) {
            for (int i = 0; i < 500; i++) {
                clients.add(connect(connections, server.uri(), Clients.KEY));
            }
            clients.get(499).whenSettled().get(10, TimeUnit.SECONDS);

            assertThat(clients).allMatch(client -> client.isOn("new-checkout", SHOPPER));
            assertThat(server.calls("/sdk/v1/stream")).hasSize(1);
            await().until(() -> !server.calls("/sdk/v1/ack").isEmpty());
            assertThat(server.sockets())
                    .as("the stream, and one for what is posted")
                    .isLessThanOrEqualTo(2);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("share one stream"))
                    .hasSize(1);

            for (int i = 0; i < 499; i++) {
                clients.get(i).close();
            }
            assertThat(server.calls("/sdk/v1/goodbye")).isEmpty();
            assertThat(clients.get(0).status()).isEqualTo(ClientStatus.CLOSED);
            assertThat(clients.get(499).status()).isEqualTo(ClientStatus.READY);

            clients.get(499).close();
            assertThat(server.calls("/sdk/v1/goodbye")).hasSize(1);
            await().atMost(Duration.ofSeconds(5)).until(() -> streamSockets(server) == 0);
        }
    }

    @Test
    void clientsOfDifferentKeysHaveDifferentStreams() throws Exception {
        World world = new World();
        Connections connections = new Connections();
        try (StubServer server = Clients.serving(world);
                FlagClient one = connect(connections, server.uri(), "key-1");
                FlagClient two = connect(connections, server.uri(), "key-2")) {
            one.whenSettled().get(10, TimeUnit.SECONDS);
            two.whenSettled().get(10, TimeUnit.SECONDS);

            assertThat(server.calls("/sdk/v1/stream"))
                    .extracting(call -> call.header("Authorization"))
                    .containsExactlyInAnyOrder("Bearer key-1", "Bearer key-2");
        }
    }

    @Test
    void aClientMadeAfterTheLastWasClosedConnectsAnew() throws Exception {
        World world = new World();
        Connections connections = new Connections();
        try (StubServer server = Clients.serving(world)) {
            connect(connections, server.uri(), Clients.KEY).close();

            try (FlagClient second = connect(connections, server.uri(), Clients.KEY)) {
                second.whenSettled().get(10, TimeUnit.SECONDS);
                assertThat(second.status()).isEqualTo(ClientStatus.READY);
            }
        }
    }

    private static int streamSockets(StubServer server) {
        return Math.max(0, server.sockets() - 1); // the one for what is posted may stay in the pool
    }

    private static FlagClient connect(Connections connections, URI server, String key) {
        return FlagClient.connectAsync(
                FlagClientOptions.builder(server, key).build(), connections, Clients.partsThatCloseWithoutHaste());
    }
}
