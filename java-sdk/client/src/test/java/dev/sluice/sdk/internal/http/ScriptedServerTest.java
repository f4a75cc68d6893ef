package dev.sluice.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The fake keeps the contract. */
class ScriptedServerTest extends TransportContract {

    private final VirtualTime time = new VirtualTime();
    private final ScriptedServer server = new ScriptedServer(time);

    @Override
    Transport transport() {
        return server;
    }

    @Override
    Loop loop() {
        return time;
    }

    @Override
    void serverStreamsAndStays() {
        server.onStream(stream -> stream.accept().raw("a"));
    }

    @Override
    void serverStreamsAndEnds() {
        server.onStream(stream -> stream.accept().raw("a").end(null));
    }

    @Override
    void serverStreamsAndBreaks() {
        server.onStream(stream -> stream.accept().raw("a").end(new IOException("reset")));
    }

    @Override
    void serverIsSilent() {
        server.onStream(stream -> {});
    }

    @Override
    void serverAnswers(int status, String text) {
        server.onRequest(request -> new ScriptedServer.Answer(status, Map.of(), text.getBytes(UTF_8)));
    }

    @Override
    void nobodyListens() {
        server.die();
    }

    @Override
    void until(Heard heard, int words) {
        time.pass(Duration.ofSeconds(1));
    }

    @Override
    void settle() {
        time.pass(Duration.ofMinutes(1));
    }
}
