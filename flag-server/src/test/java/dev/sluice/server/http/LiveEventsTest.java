package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.access.InMemoryEphemera;
import dev.sluice.server.stream.OpenFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LiveEventsTest {
    private static final String EVENTS = "/api/v1/projects/demo/events";
    private static final String ADMIN = "Authorization: Bearer " + RestServer.ADMIN;

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPageHearsOfAChangeWithWhoAndWhat() throws IOException {
        try (Socket socket = open(ADMIN)) {
            BufferedReader lines = lines(socket);
            assertThat(until(lines, "HTTP/1.1")).isEqualTo("HTTP/1.1 200 OK");
            until(lines, ": listening");

            server.post(PLACE + "/on", null);

            assertThat(until(lines, "event: changed")).isNotNull();
            assertThat(lines.readLine())
                    .startsWith("data: {\"environment\":\"production\",\"flag\":\"new-checkout\",\"revision\":2,")
                    .contains("\"actor\":\"admin-token\",\"action\":\"flag.on\"");
        }
    }

    @Test
    void aPageIsSentAwayWhenTheNodeLeaves() throws IOException {
        try (Socket socket = open(ADMIN)) {
            BufferedReader lines = lines(socket);
            until(lines, ": listening");

            server.drains.forEach(Runnable::run);

            assertThat(until(lines, "0")).isEqualTo("0");
        }
    }

    @Test
    @Proves("S14")
    void whoLosesTheirRightsHearsNothingMore() throws IOException {
        People.SignedIn ana = new People(server).person("ana", People.grant("demo", "production", "viewer"));
        try (Socket socket = open("Cookie: " + ana.cookie())) {
            BufferedReader lines = lines(socket);
            until(lines, ": listening");
            server.post(PLACE.replace("production", "development") + "/on", null);
            server.post(PLACE + "/on", null);
            assertThat(until(lines, "data: ")).as("of what she may see").contains("\"environment\":\"production\"");

            server.send("PATCH", "/api/v1/users/ana", "{\"grants\":[]}", "If-Match", "*");

            assertThat(until(lines, "0")).as("the end of the stream").isEqualTo("0");
        }
    }

    @Test
    void aNodeHoldsNoMorePagesThanItMay() throws IOException {
        try (RestServer small = new RestServer(files(8));
                Socket page = open(small, ADMIN)) {
            until(lines(page), ": listening");

            RestServer.Answer refused = small.get(EVENTS);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("type").asText()).isEqualTo("urn:sluice:problem:too-many-streams");
            assertThat(refused.header("Retry-After")).isEqualTo("20");
        }
    }

    @Test
    void whoLeavesBeforeItIsKnownWhoAsksTakesNobodysPlace() throws IOException {
        try (RestServer small = new RestServer(files(8))) {
            String cookie = "Cookie: "
                    + new People(small)
                            .person("ana", People.grant("demo", "*", "viewer"))
                            .cookie();
            InMemoryEphemera.HeldRead read = small.ephemera.holdNextRead();
            try (Socket hasty = open(small, cookie)) {
                read.await();
                int port = hasty.getLocalPort();
                hasty.close();
                await().until(() -> small.left.contains(port));
            }
            read.answer();

            try (Socket page = open(small, cookie)) {
                assertThat(until(lines(page), "HTTP/1.1")).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void aStrangerHearsNothing() throws IOException {
        try (Socket socket = open("X-Nothing: here")) {
            assertThat(lines(socket).readLine()).contains("401");
        }
    }

    @Test
    void aStreamOfAnUnknownProjectIsNotFound() {
        assertThat(server.get("/api/v1/projects/dema/events").status()).isEqualTo(404);
    }

    private static OpenFiles files(long most) {
        return new OpenFiles() {
            @Override
            public long open() {
                return 0;
            }

            @Override
            public long most() {
                return most;
            }
        };
    }

    private Socket open(String header) throws IOException {
        return open(server, header);
    }

    private static Socket open(RestServer server, String header) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port);
        socket.setSoTimeout(10_000);
        String request = "GET " + EVENTS + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String until(BufferedReader lines, String start) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(start)) {
            line = lines.readLine();
        }
        return line;
    }
}
