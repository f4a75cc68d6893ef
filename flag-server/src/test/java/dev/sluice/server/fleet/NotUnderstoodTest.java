package dev.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who does not understand a flag of a change does not have it, whatever a node hears first: question, state or acknowledgement. */
final class NotUnderstoodTest {

    private static final EnvironmentId PRODUCTION = Samples.PRODUCTION;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final InMemoryNodes meeting = new InMemoryNodes(clock);
    private final Node a = new Node("a");
    private final Node b = new Node("b");

    private final class Node {

        final Nodes directory;
        final FleetRegistry local;
        final SharedFleet shared;

        Node(String name) {
            Ticker elapsed = () -> clock.instant().toEpochMilli() * 1_000_000;
            directory = new Nodes(vertx, meeting.registry(), name, "test", 0, clock, elapsed);
            local = new FleetRegistry(vertx, name, directory, System::nanoTime);
            var standings = new NodeStandings(() -> "CONNECTED", Map.of());
            shared = new SharedFleet(vertx, local, directory, meeting.channel(name), System::nanoTime, standings);
            Samples.get(meeting.registry().sign(directory.self()));
        }

        void open(String session) {
            local.opened(PRODUCTION, session, new Identity("instance of " + session, "shop/1", "java/0.1.0"));
        }

        void publish(long revision, String... flags) {
            local.published(PRODUCTION, state(revision), Set.of(flags));
        }

        void ack(String session, long revision, String... notUnderstood) {
            ack(session, revision, 0, List.of(notUnderstood));
        }

        void ack(String session, long revision, int more, List<String> notUnderstood) {
            List<Instance.NotUnderstoodFlag> flags = notUnderstood.stream()
                    .map(flag -> new Instance.NotUnderstoodFlag(flag, "unknown operator"))
                    .toList();
            local.acknowledged(
                    PRODUCTION,
                    new Ack(
                            session,
                            "instance of " + session,
                            state(revision),
                            Duration.ZERO,
                            flags,
                            more,
                            Map.of(),
                            ""));
        }

        Future<Convergence> converged(long revision) {
            return local.converged(PRODUCTION, state(revision), LONG);
        }
    }

    @AfterEach
    void stop() {
        Samples.get(vertx.close());
    }

    @Test
    void whoeverAcknowledgesAfterTheQuestionAndTheStateIsALaggard() {
        a.open("a.1");
        Future<Convergence> converged = a.converged(5);
        a.publish(5, "f");

        a.ack("a.1", 5, "f");

        isLaggard(converged, "f", "unknown operator");
    }

    @Test
    void whoeverAcknowledgesBeforeItsNodeHasTheStateIsALaggardOnceItHas() {
        a.open("a.1");
        Future<Convergence> converged = a.converged(5);

        a.ack("a.1", 5, "f");
        assertThat(converged.isComplete()).isFalse();
        a.publish(5, "f");

        isLaggard(converged, "f", "unknown operator");
    }

    @Test
    void whoeverDoesNotUnderstandAnotherFlagHasTheChangeOnceItsNodeKnowsWhichItIs() {
        a.open("a.1");
        Future<Convergence> converged = a.converged(5);

        a.ack("a.1", 5, "other");
        assertThat(converged.isComplete()).isFalse();
        a.publish(5, "f");

        assertThat(Samples.get(converged).complete()).isTrue();
    }

    @Test
    void asLongAsItsNodeDoesNotKnowTheChangeNobodyIsTakenForOneWhoUnderstandsIt() {
        a.open("a.1");
        a.ack("a.1", 5, "other");

        isLaggard(a.local.converged(PRODUCTION, state(5), SHORT), "does not know which ones were changed");
    }

    @Test
    void aNodeThatTakesTwoRevisionsAtOnceCountsTheFlagsOfBoth() {
        a.publish(4);
        a.open("a.1");
        Future<Convergence> before = a.converged(5);
        a.publish(6, "f", "g");
        Future<Convergence> after = a.converged(5);

        a.ack("a.1", 6, "f");

        isLaggard(before, "f");
        isLaggard(after, "f");
        assertThat(Samples.get(a.converged(4)).complete()).isTrue();
    }

    @Test
    void whereNothingHadToBeChangedWhateverIsNotUnderstoodIsNotOfTheChange() {
        a.local.began(PRODUCTION, state(5));
        a.open("a.1");
        a.ack("a.1", 5, "other");

        assertThat(Samples.get(a.converged(5)).complete()).isTrue();
    }

    @Test
    void whatANodeBeganWithIsNotWhatItServesOnceItHasMore() {
        a.publish(6);

        a.local.began(PRODUCTION, state(5));

        assertThat(a.local.fleet(PRODUCTION).newest()).isEqualTo(state(6));
    }

    @Test
    void aNodeThatIsAskedBeforeItHasTheStateCountsWhoeverDoesNotUnderstandItAsALaggard() {
        b.open("b.1");
        a.publish(5, "f");
        Future<Convergence> converged = a.shared.converged(PRODUCTION, state(5), LONG);

        b.ack("b.1", 5, "f");
        b.publish(5, "f");

        isLaggard(converged, "f", "unknown operator");
    }

    @Test
    void aNodeThatTakesTwoRevisionsAtOnceIsToldWhichFlagsTheChangeIsOf() {
        b.publish(4);
        b.open("b.1");
        b.open("b.2");
        a.publish(4);
        a.publish(5, "f");
        Future<Convergence> converged = a.shared.converged(PRODUCTION, state(5), LONG);

        b.publish(6, "f", "g");
        b.ack("b.1", 6, "f");
        b.ack("b.2", 6, "g");

        Convergence answer = Samples.get(converged);
        assertThat(answer.acked()).isEqualTo(1);
        assertThat(answer.laggards()).extracting(Laggard::session).containsExactly("b.1");
        assertThat(answer.complete()).isFalse();
    }

    @Test
    void aNodeThatIsNotToldForThereAreTooManyFlagsFindsThemByItself() {
        String[] many = IntStream.rangeClosed(0, 1_000).mapToObj(i -> "f" + i).toArray(String[]::new);
        b.open("b.1");
        a.publish(5, many);
        Future<Convergence> converged = a.shared.converged(PRODUCTION, state(5), LONG);

        b.ack("b.1", 5, "f1000");
        b.publish(5, many);

        isLaggard(converged, "f1000", "unknown operator");
    }

    @Test
    void whoeverDoesNotUnderstandMoreThanItNamesIsALaggardOfEveryChangeOfAFlag() {
        List<String> named = IntStream.range(0, 100).mapToObj(i -> "f" + i).toList();
        a.open("a.1");
        a.publish(5, "f149");
        a.ack("a.1", 5, 50, named);
        isLaggard(a.converged(5), "50 flags that it does not name");

        a.publish(6);
        a.ack("a.1", 6, 50, named);

        assertThat(Samples.get(a.converged(6)).complete()).isTrue();
    }

    @Test
    void howManyMoreThereAreIsPassedOnToTheNodeOfTheSession() {
        Samples.get(a.directory.others());
        b.open("b.1");
        a.publish(5, "f149");
        b.publish(5, "f149");

        a.ack("b.1", 5, 50, List.of("f0"));

        isLaggard(a.shared.converged(PRODUCTION, state(5), LONG), "50 flags that it does not name");
    }

    private static void isLaggard(Future<Convergence> converged, String... why) {
        Convergence answer = Samples.get(converged);
        assertThat(answer.complete()).isFalse();
        assertThat(answer.acked()).isZero();
        assertThat(answer.laggards())
                .singleElement()
                .satisfies(laggard -> assertThat(laggard.why()).contains(why));
    }

    private static StateId state(long revision) {
        var hash = EnvironmentHash.EMPTY.plus(RecordHash.of(RecordKind.FLAG, "f", Samples.bytes("" + revision)));
        return new StateId(new Epoch(1, "a"), revision, hash);
    }
}
