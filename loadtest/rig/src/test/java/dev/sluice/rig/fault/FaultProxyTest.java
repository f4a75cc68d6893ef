package dev.sluice.rig.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final int SHORT_MILLIS = 100;

    private ServerSocket target;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.to("127.0.0.1", target.getLocalPort(), 1);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        target.close();
    }

    @Test
    void withoutFaultsBytesAndTheEndPassBothWays() throws IOException {
        Pair pair = connect();

        pair.say("ping");
        pair.answer("pong");
        pair.server.shutdownOutput();

        assertThat(pair.readAtServer(4)).isEqualTo("ping");
        assertThat(new String(pair.caller.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("pong");
    }

    @Test
    void oneBitOfExactlyThatByteIsTurned() throws IOException {
        proxy.set(Faults.NONE.corrupted(6));
        Pair pair = connect();

        pair.answer("0123");
        assertThat(pair.readAtCaller(4)).isEqualTo("0123");
        pair.answer("456789");
        String got = pair.readAtCaller(6);

        assertThat(got.substring(0, 2) + got.substring(3)).isEqualTo("45789");
        assertThat(Integer.bitCount(got.charAt(2) ^ '6')).isEqualTo(1);
    }

    @Test
    void anAnswerIsCutAfterExactlySoManyBytes() throws IOException {
        proxy.set(Faults.NONE.cut(7));
        Pair pair = connect();

        pair.answer("0123");
        assertThat(pair.readAtCaller(4)).isEqualTo("0123");
        pair.answer("456789");

        assertThat(readUntilBroken(pair.caller)).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void silenceLosesNothingAndClosesNothing() throws IOException {
        Pair pair = connect();
        proxy.set(Faults.NONE.silenced());

        pair.answer("later");

        pair.caller.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> pair.caller.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        proxy.heal();
        pair.caller.setSoTimeout(0);
        assertThat(pair.readAtCaller(5)).isEqualTo("later");
    }

    @Test
    void aCutResetsWhatIsOpenAndLetsNewOnesIn() throws IOException {
        Pair pair = connect();

        proxy.cut();

        assertThatThrownBy(() -> pair.caller.getInputStream().read()).isInstanceOf(SocketException.class);
        Pair again = connect();
        again.answer("here");
        assertThat(again.readAtCaller(4)).isEqualTo("here");
        assertThat(proxy.accepted()).isEqualTo(2);
        assertThat(proxy.open()).isEqualTo(1);
    }

    @Test
    void anAbandonedCallerHearsNothingAnyMore() throws IOException {
        Pair pair = connect();

        proxy.abandon();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThatThrownBy(
                                () -> pair.server.getInputStream().read())
                        .isInstanceOf(SocketException.class));
        pair.caller.setSoTimeout(SHORT_MILLIS);
        pair.say("anybody?");
        assertThatThrownBy(() -> pair.caller.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void whoeverIsRefusedIsReset() throws IOException {
        proxy.set(Faults.NONE.refused());

        assertThatThrownBy(() -> {
                    try (Socket caller = new Socket("127.0.0.1", proxy.port())) {
                        caller.getOutputStream().write(1);
                        caller.getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void bandwidthAndDelayHoldBytesBack() throws IOException {
        proxy.set(Faults.NONE.limitedTo(10_000).delayed(Duration.ofMillis(20), Duration.ofMillis(10)));
        Pair pair = connect();
        long from = System.nanoTime();

        pair.answer("x".repeat(1_000));
        pair.readAtCaller(1_000);

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    private Pair connect() throws IOException {
        Socket caller = new Socket("127.0.0.1", proxy.port());
        return new Pair(caller, target.accept());
    }

    private static byte[] readUntilBroken(Socket socket) throws IOException {
        byte[] got = new byte[16];
        int length = 0;
        try {
            for (int read; (read = socket.getInputStream().read(got, length, got.length - length)) > 0; ) {
                length += read;
            }
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return java.util.Arrays.copyOf(got, length);
    }

    private record Pair(Socket caller, Socket server) {
        void say(String text) throws IOException {
            caller.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        void answer(String text) throws IOException {
            server.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        String readAtServer(int length) throws IOException {
            return new String(server.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
        }

        String readAtCaller(int length) throws IOException {
            return new String(caller.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
        }
    }
}
