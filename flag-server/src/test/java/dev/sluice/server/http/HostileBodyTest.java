package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.proof.Proves;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HostileBodyTest {

    private static final String ADMIN = "Authorization: Bearer " + RestServer.ADMIN + "\r\n";
    private static final String CHUNK = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    private static final String AUDIENCE = "/api/v1/projects/demo/environments/production/flags/new-checkout/audience";
    private static final int LONGER_THAN_A_LAST_WORD = 7_000;
    private static final int TOO_MUCH = 20_000_000;
    private static final int MANY_CHUNKS = 4_000; // 250 MB, of which next to nothing gets through

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Proves("S22")
    void aBodyWithoutAnEndIsCutOffAtTheLimit() throws IOException {
        try (Socket socket = open(ADMIN)) {
            int sent = flood(socket);

            assertThat(sent).isLessThan(MANY_CHUNKS);
        }
        assertThat(server.get(PLACE).json().path("version").asInt()).isEqualTo(1);
    }

    @Test
    @Proves("S22")
    void whoMayNotSendIsCutOffAtTheLimitToo() throws IOException {
        try (Socket socket = open("")) {
            int sent = flood(socket);

            assertThat(sent).isLessThan(MANY_CHUNKS);
        }
    }

    @Test
    void whoAsksBeforeSendingIsToldToGoOn() throws IOException {
        String body = "{\"variation\":\"on\",\"percentage\":10}";
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            socket.setSoTimeout(10_000);
            send(
                    socket,
                    "PUT " + PLACE + "/percentage HTTP/1.1\r\nHost: x\r\n" + ADMIN
                            + "Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: "
                            + body.length() + "\r\n\r\n");
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(25), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 Continue");

            send(socket, body);

            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void whoAsksForTooMuchIsToldBeforeSending() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            socket.setSoTimeout(10_000);
            send(
                    socket,
                    "PUT " + PLACE + "/percentage HTTP/1.1\r\nHost: x\r\n" + ADMIN
                            + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 5000000000\r\n\r\n");

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void whoWritesOnWhenTheAnswerIsThereGetsToReadItAllTheSame() throws Exception {
        for (String header : List.of(ADMIN, "")) {
            try (Socket socket = new Socket("127.0.0.1", server.port)) {
                socket.setSoTimeout(20_000);
                send(
                        socket,
                        "PUT " + PLACE + "/percentage HTTP/1.1\r\nHost: x\r\n" + header
                                + "Content-Type: application/json\r\nContent-Length: " + TOO_MUCH + "\r\n\r\n");
                socket.getOutputStream().write(new byte[TOO_MUCH]);

                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 " + (header.isEmpty() ? 401 : 413));
            }
        }
    }

    @Test
    void whoEndsABodyThatWasRefusedKeepsTheConnection() throws IOException {
        String rows = "targetingKey,age:years\n" + "x".repeat(500_000);
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            socket.setSoTimeout(LONGER_THAN_A_LAST_WORD);
            send(
                    socket,
                    "POST " + AUDIENCE + " HTTP/1.1\r\nHost: x\r\n" + ADMIN
                            + "Content-Type: text/csv\r\nContent-Length: " + (rows.length() + 1) + "\r\n\r\n" + rows);
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 422");
            send(socket, "x");

            assertThatThrownBy(() -> {
                        while (in.read() >= 0) {
                            continue;
                        }
                    })
                    .as("an open connection on which nothing more comes")
                    .isInstanceOf(SocketTimeoutException.class);
            send(socket, "GET " + PLACE + " HTTP/1.1\r\nHost: x\r\n" + ADMIN + "\r\n");
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    @Proves("S22")
    void aBodyWithoutAnEndIsCutOffAtAnAddressThatDoesNotExistToo() throws IOException {
        for (String path : List.of("/nowhere", "/odd//path", PLACE)) {
            try (Socket socket = new Socket("127.0.0.1", server.port)) {
                send(socket, "PROPFIND " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");

                assertThat(flood(socket)).as(path).isLessThan(MANY_CHUNKS);
            }
        }
    }

    private Socket open(String header) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port);
        socket.setSoTimeout(10_000);
        send(
                socket,
                "PUT " + PLACE + "/percentage HTTP/1.1\r\nHost: x\r\n" + header
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        return socket;
    }

    /** Sends chunks until the other side has enough; gives how many went out. */
    private static int flood(Socket socket) {
        byte[] chunk = CHUNK.getBytes(StandardCharsets.US_ASCII);
        for (int sent = 0; sent < MANY_CHUNKS; sent++) {
            try {
                socket.getOutputStream().write(chunk);
            } catch (SocketException closed) {
                return sent;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return MANY_CHUNKS;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
