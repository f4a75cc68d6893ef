package dev.sluice.sdk;

import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;

/** Real clients, on real threads and sockets, with the backoff of a test. */
final class Clients {

    private static final Timing USUAL = Timing.STANDARD.withBackoff(Duration.ofMillis(20), Duration.ofMillis(100));

    static final String KEY = "slc_sdk_do-not-log-me";

    private Clients() {}

    /** A client of its own: it shares its stream with no other test. */
    static FlagClient open(URI server) {
        return open(server, new Properties());
    }

    static FlagClient open(URI server, Properties properties) {
        return open(server, parts(properties));
    }

    /** One whose closing a test is about: it waits for the last report and the goodbye for as long as a busy machine may take. */
    static FlagClient openToClose(URI server) {
        return open(server, partsThatCloseWithoutHaste());
    }

    private static FlagClient open(URI server, Connection.Parts parts) {
        return FlagClient.connectAsync(
                FlagClientOptions.builder(server, KEY).application("test", "1").build(), new Connections(), parts);
    }

    /** A client that gives up within a second where others wait for most of a minute. */
    static FlagClient impatient(URI server) {
        Timing timing = new Timing(
                Duration.ofMillis(500),
                Duration.ofMillis(300),
                Duration.ofMillis(600),
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Timing.STANDARD.healthy(),
                Duration.ofMillis(20),
                Duration.ofMillis(40),
                Timing.STANDARD.failureWindow(),
                Duration.ofMillis(5),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Timing.STANDARD.grace(),
                Duration.ofMillis(10),
                Duration.ofMillis(500),
                Timing.STANDARD.lastReportWithin(),
                Timing.STANDARD.goodbyeWithin(),
                Timing.STANDARD.closedWithin());
        return FlagClient.connectAsync(
                FlagClientOptions.builder(server, KEY).build(), new Connections(), parts(new Properties(), timing));
    }

    /** A client that comes back at once, and bears a line that says nothing for as long as any other. */
    static FlagClient quick(URI server) {
        return FlagClient.connectAsync(
                FlagClientOptions.builder(server, KEY).build(),
                new Connections(),
                parts(new Properties(), Timing.STANDARD.withBackoff(Duration.ofMillis(1), Duration.ofMillis(10))));
    }

    static Connection.Parts parts(Properties properties) {
        return parts(properties, USUAL);
    }

    /** The same, and closing waits for the last report and the goodbye for as long as a busy machine may take. */
    static Connection.Parts partsThatCloseWithoutHaste() {
        return parts(new Properties(), USUAL.withClosing(Duration.ofSeconds(20)));
    }

    private static Connection.Parts parts(Properties properties, Timing timing) {
        return new Connection.Parts(
                null, null, timing, RandomGenerator.getDefault(), InstantSource.system(), properties, Map.of());
    }

    /** A server that serves this world to whoever asks, and sends nothing by itself. */
    static StubServer serving(World world) {
        return new StubServer(behaviour(world));
    }

    static StubServer.Behaviour behaviour(World world) {
        return (call, reply) -> {
            switch (call.path()) {
                case "/sdk/v1/stream" -> {
                    synchronized (world) {
                        reply.stream()
                                .event("hello", World.hello("s1"))
                                .event("snapshot", world.id().eventId(), world.encodedSnapshot());
                    }
                }
                case "/sdk/v1/snapshot" -> {
                    synchronized (world) {
                        reply.json(world.encodedSnapshot());
                    }
                }
                case "/sdk/v1/ack", "/sdk/v1/goodbye" -> reply.send(202);
                default -> reply.send(404);
            }
        };
    }
}
