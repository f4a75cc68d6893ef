package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.wire.Delta;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.FaultProxy;
import dev.sluice.sdk.support.FaultProxy.Fault;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Streams through a proxy that does harm. Whatever arrives, what is in force is a state that the server had, whole; and
 * it ends at the newest one.
 */
class NetworkFaultTest {

    private static final Context SHOPPER = Context.of("user-42");

    private final World world = new World();
    private final ConcurrentLinkedQueue<String> lies = new ConcurrentLinkedQueue<>();
    private StubServer server;
    private FaultProxy proxy;
    private FlagClient flags;
    private Thread heart;

    @AfterEach
    void stop() {
        if (heart != null) {
            heart.interrupt();
        }
        if (flags != null) {
            flags.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Proves("F18")
    void aCutOfTheConnectionInMidEventAppliesAllOfItOrNothing() throws Exception {
        change(true);
        String helloAndSnapshot = event("hello", "", World.hello("s1"))
                + event("snapshot", "id: " + world.id().eventId() + "\n", new String(world.encodedSnapshot()));
        Delta change = change(false);
        String delta = event("delta", "id: " + world.id().eventId() + "\n", new String(World.encoded(change)));
        server = new StubServer((call, reply) -> {
            if (call.path().equals("/sdk/v1/stream")
                    && call.header("Last-Event-ID").isEmpty()) {
                reply.stream().raw(helloAndSnapshot).raw(delta);
            } else if (call.path().equals("/sdk/v1/stream")) {
                reply.stream().event("hello", World.hello("s2")).event("snapshot", world.encodedSnapshot());
            } else {
                reply.send(202);
            }
        });
        int deltaStart = streamHead().length() + chunk(helloAndSnapshot).length();

        for (int cut = 0; cut <= chunk(delta).length(); cut += 7) {
            int at = deltaStart + cut;
            try (FaultProxy cutting = new FaultProxy(
                            server.port(), connection -> connection == 0 ? Fault.cutAfter(at) : Fault.NONE);
                    FlagClient client = Clients.impatient(cutting.uri())) {
                client.onRevision(revision -> check(client.view(SHOPPER)));
                await("cut at " + cut)
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> client.state().isPresent() && isTheWorlds(client));
                check(client.view(SHOPPER));
            }
        }

        assertThat(lies).isEmpty();
    }

    @Test
    @Proves("F11")
    void aByteThatIsCorruptedOnItsWayIsNeverAppliedInPartAndNeverForLong() throws Exception {
        change(true);
        server = new StubServer((call, reply) -> {
            if (call.path().equals("/sdk/v1/stream")) {
                synchronized (world) {
                    reply.stream()
                            .event("hello", World.hello("s1"))
                            .event("snapshot", world.id().eventId(), world.encodedSnapshot());
                    Delta change = change(world.id().revision() % 2 == 0);
                    reply.event("delta", world.id().eventId(), World.encoded(change));
                }
            } else if (call.path().equals("/sdk/v1/snapshot")) {
                synchronized (world) {
                    reply.json(world.encodedSnapshot());
                }
            } else {
                reply.send(202);
            }
        });
        beat();
        SplittableRandom random = new SplittableRandom(11);
        int stream = streamLength();

        for (int seed = 0; seed < 150; seed++) {
            long at = streamHead().length() + random.nextInt(stream);
            int mask = 1 << random.nextInt(8);
            try (FaultProxy corrupting = new FaultProxy(
                            server.port(), connection -> connection == 0 ? Fault.corrupt(at, mask) : Fault.NONE);
                    FlagClient client = Clients.impatient(corrupting.uri())) {
                client.onRevision(change -> check(client.view(SHOPPER)));
                String what = "seed " + seed + ", bits " + mask + " of byte " + at + " flipped";
                await(what)
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> client.state().isPresent() && isTheWorlds(client));
                check(client.view(SHOPPER));
                assertThat(corrupting.connections()).as(what + ": connections").isLessThan(200);
            }
        }

        assertThat(lies).isEmpty();
    }

    @Test
    @Proves("F04")
    void aHalfOpenLineIsNoticedByItsSilence() throws Exception {
        change(true);
        server = Clients.serving(world);
        proxy = new FaultProxy(server.port(), connection -> Fault.NONE);
        beat();
        flags = Clients.impatient(proxy.uri());
        flags.whenSettled().get(10, TimeUnit.SECONDS);
        List<StatusChange> told = new CopyOnWriteArrayList<>();
        flags.onStatus(told::add);

        proxy.stall();
        change(false);
        await().atMost(Duration.ofSeconds(30)).until(() -> !flags.isOn("pair-a", SHOPPER));

        // Heartbeats that are late on a busy machine may make it happen once more.
        await().untilAsserted(() -> {
            assertThat(told)
                    .startsWith(
                            new StatusChange(ClientStatus.READY, ClientStatus.STALE),
                            new StatusChange(ClientStatus.STALE, ClientStatus.READY));
            assertThat(told.get(told.size() - 1).after()).isEqualTo(ClientStatus.READY);
        });
    }

    @Test
    @Tag("drill")
    void aHalfOpenLineIsDeadAfter45SecondsAndTheChangeIsSeenWithin60() throws Exception {
        change(true);
        server = Clients.serving(world);
        proxy = new FaultProxy(server.port(), connection -> Fault.NONE);
        flags = Clients.open(proxy.uri());
        flags.whenSettled().get(10, TimeUnit.SECONDS);

        proxy.stall();
        long start = System.nanoTime();
        List<Duration> stale = new CopyOnWriteArrayList<>();
        flags.onStatus(change -> {
            if (change.after() == ClientStatus.STALE) {
                stale.add(Duration.ofNanos(System.nanoTime() - start));
            }
        });
        change(false);

        await().atMost(Duration.ofSeconds(60)).until(() -> !flags.isOn("pair-a", SHOPPER));
        await().untilAsserted(() -> assertThat(stale).hasSize(1));
        assertThat(stale.get(0)).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
        await().until(() -> flags.status() == ClientStatus.READY);
    }

    @Test
    @Proves("F19")
    void fiveHundredReconnectsLeaveOneStreamBehindAndNoThreads() throws Exception {
        change(true);
        AtomicInteger streams = new AtomicInteger();
        server = new StubServer((call, reply) -> {
            if (!call.path().equals("/sdk/v1/stream")) {
                Clients.behaviour(world).answer(call, reply);
                return;
            }
            Clients.behaviour(world).answer(call, reply);
            int number = streams.incrementAndGet();
            if (number % 3 == 0 && number < 500) {
                reply.end();
            } else if (number < 500) {
                throw new IOException("breaks off");
            }
        });
        flags = Clients.quick(server.uri());
        await().atMost(Duration.ofSeconds(60)).until(() -> streams.get() >= 50);
        int threads = ownThreads();
        long heap = usedHeap();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> streams.get() >= 500 && flags.status() == ClientStatus.READY);

        await().during(Duration.ofMillis(500)).until(() -> streams.get() == 500);
        assertThat(server.sockets())
                .as("the stream, and one for what is posted")
                .isLessThanOrEqualTo(3);
        assertThat(ownThreads()).isLessThanOrEqualTo(threads);
        assertThat(usedHeap() - heap).isLessThan(8L << 20);
    }

    private static int ownThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sluice")
                        || thread.getName().startsWith("HttpClient"))
                .count();
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aSlowLineOnlyDelays() throws Exception {
        change(true);
        server = Clients.serving(world);
        proxy = new FaultProxy(server.port(), connection -> Fault.delay(Duration.ofMillis(80)));
        flags = Clients.open(proxy.uri());

        flags.whenSettled().get(10, TimeUnit.SECONDS);
        server.firstStream().event("delta", World.encoded(change(false)));

        await().until(() -> !flags.isOn("pair-a", SHOPPER));
        assertThat(server.streams()).hasSize(1);
    }

    private Delta change(boolean on) {
        synchronized (world) {
            return world.set(
                    World.bool("pair-a", on),
                    World.bool("pair-b", on),
                    World.fixed("number", ValueType.INTEGER, world.id().revision() + 1));
        }
    }

    private void check(FlagView view) {
        if (view.state() == null) {
            return;
        }
        long number = view.integer("number", -1);
        if (view.isOn("pair-a") != view.isOn("pair-b") || number != view.state().revision()) {
            lies.add(view.state() + ": a=" + view.isOn("pair-a") + ", b=" + view.isOn("pair-b") + ", number=" + number);
        }
    }

    private boolean isTheWorlds(FlagClient client) {
        synchronized (world) {
            return client.state().orElseThrow().equals(world.id());
        }
    }

    /** Heartbeats on every stream, as a server sends them, in a hurry. */
    private void beat() {
        heart = new Thread(
                () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.parkNanos(20_000_000);
                        for (StubServer.Reply stream : server.streams()) {
                            beat(stream);
                        }
                    }
                },
                "heart");
        heart.setDaemon(true);
        heart.start();
    }

    private void beat(StubServer.Reply stream) {
        try {
            String now;
            synchronized (world) {
                now = world.heartbeat();
            }
            stream.event("heartbeat", now);
        } catch (IOException gone) {
            server.streams().remove(stream);
        }
    }

    private int streamLength() {
        String snapshot = new String(world.encodedSnapshot());
        return chunk(event("hello", "", World.hello("s1"))).length()
                + chunk(event("snapshot", "id: " + world.id().eventId() + "\n", snapshot))
                                .length()
                        * 2;
    }

    private static String event(String type, String id, String data) {
        return "event: " + type + "\n" + id + "data: " + data + "\n\n";
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static String streamHead() {
        return "HTTP/1.1 200 whatever\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
    }
}
