package dev.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.server.access.TestClock;
import dev.sluice.server.fleet.Attempt.Trouble;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.InMemoryNodes;
import dev.sluice.server.store.Samples;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls with keys that reach several nodes, which meet in memory. */
final class AttemptRoundsTest {

    private static final EnvironmentId PRODUCTION = Samples.PRODUCTION;
    private static final Identity SHOP = new Identity("i1", "shop/1", "java/0.1.0");

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final InMemoryNodes meeting = new InMemoryNodes(clock);
    private final Map<String, SharedFleet> fleets = new HashMap<>();

    @AfterEach
    void stop() {
        Samples.get(vertx.close());
    }

    @Test
    void whatAnyNodeRemembersIsToldByEveryNode() {
        start("a", "b");
        log("b").failed(Trouble.UNKNOWN_KEY, null, null, SHOP, "10.0.0.7");
        clock.advance(Duration.ofSeconds(1));
        log("b").failed(Trouble.NO_ROOM, PRODUCTION, "key-1", SHOP, "");

        Attempts all = attempts();

        assertThat(all.failed())
                .extracting(Attempt::trouble, Attempt::environment, Attempt::key, Attempt::address, Attempt::node)
                .containsExactly(
                        tuple(Trouble.NO_ROOM, PRODUCTION, "key-1", "", "b"),
                        tuple(Trouble.UNKNOWN_KEY, null, null, "10.0.0.7", "b"));
        assertThat(all.silent()).isEmpty();
    }

    @Test
    void aProgramThatCallsSeveralNodesIsOneWithItsLastCall() {
        start("a", "b");
        log("a").used("key-1", PRODUCTION, KeyUse.Via.SDK, SHOP);
        clock.advance(Duration.ofSeconds(2));
        log("b").used("key-1", PRODUCTION, KeyUse.Via.SDK, SHOP);

        assertThat(attempts().uses()).singleElement().extracting(KeyUse::at).isEqualTo(clock.instant());
    }

    @Test
    void aNodeThatDoesNotTellIsNamed() {
        start("a", "b");
        log("a").failed(Trouble.NO_KEY, null, null, SHOP, "");
        meeting.silence("b");

        Attempts some = attempts();

        assertThat(some.silent()).containsExactly("b");
        assertThat(some.failed()).hasSize(1);
    }

    private AttemptLog log(String node) {
        return fleets.get(node).attemptsHere();
    }

    private Attempts attempts() {
        return Samples.get(fleets.get("a").attempts(PRODUCTION.project()));
    }

    private void start(String... names) {
        for (String name : names) {
            Ticker elapsed = () -> clock.instant().toEpochMilli() * 1_000_000;
            var nodes = new Nodes(vertx, meeting.registry(), name, "test", 0, clock, elapsed);
            Samples.get(meeting.registry().sign(nodes.self()));
            fleets.put(
                    name,
                    new SharedFleet(
                            vertx,
                            new FleetRegistry(vertx, name, nodes, elapsed),
                            nodes,
                            meeting.channel(name),
                            elapsed,
                            new NodeStandings(() -> "CONNECTED", Map.of())));
        }
    }
}
