package dev.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.server.access.TestClock;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.InMemoryNodes;
import dev.sluice.server.store.Samples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes that meet in memory: what counts by acknowledgements must hold wherever a session is and an acknowledgement arrives. */
final class SharedFleetTest {

    private static final EnvironmentId PRODUCTION = Samples.PRODUCTION;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final long SEED = 4_711;

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final InMemoryNodes meeting = new InMemoryNodes(clock);
    private final Map<String, FleetRegistry> local = new HashMap<>();
    private final Map<String, SharedFleet> shared = new HashMap<>();
    private final Map<String, Nodes> nodes = new HashMap<>();

    @AfterEach
    void stop() {
        Samples.get(vertx.close());
    }

    @Test
    void aWaitCountsTheSessionsOfAllNodes() {
        start("a", "b");
        open("a", "a.1", "one");
        open("b", "b.1", "two");
        publish(5);
        Future<Convergence> converged = shared.get("a").converged(PRODUCTION, state(5), LONG);

        ack("a", "a.1", "one", 5);
        assertThat(converged.isComplete()).isFalse();
        ack("b", "b.1", "two", 5);

        Convergence answer = Samples.get(converged);
        assertThat(answer.connected()).isEqualTo(2);
        assertThat(answer.acked()).isEqualTo(2);
        assertThat(answer.complete()).isTrue();
        assertThat(answer.nodes()).isEqualTo(new NodesReached(2, 2, List.of(), List.of()));
    }

    @Test
    void anAcknowledgementThatArrivesAtAnotherNodeIsPassedOn() {
        start("a", "b");
        open("a", "a.1", "one");
        publish(5);
        Future<Convergence> converged = shared.get("a").converged(PRODUCTION, state(5), LONG);

        ack("b", "a.1", "one", 5);

        assertThat(Samples.get(converged).complete()).isTrue();
    }

    @Test
    void tenThousandAcknowledgementsAtTheWrongNodeAreSomeDozenMessages() {
        start("a", "b");
        for (int i = 0; i < 10_000; i++) {
            open("a", "a." + i, "i" + i);
        }
        publish(5);
        AtomicInteger messages = new AtomicInteger();
        meeting.lose(() -> messages.incrementAndGet() < 0);

        for (int i = 0; i < 10_000; i++) {
            ack("b", "a." + i, "i" + i, 5);
        }

        assertThat(Samples.get(shared.get("a").converged(PRODUCTION, state(5), LONG))
                        .acked())
                .isEqualTo(10_000);
        assertThat(messages.get()).isLessThan(500);
    }

    @Test
    void aNodeThatDoesNotAnswerIsNamedAndTheAnswerIsNotComplete() {
        start("a", "b");
        open("a", "a.1", "one");
        publish(5);
        ack("a", "a.1", "one", 5);
        meeting.silence("b");

        Convergence answer = Samples.get(shared.get("a").converged(PRODUCTION, state(5), SHORT));

        assertThat(answer.acked()).isEqualTo(answer.connected()).isEqualTo(1);
        assertThat(answer.complete()).isFalse();
        assertThat(answer.nodes().missing()).containsExactly("b");
    }

    @Test
    void aNodeThatWasKilledIsLostForTenMinutesAndThenForgotten() {
        start("a", "b");
        open("a", "a.1", "one");
        publish(5);
        ack("a", "a.1", "one", 5);
        meeting.silence("b");
        clock.advance(Duration.ofSeconds(20));

        Convergence killed = Samples.get(shared.get("a").converged(PRODUCTION, state(5), LONG));
        clock.advance(Duration.ofMinutes(10));
        Convergence later = Samples.get(shared.get("a").converged(PRODUCTION, state(5), LONG));

        assertThat(killed.nodes().lost()).containsExactly("b");
        assertThat(killed.complete()).isFalse();
        assertThat(later.nodes().total()).isEqualTo(1);
        assertThat(later.complete()).isTrue();
    }

    @Test
    void aNodeThatSaidGoodbyeIsNotMissed() {
        start("a", "b");
        open("a", "a.1", "one");
        publish(5);
        ack("a", "a.1", "one", 5);
        Samples.get(nodes.get("b").leave());

        assertThat(Samples.get(shared.get("a").converged(PRODUCTION, state(5), LONG))
                        .complete())
                .isTrue();
    }

    @Test
    void aNodeThatDoesNotServeTheStateYetIsMissing() {
        start("a", "b");
        open("a", "a.1", "one");
        local.get("a").published(PRODUCTION, state(5), Set.of());
        ack("a", "a.1", "one", 5);
        Future<Convergence> converged = shared.get("a").converged(PRODUCTION, state(5), LONG);
        assertThat(Samples.get(shared.get("a").converged(PRODUCTION, state(5), SHORT))
                        .nodes()
                        .missing())
                .containsExactly("b");

        local.get("b").published(PRODUCTION, state(5), Set.of());

        assertThat(Samples.get(converged).complete()).isTrue();
    }

    @Test
    void whoMovedToAnotherNodeIsConnectedThereAndLostNowhere() {
        start("a", "b");
        open("a", "a.1", "one");
        publish(5);
        local.get("a").closed(PRODUCTION, "a.1");
        open("b", "b.1", "one");
        ack("b", "b.1", "one", 5);

        Convergence answer = Samples.get(shared.get("a").converged(PRODUCTION, state(5), LONG));

        assertThat(answer.lost()).isEmpty();
        assertThat(answer.complete()).isTrue();
        assertThat(Samples.get(shared.get("b").view(PRODUCTION)).instances())
                .singleElement()
                .matches(instance -> !instance.lost() && instance.node().equals("b"));
    }

    @Test
    void whoMovedWhileEveryAnnouncementWasLostIsFoundByAsking() {
        start("a", "b");
        open("a", "a.1", "one");
        publish(5);
        meeting.lose(() -> true);
        local.get("a").closed(PRODUCTION, "a.1");
        open("b", "b.1", "one");
        ack("b", "b.1", "one", 5);
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        meeting.lose(() -> false);

        Convergence answer = Samples.get(shared.get("a").converged(PRODUCTION, state(5), LONG));

        assertThat(answer.lost()).isEmpty();
        assertThat(answer.complete()).isTrue();
    }

    @Test
    void whoVanishedFromAnotherNodeIsLost() {
        start("a", "b");
        open("a", "a.1", "one");
        open("b", "b.1", "two");
        publish(5);
        ack("a", "a.1", "one", 5);
        local.get("b").closed(PRODUCTION, "b.1");

        Convergence answer = Samples.get(shared.get("a").converged(PRODUCTION, state(5), LONG));

        assertThat(answer.lost()).containsExactly("two");
        assertThat(answer.complete()).isFalse();
    }

    @Test
    void aGoodbyeAtAnotherNodeCounts() {
        start("a", "b");
        open("a", "a.1", "one");
        open("b", "b.1", "two");
        publish(5);
        ack("a", "a.1", "one", 5);
        local.get("b").closed(PRODUCTION, "b.1");

        local.get("a").goodbye(PRODUCTION, "two");

        await().until(() -> local.get("b").instances(PRODUCTION).isEmpty());
        assertThat(Samples.get(shared.get("a").converged(PRODUCTION, state(5), LONG))
                        .complete())
                .isTrue();
    }

    @Test
    void whenTheRegistryCannotBeReadTheAnswerIsNotComplete() {
        start("a");
        open("a", "a.1", "one");
        publish(5);
        ack("a", "a.1", "one", 5);
        meeting.away(true);

        Convergence answer = Samples.get(shared.get("a").converged(PRODUCTION, state(5), LONG));

        assertThat(answer.complete()).isFalse();
        assertThat(answer.nodes().lost()).singleElement().asString().contains("registry");
    }

    @Test
    void progressIsToldOfAllNodes() {
        start("a", "b");
        var heard = new CopyOnWriteArrayList<Convergence>();
        shared.get("a").onProgress(heard::add);
        open("a", "a.1", "one");
        open("b", "b.1", "two");
        publish(5);
        ack("a", "a.1", "one", 5);
        ack("b", "b.1", "two", 5);

        await().until(() -> !heard.isEmpty() && heard.get(heard.size() - 1).complete());
        assertThat(heard.get(heard.size() - 1).connected()).isEqualTo(2);
    }

    @Test
    void theViewShowsEveryNodeWithItsStateAndEveryInstanceWithItsNode() {
        start("a", "b");
        open("a", "a.1", "one");
        for (int i = 0; i < 250; i++) {
            open("b", "b." + i, "t" + i);
        }
        local.get("a").published(PRODUCTION, state(6), Set.of());
        local.get("b").published(PRODUCTION, state(5), Set.of());
        local.get("b")
                .acknowledged(
                        PRODUCTION,
                        new Ack(
                                "b.7",
                                "t7",
                                state(5),
                                Duration.ZERO,
                                List.of(),
                                0,
                                Map.of("new-checkout", "off"),
                                "missing"));
        local.get("a").reported(PRODUCTION, "t7", 3);

        // A node that takes more than half a second to tell is shown as one that has not answered.
        await().atMost(LONG).untilAsserted(() -> {
            FleetView view = Samples.get(shared.get("a").view(PRODUCTION));

            assertThat(view.instances()).hasSize(251);
            assertThat(view.nodes())
                    .extracting(
                            FleetView.NodeStanding::name,
                            FleetView.NodeStanding::state,
                            FleetView.NodeStanding::sessions)
                    .containsExactly(tuple("a", state(6), 1), tuple("b", state(5), 250));
            assertThat(view.instances())
                    .filteredOn(instance -> instance.id().equals("t7"))
                    .singleElement()
                    .satisfies(t7 -> {
                        assertThat(t7.overrides()).containsEntry("new-checkout", "off");
                        assertThat(t7.geo()).isEqualTo("missing");
                        assertThat(t7.droppedWindows()).isEqualTo(3);
                        assertThat(t7.node()).isEqualTo("b");
                    });
        });
    }

    @Test
    void theViewNamesANodeThatDoesNotAnswer() {
        start("a", "b");
        meeting.silence("b");

        assertThat(Samples.get(shared.get("a").view(PRODUCTION)).nodes())
                .extracting(FleetView.NodeStanding::name, FleetView.NodeStanding::answered)
                .containsExactly(tuple("a", true), org.assertj.core.groups.Tuple.tuple("b", false));
    }

    @Test
    void whateverMessagesAreLostAnAnswerIsNeverCompleteBeforeEverybodyHasTheState() {
        var random = new SplittableRandom(SEED);
        for (int round = 0; round < 20; round++) {
            String when = "seed " + SEED + ", round " + round;
            long target = 10 + round;
            EnvironmentId environment = new EnvironmentId("demo", "e" + round);
            start("a", "b", "c");
            int drawn = random.nextInt(60);
            int lossPercent = round % 4 == 0 ? 0 : drawn;
            var loss = new SplittableRandom(random.nextLong());
            meeting.lose(() -> {
                synchronized (loss) {
                    return loss.nextInt(100) < lossPercent;
                }
            });
            List<String> names = List.of("a", "b", "c");
            names.forEach(node -> local.get(node).published(environment, state(target), Set.of()));
            int sessions = 1 + random.nextInt(6);
            List<String> where = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                String node = names.get(random.nextInt(3));
                where.add(node);
                local.get(node).opened(environment, node + "." + i, new Identity("i" + i, "shop/1", "java"));
            }
            int silent = random.nextInt(3) == 0 ? random.nextInt(sessions) : -1;
            boolean certain = lossPercent == 0 && silent < 0;
            Future<Convergence> converged =
                    shared.get("a").converged(environment, state(target), certain ? LONG : Duration.ofMillis(300));
            for (int i = 0; i < sessions; i++) {
                if (i != silent) {
                    String through = names.get(random.nextInt(3));
                    String session = where.get(i) + "." + i;
                    local.get(through)
                            .acknowledged(
                                    environment, new Ack(session, "i" + i, state(target), Duration.ZERO, List.of()));
                }
            }

            Convergence answer = Samples.get(converged);

            assertThat(answer.acked()).as(when).isLessThanOrEqualTo(answer.connected());
            if (silent >= 0) {
                assertThat(answer.complete()).as("%s: %s", when, answer).isFalse();
            }
            if (answer.complete()) {
                assertThat(answer.connected()).as(when).isEqualTo(sessions);
                assertThat(answer.nodes().all()).as(when).isTrue();
            }
            if (certain) {
                assertThat(answer.complete()).as("%s: %s", when, answer).isTrue();
            }
        }
    }

    private void start(String... names) {
        for (String name : names) {
            if (local.containsKey(name)) {
                continue;
            }
            Ticker elapsed = () -> clock.instant().toEpochMilli() * 1_000_000;
            var directory = new Nodes(vertx, meeting.registry(), name, "test", 0, clock, elapsed);
            var fleet = new FleetRegistry(vertx, name, directory, System::nanoTime);
            nodes.put(name, directory);
            local.put(name, fleet);
            shared.put(
                    name,
                    new SharedFleet(
                            vertx,
                            fleet,
                            directory,
                            meeting.channel(name),
                            System::nanoTime,
                            new NodeStandings(() -> "CONNECTED", Map.of())));
        }
        for (String name : names) {
            Samples.get(meeting.registry().sign(nodes.get(name).self()));
        }
        nodes.values().forEach(directory -> Samples.get(directory.others()));
    }

    private void publish(long revision) {
        local.values().forEach(fleet -> fleet.published(PRODUCTION, state(revision), Set.of()));
    }

    private void open(String node, String session, String instance) {
        local.get(node).opened(PRODUCTION, session, new Identity(instance, "shop/1", "java/0.1.0"));
    }

    private void ack(String node, String session, String instance, long revision) {
        local.get(node)
                .acknowledged(PRODUCTION, new Ack(session, instance, state(revision), Duration.ofMillis(1), List.of()));
    }

    private static StateId state(long revision) {
        var hash = EnvironmentHash.EMPTY.plus(RecordHash.of(RecordKind.FLAG, "f", Samples.bytes("" + revision)));
        return new StateId(new Epoch(1, "a"), revision, hash);
    }
}
