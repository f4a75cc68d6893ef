package dev.sluice.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sdk.support.StubServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real transport keeps the contract, and does what only a network can ask of it. */
class HttpTransportTest extends TransportContract {

    private static final int BODY_LIMIT = 100_000;

    private final StubServer server = new StubServer((call, reply) -> {});
    private final ThreadLoop loop = new ThreadLoop("test-loop", Throwable::printStackTrace);
    private final HttpTransport transport =
            new HttpTransport(server.uri(), () -> Map.of("Authorization", "Bearer key"), BODY_LIMIT, loop);

    @AfterEach
    void stop() {
        server.close();
        loop.execute(transport::close);
        loop.close();
    }

    @Test
    void everyRequestCarriesTheCommonHeadersAndItsOwn() {
        serverAnswers(200, "");
        Heard heard = new Heard();

        transport.send(Request.get("/sdk/v1/snapshot", Map.of("If-None-Match", "\"7\"")), LONG, heard);
        until(heard, 1);

        StubServer.Call call = server.calls("/sdk/v1/snapshot").get(0);
        assertThat(call.header("Authorization")).isEqualTo("Bearer key");
        assertThat(call.header("If-None-Match")).isEqualTo("\"7\"");
    }

    @Test
    void aPathInTheServersAddressIsKept() {
        serverAnswers(200, "");
        HttpTransport below = new HttpTransport(URI.create(server.uri() + "/flags/"), Map::of, BODY_LIMIT, loop);
        Heard heard = new Heard();

        below.send(Request.get("/sdk/v1/snapshot", Map.of()), LONG, heard);
        until(heard, 1);

        assertThat(server.calls("/flags/sdk/v1/snapshot")).hasSize(1);
    }

    @Test
    void aCompressedAnswerIsHandedOverPlain() throws IOException {
        byte[] compressed = gzip("x".repeat(50_000));
        server.behave((call, reply) -> reply.send(200, Map.of("Content-Encoding", "gzip"), compressed));
        Heard heard = new Heard();

        transport.send(Request.get("/sdk/v1/snapshot", Map.of()), LONG, heard);
        until(heard, 1);

        assertThat(heard.words).containsExactly("answered 200 " + "x".repeat(50_000));
    }

    @Test
    void anAnswerAboveTheLimitIsRefusedHoweverItIsPacked() throws IOException {
        byte[] bomb = gzip("x".repeat(BODY_LIMIT + 1));
        server.behave((call, reply) -> {
            if (call.path().equals("/bomb")) {
                reply.send(200, Map.of("Content-Encoding", "gzip"), bomb);
            } else {
                reply.send(200, Map.of(), new byte[BODY_LIMIT + 1]);
            }
        });
        Heard packed = new Heard();
        Heard plain = new Heard();

        transport.send(Request.get("/bomb", Map.of()), LONG, packed);
        transport.send(Request.get("/plain", Map.of()), LONG, plain);
        until(packed, 1);
        until(plain, 1);

        assertThat(packed.words).containsExactly("failed");
        assertThat(plain.words).containsExactly("failed");
    }

    @Test
    void aRedirectIsNotFollowedSoTheKeyStaysWithItsServer() {
        try (StubServer elsewhere = new StubServer((call, reply) -> reply.send(200))) {
            server.behave((call, reply) ->
                    reply.send(302, Map.of("Location", elsewhere.uri() + "/sdk/v1/snapshot"), new byte[0]));
            Heard heard = new Heard();

            transport.send(Request.get("/sdk/v1/snapshot", Map.of()), LONG, heard);
            until(heard, 1);

            assertThat(heard.words).containsExactly("answered 302 ");
            assertThat(elsewhere.calls("/sdk/v1/snapshot")).isEmpty();
        }
    }

    @Test
    void cancellingAStreamClosesItsSocket() {
        serverStreamsAndStays();
        Heard heard = new Heard();
        Transport.Exchange exchange = transport.open(Request.get("/sdk/v1/stream", Map.of()), LONG, heard);
        until(heard, 2);
        assertThat(server.sockets()).isEqualTo(1);

        loop.execute(exchange::cancel);

        await().atMost(Duration.ofSeconds(5)).until(() -> server.sockets() == 0);
    }

    @Test
    void closingClosesEverySocket() {
        serverStreamsAndStays();
        Heard heard = new Heard();
        transport.open(Request.get("/sdk/v1/stream", Map.of()), LONG, heard);
        transport.open(Request.get("/sdk/v1/stream", Map.of()), LONG, heard);
        until(heard, 4);
        assertThat(server.sockets()).isEqualTo(2);

        loop.execute(transport::close);

        await().atMost(Duration.ofSeconds(10)).until(() -> server.sockets() == 0);
    }

    @Override
    Transport transport() {
        return transport;
    }

    @Override
    Loop loop() {
        return loop;
    }

    @Override
    void serverStreamsAndStays() {
        server.behave((call, reply) -> reply.stream().raw("a"));
    }

    @Override
    void serverStreamsAndEnds() {
        server.behave((call, reply) -> reply.stream().raw("a").end());
    }

    @Override
    void serverStreamsAndBreaks() {
        server.behave((call, reply) -> {
            reply.stream().raw("a");
            throw new IOException("breaks off");
        });
    }

    @Override
    void serverIsSilent() {
        server.behave((call, reply) -> {});
    }

    @Override
    void serverAnswers(int status, String text) {
        server.behave((call, reply) -> reply.send(status, Map.of(), text.getBytes(UTF_8)));
    }

    @Override
    void nobodyListens() {
        server.close();
    }

    @Override
    void until(Heard heard, int words) {
        await().atMost(Duration.ofSeconds(10)).until(() -> heard.words.size() >= words);
    }

    @Override
    void settle() {
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
