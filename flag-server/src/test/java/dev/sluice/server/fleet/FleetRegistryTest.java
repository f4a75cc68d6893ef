package dev.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.Samples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FleetRegistryTest {

    private static final EnvironmentId PRODUCTION = Samples.PRODUCTION;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long SEED = 77;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final FleetRegistry fleet = new FleetRegistry(vertx, "node-1", now::get, nanos::get);

    @AfterEach
    void stop() {
        Samples.get(vertx.close());
    }

    @Test
    void convergedAnswersWhenEverySessionHasAcknowledged() {
        open("s1", "i1");
        open("s2", "i2");
        Future<Convergence> converged = fleet.converged(PRODUCTION, state(5), LONG);

        ack("s1", "i1", 5);
        assertThat(converged.isComplete()).isFalse();
        nanos.addAndGet(40_000_000);
        ack("s2", "i2", 5);

        Convergence answer = Samples.get(converged);
        assertThat(answer.connected()).isEqualTo(2);
        assertThat(answer.acked()).isEqualTo(2);
        assertThat(answer.complete()).isTrue();
        assertThat(answer.took()).isEqualTo(Duration.ofMillis(39));
    }

    @Test
    void anAcknowledgementCoversAllLowerRevisionsAndNoneAbove() {
        open("s1", "i1");
        ack("s1", "i1", 7);

        assertThat(Samples.get(fleet.converged(PRODUCTION, state(5), LONG)).complete())
                .isTrue();
        assertThat(Samples.get(fleet.converged(PRODUCTION, state(7), LONG)).complete())
                .isTrue();
        assertThat(Samples.get(fleet.converged(PRODUCTION, state(8), Duration.ofMillis(20)))
                        .complete())
                .isFalse();
    }

    @Test
    void anOldAcknowledgementThatArrivesLateTakesNothingBack() {
        open("s1", "i1");
        ack("s1", "i1", 7);
        ack("s1", "i1", 3);

        assertThat(Samples.get(fleet.converged(PRODUCTION, state(7), LONG)).complete())
                .isTrue();
    }

    @Test
    void anAcknowledgementOfAnotherHashIsNone() {
        open("s1", "i1");
        StateId other = new StateId(state(5).epoch(), 5, EnvironmentHash.EMPTY);
        fleet.acknowledged(PRODUCTION, new Ack("s1", "i1", other, Duration.ZERO, List.of()));

        assertThat(Samples.get(fleet.converged(PRODUCTION, state(5), Duration.ofMillis(20)))
                        .acked())
                .isZero();
    }

    @Test
    void onATimeOutTheLaggardsHaveNames() {
        open("s1", "i1");
        open("s2", "i2");
        ack("s1", "i1", 5);

        Convergence answer = Samples.get(fleet.converged(PRODUCTION, state(5), Duration.ofMillis(20)));

        assertThat(answer.complete()).isFalse();
        assertThat(answer.acked()).isEqualTo(1);
        assertThat(answer.laggards()).extracting(Laggard::instance).containsExactly("i2");
        assertThat(answer.laggards()).extracting(Laggard::application).containsExactly("shop/1");
    }

    @Test
    void nobodyConnectedIsAnAnswerButNotAConvergence() {
        Convergence answer = Samples.get(fleet.converged(PRODUCTION, state(5), LONG));

        assertThat(answer.connected()).isZero();
        assertThat(answer.complete()).isFalse();
    }

    @Test
    void aSessionThatClosesMeanwhileIsListedAsLeftAndItsInstanceAsLost() {
        open("s1", "i1");
        open("s2", "i2");
        ack("s1", "i1", 5);
        Future<Convergence> converged = fleet.converged(PRODUCTION, state(5), LONG);

        fleet.closed(PRODUCTION, "s2");

        Convergence answer = Samples.get(converged);
        assertThat(answer.left()).isEqualTo(1);
        assertThat(answer.connected()).isEqualTo(1);
        assertThat(answer.lost()).containsExactly("i2");
        assertThat(answer.complete()).isFalse();
    }

    @Test
    void whoSaidGoodbyeIsNotMissed() {
        open("s1", "i1");
        open("s2", "i2");
        ack("s1", "i1", 5);
        Future<Convergence> converged = fleet.converged(PRODUCTION, state(5), LONG);

        fleet.goodbye(PRODUCTION, "i2");
        fleet.closed(PRODUCTION, "s2");

        assertThat(Samples.get(converged).complete()).isTrue();
        assertThat(fleet.instances(PRODUCTION)).extracting(Instance::id).containsExactly("i1");
    }

    @Test
    void aLostInstanceThatComesBackIsNotLost() {
        open("s1", "i1");
        fleet.closed(PRODUCTION, "s1");
        assertThat(fleet.instances(PRODUCTION)).singleElement().matches(Instance::lost);

        open("s2", "i1");

        assertThat(fleet.instances(PRODUCTION)).singleElement().matches(instance -> !instance.lost());
    }

    @Test
    void aLostInstanceIsForgottenAfterTenMinutesOfSilence() {
        open("s1", "i1");
        fleet.closed(PRODUCTION, "s1");
        pass(Duration.ofMinutes(10));
        assertThat(fleet.instances(PRODUCTION)).hasSize(1);

        pass(Duration.ofSeconds(1));

        assertThat(fleet.instances(PRODUCTION)).isEmpty();
    }

    @Test
    void whoIsLostStaysLostAndWhoPollsConnectedThoughTheClockIsSetForward() {
        open("s1", "i1");
        fleet.closed(PRODUCTION, "s1");
        poll("i2");

        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));

        assertThat(fleet.instances(PRODUCTION))
                .extracting(Instance::id, Instance::lost)
                .containsExactly(tuple("i1", true), tuple("i2", false));
        assertThat(Samples.get(fleet.converged(PRODUCTION, state(5), LONG)).lost())
                .containsExactly("i1");
    }

    @Test
    void anUnnamedVisitorIsNotMissed() {
        open("s1", "s1");
        fleet.closed(PRODUCTION, "s1");

        assertThat(fleet.instances(PRODUCTION)).isEmpty();
    }

    @Test
    void whoDoesNotUnderstandAFlagOfTheChangeIsALaggard() {
        open("s1", "i1");
        fleet.published(PRODUCTION, state(5), Set.of("new-checkout"));
        var notUnderstood = List.of(new Instance.NotUnderstoodFlag("new-checkout", "unknown operator"));
        fleet.acknowledged(PRODUCTION, new Ack("s1", "i1", state(5), Duration.ZERO, notUnderstood));

        Convergence answer = Samples.get(fleet.converged(PRODUCTION, state(5), LONG));

        assertThat(answer.complete()).isFalse();
        assertThat(answer.laggards())
                .singleElement()
                .satisfies(laggard -> assertThat(laggard.why()).contains("new-checkout", "unknown operator"));
    }

    @Test
    void whoDoesNotUnderstandAnotherFlagHasTheChange() {
        open("s1", "i1");
        fleet.published(PRODUCTION, state(5), Set.of("new-checkout"));
        var notUnderstood = List.of(new Instance.NotUnderstoodFlag("other", "unknown operator"));
        fleet.acknowledged(PRODUCTION, new Ack("s1", "i1", state(5), Duration.ZERO, notUnderstood));

        assertThat(Samples.get(fleet.converged(PRODUCTION, state(5), LONG)).complete())
                .isTrue();
    }

    @Test
    void aPollerIsConnectedForTwoIntervalsAndThenLost() {
        fleet.polled(PRODUCTION, new Identity("i1", "shop/1", "java/0.1.0"));
        pass(Duration.ofSeconds(29));
        assertThat(fleet.instances(PRODUCTION)).singleElement().matches(i -> i.polling() && !i.lost());
        assertThat(Samples.get(fleet.converged(PRODUCTION, state(5), LONG)).pollers())
                .isEqualTo(1);

        pass(Duration.ofSeconds(2));

        assertThat(fleet.instances(PRODUCTION)).singleElement().matches(i -> i.polling() && i.lost());
    }

    @Test
    void aSilentPollerIsForgottenThoughNobodyLooksAtTheFleet() {
        poll("i1");
        pass(Duration.ofMinutes(10).plusSeconds(1));

        poll("i2");

        pass(Duration.ofMinutes(-10));
        assertThat(fleet.instances(PRODUCTION)).extracting(Instance::id).containsExactly("i2");
    }

    @Test
    void ofTooManyPollersThoseSeenLongestAgoAreForgotten() {
        poll("returning");
        poll("seen once");
        poll("returning");
        for (int i = 2; i <= LastSeen.MOST; i++) {
            poll("i" + i);
        }

        assertThat(fleet.instances(PRODUCTION))
                .hasSize(LastSeen.MOST)
                .extracting(Instance::id)
                .contains("returning", "i" + LastSeen.MOST)
                .doesNotContain("seen once");
    }

    @Test
    void ofTooManyLostInstancesThoseSeenLongestAgoAreForgotten() {
        for (int i = 0; i <= LastSeen.MOST; i++) {
            open("s" + i, "i" + i);
            fleet.closed(PRODUCTION, "s" + i);
        }

        assertThat(fleet.instances(PRODUCTION))
                .hasSize(LastSeen.MOST)
                .extracting(Instance::id)
                .contains("i" + LastSeen.MOST)
                .doesNotContain("i0");
    }

    @Test
    void anAcknowledgementOfAnUnknownSessionCountsForNothing() {
        assertThat(fleet.acknowledged(PRODUCTION, new Ack("s9", "i9", state(5), Duration.ZERO, List.of())))
                .isFalse();
    }

    @Test
    void progressIsToldOfTheNewestStateAndNotForEveryAcknowledgement() {
        var heard = new CopyOnWriteArrayList<Convergence>();
        fleet.onProgress(heard::add);
        for (int i = 0; i < 200; i++) {
            open("s" + i, "i" + i);
        }
        fleet.published(PRODUCTION, state(5), Set.of());
        for (int i = 0; i < 200; i++) {
            ack("s" + i, "i" + i, 5);
        }

        await().until(() -> !heard.isEmpty() && heard.get(heard.size() - 1).complete());
        assertThat(heard).hasSizeLessThan(20);
        assertThat(heard.get(heard.size() - 1).target()).isEqualTo(state(5));
    }

    @Test
    void aStreamThatIsGivenUpUnheardIsRemembered() {
        open("s1", "i1");
        pass(Duration.ofSeconds(5));

        fleet.givenUp(PRODUCTION, "s1", "key-1");

        assertThat(fleet.attempts().of(PRODUCTION.project()).failed())
                .singleElement()
                .satisfies(attempt -> {
                    assertThat(attempt.trouble()).isEqualTo(Attempt.Trouble.UNHEARD_STREAM);
                    assertThat(attempt.environment()).isEqualTo(PRODUCTION);
                    assertThat(attempt.key()).isEqualTo("key-1");
                    assertThat(attempt.application()).isEqualTo("shop/1");
                });
        assertThat(fleet.instances(PRODUCTION)).singleElement().matches(Instance::lost);
    }

    @Test
    void aStreamThatWasHeardOrEndsEarlyOrBelongsToNobodyIsNotTakenForOneThatIsHeldBack() {
        open("heard", "i1");
        ack("heard", "i1", 1);
        open("curl", "curl");
        open("ended by us", "i2");
        pass(Duration.ofSeconds(5));
        open("early", "i3");
        open("bye", "i4");

        fleet.givenUp(PRODUCTION, "heard", "key-1");
        fleet.givenUp(PRODUCTION, "curl", "key-1");
        fleet.closed(PRODUCTION, "ended by us");
        fleet.givenUp(PRODUCTION, "early", "key-1");
        fleet.goodbye(PRODUCTION, "i4");
        fleet.givenUp(PRODUCTION, "bye", "key-1");

        assertThat(fleet.attempts().of(PRODUCTION.project()).failed()).isEmpty();
    }

    @Test
    void inAnyOrderOfComingGoingAndAcknowledgingTheSumsAgree() {
        var random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            var registry = new FleetRegistry(vertx, "node-1", now::get, nanos::get);
            int sessions = 1 + random.nextInt(8);
            for (int i = 0; i < sessions; i++) {
                registry.opened(PRODUCTION, "s" + i, new Identity("i" + i, "shop/1", "java"));
            }
            Future<Convergence> converged = registry.converged(PRODUCTION, state(3), Duration.ofMillis(50));
            for (int step = 0; step < 20; step++) {
                String which = Integer.toString(random.nextInt(sessions));
                switch (random.nextInt(3)) {
                    case 0 -> registry.closed(PRODUCTION, "s" + which);
                    case 1 -> registry.goodbye(PRODUCTION, "i" + which);
                    default ->
                        registry.acknowledged(
                                PRODUCTION,
                                new Ack("s" + which, "i" + which, state(random.nextInt(5)), Duration.ZERO, List.of()));
                }
            }

            Convergence answer = Samples.get(converged);

            String when = "seed " + SEED + ", round " + round + ": " + answer;
            assertThat(answer.acked() + answer.laggards().size()).as(when).isEqualTo(answer.connected());
            assertThat(answer.connected() + answer.left()).as(when).isEqualTo(sessions);
            if (answer.complete()) {
                assertThat(answer.laggards()).as(when).isEmpty();
                assertThat(answer.lost()).as(when).isEmpty();
            }
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    private void poll(String instance) {
        fleet.polled(PRODUCTION, new Identity(instance, "shop/1", "java/0.1.0"));
    }

    private void open(String session, String instance) {
        fleet.opened(PRODUCTION, session, new Identity(instance, "shop/1", "java/0.1.0"));
    }

    private void ack(String session, String instance, long revision) {
        fleet.acknowledged(PRODUCTION, new Ack(session, instance, state(revision), Duration.ofMillis(1), List.of()));
    }

    private static StateId state(long revision) {
        var hash = EnvironmentHash.EMPTY.plus(RecordHash.of(RecordKind.FLAG, "f", Samples.bytes("" + revision)));
        return new StateId(new Epoch(1, "a"), revision, hash);
    }
}
