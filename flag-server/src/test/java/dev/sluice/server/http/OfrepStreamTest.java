package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.proof.Proves;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OfrepStreamTest {

    private static final String FLAGS = "/ofrep/v1/evaluate/flags";
    private static final String PROJECT = "/api/v1/projects/demo";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aListenerHearsThatSomethingChanged() throws IOException {
        try (Open open = open(url(RestServer.SDK))) {
            server.post(RestServer.PLACE + "/on", null);

            String event = open.until("data:");

            assertThat(event).startsWith("data: {\"type\":\"refetchEvaluation\",\"etag\":\"");
        }
    }

    @Test
    @Proves("S07")
    void aClientHearsOnlyOfWhatItMaySee() throws IOException {
        server.post(PROJECT + "/flags", "{\"key\":\"gate\",\"type\":\"boolean\"}");
        server.post(PROJECT + "/flags", "{\"key\":\"shown\",\"type\":\"boolean\",\"clientVisible\":true}");
        String place = PROJECT + "/flags/shown/environments/production";
        server.send(
                "PATCH",
                place,
                "{\"prerequisites\":[{\"flag\":\"gate\",\"variations\":[\"on\"]}]}",
                "If-Match",
                "\"1\"");
        String before = tag(RestServer.CLIENT);
        try (Open open = open(url(RestServer.CLIENT))) {
            server.post(RestServer.PLACE + "/on", null);
            assertThat(tag(RestServer.CLIENT)).isEqualTo(before);
            server.post(PROJECT + "/flags/gate/environments/production/on", null);
            String after = tag(RestServer.CLIENT);

            // The first event is the one of the prerequisite: of the hidden flag before it there was none.
            assertThat(open.until("data:")).contains(after).doesNotContain("gate");
            assertThat(after).isNotEqualTo(before);
        }
    }

    @Test
    void aFlagThatBecomesVisibleIsNews() throws IOException {
        String before = tag(RestServer.CLIENT);
        try (Open open = open(url(RestServer.CLIENT))) {
            server.send("PATCH", PROJECT + "/flags/new-checkout", "{\"clientVisible\":true}", "If-Match", "\"1\"");

            assertThat(open.until("data:")).contains(tag(RestServer.CLIENT)).doesNotContain(before);
        }
    }

    @Test
    void whoMissedAChangeHearsOfItAtOnce() throws IOException {
        String url = url(RestServer.SDK);
        server.post(RestServer.PLACE + "/on", null);

        try (Open open = open(url)) {
            assertThat(open.until("data:")).contains(tag(RestServer.SDK));
        }
    }

    @Test
    void whoComesBackIsToldToAskAgainWhateverHappened() throws IOException {
        try (Open open = open(url(RestServer.SDK), "Last-Event-ID: any")) {
            assertThat(open.until("data:")).contains("refetchEvaluation");
        }
    }

    @Test
    void aTokenOpensNothingButItsStreamAndOnlyForAQuarterOfAnHour() throws IOException {
        String url = url(RestServer.CLIENT);
        String token = url.substring(url.indexOf("token="));

        for (String path : new String[] {"/api/v1/projects", "/sdk/v1/snapshot", PROJECT + "/events"}) {
            assertThat(server.sendAs("GET", path + "?" + token, null).status())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(server.sendAs("POST", FLAGS + "?" + token, "{}").status()).isEqualTo(401);
        assertThat(status(url)).contains("200");
        server.clock.advance(Duration.ofMinutes(14));
        assertThat(status(url)).contains("200");
        server.clock.advance(Duration.ofMinutes(1));
        assertThat(status(url)).contains("401");
    }

    @Test
    void allBrowsersOfAKeyComeAtOnceAndStrangersDoNot() throws IOException {
        String url = url(RestServer.CLIENT);
        server.perSecond.set(1);

        for (int i = 0; i < 500; i++) {
            assertThat(status(url)).as("browser %s", i).contains("200");
        }
        for (int i = 0; i < 2; i++) {
            assertThat(status("/ofrep/v1/stream?token=slc_stream_x")).contains("401");
        }
        assertThat(status("/ofrep/v1/stream?token=slc_stream_x")).contains("429");
    }

    @Test
    void aForgedTokenOpensNothing() throws IOException {
        String url = url(RestServer.SDK);
        int at = url.indexOf("slc_stream_") + 30;
        char other = url.charAt(at) == 'x' ? 'y' : 'x';

        assertThat(status(url.substring(0, at) + other + url.substring(at + 1))).contains("401");
        assertThat(status("/ofrep/v1/stream?token=slc_stream_")).contains("401");
        assertThat(status("/ofrep/v1/stream?token=%zz")).contains("400");
        assertThat(status("/ofrep/v1/stream")).contains("401");
    }

    @Test
    void aStreamDiesWithItsKeyAndSoDoesItsToken() throws IOException {
        var made = server.post(PROJECT + "/keys", "{\"environment\":\"production\",\"kind\":\"client\"}")
                .json();
        String url = url(made.path("key").asText());
        try (Open open = open(url)) {
            server.send("DELETE", PROJECT + "/keys/" + made.path("id").asText(), null);

            assertThat(open.untilTheEnd()).isTrue();
        }
        assertThat(status(url)).contains("401");
    }

    @Test
    void listenersAreSentAwayWhenTheNodeLeaves() throws IOException {
        try (Open open = open(url(RestServer.SDK))) {
            server.drains.forEach(Runnable::run);

            assertThat(open.untilTheEnd()).isTrue();
        }
    }

    private String url(String key) {
        return URI.create(ask(key).path("eventStreams").path(0).path("url").asText())
                .toString()
                .replaceFirst("^http://[^/]+", "");
    }

    private String tag(String key) {
        String url = url(key);
        return url.substring(url.indexOf("since=") + 6);
    }

    private JsonNode ask(String key) {
        return server.sendAs("POST", FLAGS, "{}", "Authorization", "Bearer " + key)
                .json();
    }

    private String status(String target) throws IOException {
        try (Open open = new Open(target)) {
            return open.lines.readLine();
        }
    }

    /** A stream that the server has taken up. */
    private Open open(String target, String... headers) throws IOException {
        Open open = new Open(target, headers);
        assertThat(open.lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
        open.until("retry:");
        return open;
    }

    private final class Open implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Open(String target, String... headers) throws IOException {
            socket = new Socket("127.0.0.1", server.port);
            socket.setSoTimeout(20_000);
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        String until(String start) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith(start)) {
                line = lines.readLine();
            }
            return line;
        }

        boolean untilTheEnd() throws IOException {
            return until("0") != null;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
