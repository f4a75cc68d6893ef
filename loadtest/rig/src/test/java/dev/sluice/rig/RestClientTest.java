package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent again, to a server that gives the answers it was told to, one after the other. */
class RestClientTest {
    private static final Map<String, String> FLAG = Map.of("key", "f");

    private final Queue<Told> answers = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private RestClient rest;

    private record Told(int status, String kind) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        rest = new RestClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "token");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anActIsSentAgainWhileTheStoreIsTooSlowAndSaysHowOften() throws Exception {
        willAnswer(503, "outcome-unknown");
        willAnswer(503, "store-unavailable");
        willAnswer(200, "done");

        RestClient.Answer answer = rest.act("POST", "on", null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.repeated()).isEqualTo(2);
    }

    @Test
    void anActThatIsRefusedForAnotherReasonIsNotSentAgain() throws Exception {
        willAnswer(503, "store-diverged");
        willAnswer(200, "done");

        RestClient.Answer answer = rest.act("POST", "on", null);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.repeated()).isZero();
        assertThat(answers).hasSize(1);
    }

    @Test
    void whatIsThereAtTheSecondTryWasMadeByTheFirst() throws Exception {
        willAnswer(503, "outcome-unknown");
        willAnswer(409, "conflict");

        rest.make("flags", FLAG);

        assertThat(answers).isEmpty();
    }

    @Test
    void whatIsThereAtTheFirstTryWasMadeBySomebodyElse() {
        willAnswer(409, "conflict");

        assertThatThrownBy(() -> rest.make("flags", FLAG)).hasMessageContaining("status 409");
    }

    private void willAnswer(int status, String kind) {
        answers.add(new Told(status, kind));
    }

    private void answer(HttpExchange exchange) throws IOException {
        Told told = answers.remove();
        byte[] body = ("{\"type\":\"urn:sluice:problem:" + told.kind() + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        exchange.sendResponseHeaders(told.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
