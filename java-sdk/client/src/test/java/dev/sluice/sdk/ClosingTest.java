package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that is closed leaves nothing behind, however its closing goes. */
class ClosingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Set<Thread> before = own();
    private final World world = new World();
    private StubServer server;
    private FlagClient flags;

    @BeforeEach
    void connect() throws Exception {
        world.set(World.bool("new-checkout", true));
        server = Clients.serving(world);
        flags = Clients.open(server.uri());
        flags.whenSettled().get(10, TimeUnit.SECONDS);
        assertThat(flags.isOn("new-checkout", Context.of("user-42"))).isTrue();
        await().until(() -> !server.calls("/sdk/v1/ack").isEmpty());
    }

    @AfterEach
    void stop() {
        flags.close();
        server.close();
    }

    @Test
    void anInterruptedThreadClosesEverythingAndStaysInterrupted() {
        Set<Thread> ofTheClient = own();
        ofTheClient.removeAll(before);
        assertThat(ofTheClient).isNotEmpty();

        Thread.currentThread().interrupt();
        flags.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(flags.status()).isEqualTo(ClientStatus.CLOSED);
        awaitNoSocket();
        await().atMost(LONG).until(() -> ofTheClient.stream().noneMatch(Thread::isAlive));
        assertThat(flags.isOn("new-checkout", Context.of("user-42"))).isTrue();
    }

    @Test
    void aServerThatSaysNothingAnyMoreKeepsNoSocket() {
        server.behave((call, reply) -> {});

        flags.close();

        awaitNoSocket();
    }

    /** Connections that wait for another request are closed with the HTTP client, once its selector finds that nobody refers to it. */
    private void awaitNoSocket() {
        await().atMost(LONG).until(() -> {
            System.gc();
            return server.sockets() == 0;
        });
    }

    private static Set<Thread> own() {
        Set<Thread> own = new HashSet<>(Thread.getAllStackTraces().keySet());
        own.removeIf(thread ->
                !thread.getName().startsWith("sluice-") && !thread.getName().startsWith("HttpClient-"));
        return own;
    }
}
