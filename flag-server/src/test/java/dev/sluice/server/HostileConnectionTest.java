package dev.sluice.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sends headers that are too large, too many or never whole costs a node next to nothing. */
final class HostileConnectionTest {

    private static final int CONNECTIONS = 300;
    private static final long MOST_GROWTH = 32L * 1024 * 1024;
    private static final String FIRST = "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    private Path data;

    private OneServer server;

    @BeforeEach
    void start() throws Exception {
        server = OneServer.start(data, Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Proves("S22")
    void headersOfMoreThanEightKilobytesAreRefusedWhetherLargeOrMany() throws Exception {
        assertThat(answer("GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(answer("GET / HTTP/1.1\r\n" + "X: 1\r\n".repeat(10_000) + "\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(answer("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains(" 414");
        assertThat(answer("GET / HTTP/1.1\r\nHost: x\r\nX-Fits: " + "x".repeat(7_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    @Proves("S22")
    void whoeverNeverFinishesAHeaderIsCutOffAndTheHeapStaysFlat() throws Exception {
        List<Socket> silent = new ArrayList<>();
        List<Socket> dripping = new ArrayList<>();
        List<Socket> kept = new ArrayList<>();
        ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
        try {
            long before = used();
            for (int i = 0; i < CONNECTIONS; i++) {
                silent.add(open(""));
                dripping.add(open("GET / HTTP/1.1\r\nX-Slow: "));
                kept.add(open(FIRST));
            }
            for (Socket socket : kept) {
                assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                        .startsWith("HTTP/1.1");
                socket.getOutputStream().write("GET / HT".getBytes(US_ASCII));
            }
            drops.scheduleAtFixedRate(
                    () -> {
                        dripping.forEach(socket -> drip(socket));
                        kept.forEach(socket -> drip(socket));
                    },
                    500,
                    500,
                    TimeUnit.MILLISECONDS);
            assertThat(used() - before).isLessThan(MOST_GROWTH);
            Socket resting = open(FIRST);

            for (List<Socket> each : List.of(silent, dripping, kept)) {
                for (Socket socket : each) {
                    assertThat(isCut(socket)).isTrue();
                }
            }

            resting.getOutputStream().write(FIRST.getBytes(US_ASCII));
            assertThat(new String(resting.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            resting.close();
        } finally {
            drops.shutdownNow();
            for (List<Socket> each : List.of(silent, dripping, kept)) {
                for (Socket socket : each) {
                    socket.close();
                }
            }
        }
    }

    /** After a collection. */
    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write('x');
        } catch (IOException cut) {
            return; // as it should be
        }
    }

    /** Reads what is left until the other side has closed. */
    private static boolean isCut(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                Thread.onSpinWait();
            }
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    private Socket open(String sent) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(sent.getBytes(US_ASCII));
        return socket;
    }

    private String answer(String request) throws IOException {
        try (Socket socket = open("")) {
            try {
                socket.getOutputStream().write(request.getBytes(US_ASCII));
            } catch (SocketException refusedBeforeItsEnd) {
                // the answer is there all the same
            }
            return new String(socket.getInputStream().readNBytes(12), US_ASCII);
        }
    }
}
