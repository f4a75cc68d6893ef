package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import dev.sluice.ports.QuietPort;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Starting where there is no server: the start is never held up, and the client finds the server when it comes. */
class StartTest {

    private static final Context SHOPPER = Context.of("user-42");
    private static final Duration ON_A_BUSY_MACHINE = Duration.ofSeconds(15);

    @Test
    @Proves("F01")
    void aClosedPortHoldsNobodyUpAndTheServerIsFoundWhenItComes() throws Exception {
        int port = QuietPort.find();
        FlagClientOptions options = FlagClientOptions.builder(uri(port), Clients.KEY)
                .startTimeout(Duration.ofMillis(700))
                .build();
        long start = System.nanoTime();

        try (FlagClient flags = FlagClient.connect(options)) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took).isBetween(Duration.ofMillis(690), ON_A_BUSY_MACHINE);
            assertDefaults(flags);

            World world = new World();
            world.set(World.bool("new-checkout", true));
            try (StubServer server = new StubServer(Clients.behaviour(world), port)) {
                await().atMost(Duration.ofSeconds(32)).until(() -> flags.status() == ClientStatus.READY);
                assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
                assertThat(server.calls("/sdk/v1/stream")).hasSize(1);
            }
        }
    }

    @Test
    @Proves("F01")
    void aPortThatSwallowsEverythingHoldsNobodyUpEither() throws Exception {
        World world = new World();
        world.set(World.bool("new-checkout", true));
        List<Socket> filling = new ArrayList<>();
        ServerSocket blackHole = new ServerSocket(QuietPort.find(), 1, InetAddress.getLoopbackAddress());
        fillBacklog(blackHole, filling);
        int port = blackHole.getLocalPort();
        FlagClientOptions options = FlagClientOptions.builder(uri(port), Clients.KEY)
                .startTimeout(Duration.ofMillis(700))
                .build();
        long start = System.nanoTime();

        try (FlagClient flags = FlagClient.connect(options)) {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(690), ON_A_BUSY_MACHINE);
            assertDefaults(flags);

            for (Socket socket : filling) {
                socket.close();
            }
            blackHole.close();
            try (StubServer server = new StubServer(Clients.behaviour(world), port)) {
                await().atMost(Duration.ofSeconds(45)).until(() -> flags.status() == ClientStatus.READY);
                assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
            }
        }
    }

    @Test
    void anInterruptEndsTheWaitingAndIsKept() throws Exception {
        int port = QuietPort.find();
        Thread.currentThread().interrupt();

        try (FlagClient flags = FlagClient.connect(
                FlagClientOptions.builder(uri(port), Clients.KEY).build())) {
            assertThat(Thread.interrupted()).isTrue();
            assertDefaults(flags);
        }
    }

    @Test
    void connectingWithoutWaitingReturnsAtOnceAndWorks() throws Exception {
        long start = System.nanoTime();

        try (FlagClient flags = FlagClient.connectAsync(FlagClientOptions.builder(uri(QuietPort.find()), Clients.KEY)
                .startTimeout(Duration.ofMinutes(1))
                .build())) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ON_A_BUSY_MACHINE);
            assertDefaults(flags);
        }
    }

    @Test
    void overridesDecideWithoutAnyServer() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("sluice.override.new-checkout", "on");
        properties.setProperty("sluice.override.banner-text", "festive");

        try (FlagClient flags = Clients.open(uri(QuietPort.find()), properties)) {
            assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
            assertThat(flags.string("banner-text", SHOPPER, "plain")).isEqualTo("festive");
            assertThat(flags.decide("other", SHOPPER).errorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
        }
    }

    private static void assertDefaults(FlagClient flags) {
        assertThat(flags.status()).isEqualTo(ClientStatus.INITIALIZING);
        assertThat(flags.isOn("new-checkout", SHOPPER)).isFalse();
        assertThat(flags.isOn("new-checkout", SHOPPER, true)).isTrue();
        assertThat(flags.string("banner-text", SHOPPER, "plain")).isEqualTo("plain");
        assertThat(flags.decide("new-checkout", SHOPPER).errorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
        assertThat(flags.dataAge()).isEmpty();
        assertThat(flags.state()).isEmpty();
    }

    /** Connects until the kernel drops what comes: a port behind a firewall looks the same from here. */
    private static void fillBacklog(ServerSocket listening, List<Socket> filling) throws IOException {
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            filling.add(socket);
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort()), 300);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new AssertionError("the backlog took 20 connections and is not full");
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
