package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.garbage.Allocated;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Reports of whole clients, over sockets, on real threads. */
class ReportsOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String HELLO =
            World.hello("s1").replace("\"reportEveryMillis\":10000", "\"reportEveryMillis\":100");

    private final World world = new World();

    @Test
    void whatFourThreadsAskWhileFlagsChangeArrivesToTheLastOne() throws Exception {
        world.set(World.bool("new-checkout", true), World.bool("other", true));
        Map<String, Long> oracle = new HashMap<>();
        try (StubServer server = reportingServer(204)) {
            FlagClient flags = Clients.openToClose(server.uri());
            flags.whenSettled().get(10, TimeUnit.SECONDS);
            StubServer.Reply stream = server.firstStream();
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<Map<String, Long>>> asked = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                asked.add(threads.submit(() -> ask(flags, stop)));
            }
            for (int change = 0; change < 100; change++) {
                byte[] delta;
                synchronized (world) {
                    delta = World.encoded(world.set(World.bool("new-checkout", change % 2 == 0)));
                }
                stream.event("delta", delta);
            }
            Awaitility.await().until(() -> flags.state().equals(Optional.of(world.id())));
            Awaitility.await().until(() -> reports(server).size() >= 3);
            stop.set(true);
            threads.shutdown();
            for (Future<Map<String, Long>> each : asked) {
                each.get(10, TimeUnit.SECONDS).forEach((key, count) -> oracle.merge(key, count, Long::sum));
            }
            flags.close();

            Map<String, Long> arrived = new HashMap<>();
            for (JsonNode report : reports(server)) {
                for (JsonNode row : report.path("evaluations")) {
                    arrived.merge(
                            row.path("flag").asText() + "="
                                    + row.path("variation").asText(),
                            row.path("count").asLong(),
                            Long::sum);
                }
            }
            assertThat(arrived).isEqualTo(oracle);
            assertThat(flags.reports().taken()).isEqualTo(reports(server).size());
            assertThat(server.calls("/sdk/v1/report").get(0).header("Content-Encoding"))
                    .isEqualTo("gzip");
        }
    }

    private static Map<String, Long> ask(FlagClient flags, AtomicBoolean stop) {
        Map<String, Long> mine = new HashMap<>();
        for (int i = 0; !stop.get(); i++) {
            String flag = i % 3 == 0 ? "other" : "new-checkout";
            Decision decision = flags.decide(flag, Context.of("user-" + i));
            mine.merge(flag + "=" + decision.variation(), 1L, Long::sum);
        }
        return mine;
    }

    @Test
    @Proves("F24")
    void aReportEndpointThatNeverAnswersHoldsUpNoEvaluationAndNoFlagAndNoClose() throws Exception {
        world.set(World.bool("new-checkout", true));
        CountDownLatch never = new CountDownLatch(1);
        StubServer.Behaviour usual = behaviour(204);
        try (StubServer server = new StubServer((call, reply) -> {
            if (call.path().equals("/sdk/v1/report")) {
                await(never);
            } else {
                usual.answer(call, reply);
            }
        })) {
            FlagClient flags = Clients.open(server.uri());
            flags.whenSettled().get(10, TimeUnit.SECONDS);
            Context shopper = Context.of("user-1");
            flags.isOn("new-checkout", shopper);
            Awaitility.await().until(() -> !server.calls("/sdk/v1/report").isEmpty());

            byte[] delta;
            synchronized (world) {
                delta = World.encoded(world.set(World.bool("new-checkout", false)));
            }
            server.firstStream().event("delta", delta);
            Awaitility.await().until(() -> !flags.isOn("new-checkout", shopper));
            assertThat(server.calls("/sdk/v1/report")).hasSize(1);
            assertThat(allocatedBy(() -> flags.isOn("new-checkout", shopper))).isZero();

            CompletableFuture.runAsync(flags::close).get(5, TimeUnit.SECONDS);
            assertThat(flags.isOn("new-checkout", shopper)).isFalse();
            never.countDown();
        }
    }

    @Test
    void aClientThatShallNotReportCountsAndSendsNothing() throws Exception {
        world.set(World.bool("new-checkout", true));
        try (StubServer server = reportingServer(204)) {
            FlagClient flags = FlagClient.connectAsync(
                    FlagClientOptions.builder(server.uri(), Clients.KEY)
                            .reports(false)
                            .build(),
                    new Connections(),
                    Clients.partsThatCloseWithoutHaste());
            flags.whenSettled().get(10, TimeUnit.SECONDS);

            assertThat(flags.isOn("new-checkout", Context.of("u"))).isTrue();
            flags.decide("nobody", Context.of("u"));
            flags.close();

            assertThat(flags.reports()).isEqualTo(new ReportStatus(false, 0, 0, 0, 0));
            assertThat(server.calls("/sdk/v1/report")).isEmpty();
            assertThat(server.calls("/sdk/v1/goodbye")).hasSize(1);
        }
    }

    @Test
    void aClosingClientReportsBeforeItSaysGoodbye() throws Exception {
        world.set(World.bool("new-checkout", true));
        List<String> order = new CopyOnWriteArrayList<>();
        StubServer.Behaviour usual = behaviour(204);
        try (StubServer server = new StubServer((call, reply) -> {
            order.add(call.path());
            usual.answer(call, reply);
        })) {
            FlagClient flags = Clients.openToClose(server.uri());
            flags.whenSettled().get(10, TimeUnit.SECONDS);
            flags.isOn("new-checkout", Context.of("u"));
            Awaitility.await().until(() -> flags.reports().taken() > 0);
            flags.isOn("new-checkout", Context.of("u"));

            flags.close();

            assertThat(order.get(order.size() - 1)).isEqualTo("/sdk/v1/goodbye");
            assertThat(order.get(order.size() - 2)).isEqualTo("/sdk/v1/report");
            long sum = reports(server).stream().mapToLong(Reporting::sum).sum();
            assertThat(sum).isEqualTo(2);
        }
    }

    @Test
    void eachStretchOfPollingHasANameToReportUnderAndOneToAcknowledgeUnder() {
        Following following = new Following();
        following.world.set(World.bool("new-checkout", true));
        following.server.onStream(stream -> stream.accept()); // and holds back every event
        following.server.onRequest(request -> new ScriptedServer.Answer(
                200,
                Map.of("Sluice-Session", "p1", "Sluice-Report-Every-Millis", "2000"),
                following.world.encodedSnapshot()));
        following.follower.start();
        following.pass(Duration.ofMinutes(5));
        following.server.onStream(stream ->
                stream.accept().event("hello", World.hello("s1")).event("snapshot", following.world.encodedSnapshot()));
        following.passInHealth(Duration.ofMinutes(11));
        assertThat(following.server.openStreams()).hasSize(1);
        following.server.onStream(stream -> stream.accept());
        following.server.stream().end(null);
        following.pass(Duration.ofMinutes(1));

        List<String> names = following.named.stream()
                .map(Following.Named::session)
                .distinct()
                .toList();
        assertThat(names).hasSize(3);
        assertThat(names.get(0)).startsWith("p1.");
        assertThat(names.get(1)).isEqualTo("s1");
        assertThat(names.get(2)).startsWith("p1.");
        assertThat(following.named).contains(new Following.Named(names.get(0), 2_000));
        assertThat(following.server.bodies("/sdk/v1/ack"))
                .anySatisfy(ack -> assertThat(ack).contains("\"session\":\"p1\""))
                .noneSatisfy(ack -> assertThat(ack).contains("p1."));
    }

    @Test
    void whatIsAskedWhilePollingAndStreamingInTurnIsCountedToTheLast() throws Exception {
        world.set(World.bool("new-checkout", true));
        AtomicBoolean heldBack = new AtomicBoolean(true);
        AtomicInteger streams = new AtomicInteger();
        StubServer.Behaviour usual = behaviour(204);
        try (StubServer server = new StubServer((call, reply) -> {
            switch (call.path()) {
                case "/sdk/v1/stream" -> {
                    reply.stream();
                    if (!heldBack.get()) {
                        reply.event("hello", HELLO.replace("s1", "s" + streams.incrementAndGet()))
                                .event("snapshot", world.id().eventId(), world.encodedSnapshot());
                    }
                }
                case "/sdk/v1/snapshot" ->
                    reply.send(
                            200,
                            Map.of("Sluice-Session", "p1", "Sluice-Report-Every-Millis", "100"),
                            world.encodedSnapshot());
                default -> usual.answer(call, reply);
            }
        })) {
            FlagClient flags = Clients.impatient(server.uri());
            flags.whenSettled().get(30, TimeUnit.SECONDS);
            AtomicLong asked = new AtomicLong();
            for (String way : List.of("p1", "s", "p1")) {
                heldBack.set(way.equals("p1"));
                server.hangUp();
                int before = server.calls("/sdk/v1/report").size();
                Awaitility.await()
                        .atMost(LONG)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> {
                            flags.isOn("new-checkout", Context.of("user-1"));
                            asked.incrementAndGet();
                            return reports(server).stream()
                                    .skip(before)
                                    .anyMatch(report ->
                                            report.path("session").asText().startsWith(way));
                        });
            }

            Awaitility.await().atMost(LONG).until(() -> countedOnce(server) == asked.get());
            flags.close();
        }
    }

    /** What a server counts, to which a number of a session is the same window each time. */
    private static long countedOnce(StubServer server) {
        Map<String, Long> counted = new HashMap<>();
        for (JsonNode report : reports(server)) {
            String window =
                    report.path("session").asText() + "/" + report.path("seq").asLong();
            counted.putIfAbsent(window, Reporting.sum(report));
        }
        return counted.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long allocatedBy(Runnable read) {
        return Allocated.least(() -> {
            for (int i = 0; i < 100_000; i++) {
                read.run();
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private StubServer reportingServer(int status) {
        return new StubServer(behaviour(status));
    }

    private StubServer.Behaviour behaviour(int status) {
        StubServer.Behaviour usual = Clients.behaviour(world);
        return (call, reply) -> {
            switch (call.path()) {
                case "/sdk/v1/report" -> reply.send(status);
                case "/sdk/v1/stream" -> {
                    synchronized (world) {
                        reply.stream()
                                .event("hello", HELLO)
                                .event("snapshot", world.id().eventId(), world.encodedSnapshot());
                    }
                }
                default -> usual.answer(call, reply);
            }
        };
    }

    private static List<JsonNode> reports(StubServer server) {
        return server.calls("/sdk/v1/report").stream()
                .map(call -> {
                    try {
                        return JSON.readTree(call.body());
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                })
                .toList();
    }
}
