package dev.sluice.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.StateId.Standing;
import dev.sluice.proof.Proves;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private final Writer writer = new Writer("5.abc");

    @Test
    void aDeltaLeadsToTheNextStateAndItsDecisions() {
        writer.flag("f", flag("f", 1, "off")).commit();
        Replica before = Replica.of(writer.snapshot());

        Replica after = before.apply(writer.flag("f", flag("f", 2, "on")).commit());

        assertThat(variation(before, "f")).isEqualTo("off");
        assertThat(variation(after, "f")).isEqualTo("on");
        assertThat(after.id()).isEqualTo(writer.id());
        assertThat(after.snapshot().id()).isEqualTo(writer.id());
    }

    @Test
    void theInitialReplicaIsEmptyAndTakesTheFirstDelta() {
        Replica initial = Replica.initial(new Epoch(5, "abc"));

        assertThat(initial.snapshot().flagKeys()).isEmpty();
        assertThat(variation(initial.apply(writer.flag("f", flag("f", 1, "on")).commit()), "f"))
                .isEqualTo("on");
    }

    @Test
    void aDeltaFromAnotherBaseIsRefusedAndNothingIsApplied() {
        Replica replica = Replica.of(writer.snapshot());
        writer.flag("f", flag("f", 1, "on")).commit();
        Delta second = writer.flag("g", flag("g", 1, "on")).commit();

        assertThatThrownBy(() -> replica.apply(second)).isInstanceOf(WrongBaseException.class);

        assertThat(replica.snapshot().flagKeys()).isEmpty();
    }

    @Test
    void aStateThatDoesNotAddUpToItsHashIsRefused() {
        writer.flag("f", flag("f", 1, "on")).commit();
        SnapshotEvent good = writer.snapshot();
        Replica replica = Replica.of(good);
        Delta next = writer.flag("f", flag("f", 2, "off")).commit();
        Delta wrong = new Delta(
                next.epoch(),
                next.from(),
                next.fromHash(),
                next.to(),
                next.fromHash(),
                next.flags(),
                next.segments(),
                false);

        assertThatThrownBy(() -> Replica.of(new SnapshotEvent(0, good.id(), new TreeMap<>(), new TreeMap<>())))
                .isInstanceOf(WireException.class);
        assertThatThrownBy(() -> replica.apply(wrong)).isInstanceOf(WireException.class);
    }

    @Test
    void aSnapshotReplacesAllButNeverWithSomethingOlder() {
        writer.flag("f", flag("f", 1, "on")).commit();
        SnapshotEvent first = writer.snapshot();
        writer.removeFlag("f").flag("g", flag("g", 1, "on")).commit();
        Replica second = Replica.of(first).replace(writer.snapshot());

        assertThat(second.snapshot().flagKeys()).containsExactly("g");
        assertThatThrownBy(() -> second.replace(first)).isInstanceOf(OlderStateException.class);
    }

    @Test
    void aHigherGenerationIsTakenWithALowerRevisionAndALowerGenerationNever() {
        writer.flag("f", flag("f", 1, "on")).commit();
        writer.flag("f", flag("f", 2, "off")).commit();
        Replica old = Replica.of(writer.snapshot());
        Writer restored = new Writer("6.xyz");
        restored.flag("f", flag("f", 1, "on")).commit();

        Replica after = old.replace(restored.snapshot());

        assertThat(variation(after, "f")).isEqualTo("on");
        assertThatThrownBy(() -> after.replace(writer.snapshot())).isInstanceOf(OlderStateException.class);
    }

    @Test
    @Proves("F14")
    void aForkIsTold() {
        writer.flag("f", flag("f", 1, "on")).commit();
        Writer sameEpoch = new Writer("5.abc");
        sameEpoch.flag("f", flag("f", 1, "off")).commit();
        Writer sameGeneration = new Writer("5.other");

        assertThat(writer.id().standingOf(sameEpoch.id())).isEqualTo(Standing.FORK);
        assertThat(writer.id().standingOf(sameGeneration.id())).isEqualTo(Standing.FORK);
        assertThat(writer.id().standingOf(writer.id())).isEqualTo(Standing.SAME);
    }

    @Test
    void aCombinedDeltaLeadsWhereTheSingleOnesDo() {
        SplittableRandom random = new SplittableRandom(20);
        for (int round = 0; round < 200; round++) {
            Writer writer = new Writer("5.abc");
            Replica start = Replica.of(writer.snapshot());
            Replica step = start;
            List<String> changes = new ArrayList<>();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                step = step.apply(change(writer, random, changes));
            }

            Replica jumped = start.apply(start.deltaTo(step));

            assertThat(jumped.id()).as(changes.toString()).isEqualTo(step.id());
            assertThat(jumped.flags()).as(changes.toString()).isEqualTo(step.flags());
            assertThat(decisions(jumped)).as(changes.toString()).isEqualTo(decisions(step));
        }
    }

    @Test
    void theSameStateMayComeAgainAndAReplicaGivesItBackWhole() {
        writer.flag("f", flag("f", 1, "on")).segment("s", "{\"key\":\"s\"}").commit();
        Replica replica = Replica.of(writer.snapshot());

        assertThat(replica.replace(writer.snapshot()).id()).isEqualTo(replica.id());
        assertThat(replica.toEvent()).isEqualTo(writer.snapshot());
        assertThat(replica.segments()).containsOnlyKeys("s");
        assertThat(replica.flags().get("f"))
                .hasSameHashCodeAs(writer.snapshot().flags().get("f"));
    }

    @Test
    void itsTextTellsSizesAndNeverWhatIsInARecord() {
        writer.flag("secret", flag("secret", 1, "on")).commit();
        Replica replica = Replica.of(writer.snapshot());

        assertThat(replica).hasToString("Replica[" + writer.id().eventId() + ", 1 flags, 0 segments]");
        assertThat(replica.flags().get("secret").toString())
                .startsWith("WireRecord[h=")
                .doesNotContain("variations");
    }

    @Test
    void noDeltaLeadsIntoAnotherEpoch() {
        assertThatThrownBy(() -> Replica.initial(new Epoch(1, "a")).deltaTo(Replica.initial(new Epoch(2, "b"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Proves({"F14", "F15"})
    void whateverIsShuffledRepeatedOrLostTheReplicaNeverGoesBackAndEndsAtTheLastRevision() {
        SplittableRandom random = new SplittableRandom(14);
        int deltas = 0;
        while (deltas < 10_000) {
            long seed = random.nextLong();
            deltas += shuffledHistory(new SplittableRandom(seed), "seed " + seed);
        }
    }

    /** Puts, deletes and late updates of few keys; every delta twice, in any order; a snapshot now and then. */
    private static int shuffledHistory(SplittableRandom random, String seed) {
        Writer writer = new Writer("5.abc");
        List<Object> events = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        int size = random.nextInt(5, 60);
        for (int i = 0; i < size; i++) {
            Delta delta = change(writer, random, changes);
            events.add(delta);
            events.add(delta);
            if (random.nextInt(8) == 0) {
                events.add(writer.snapshot());
            }
        }
        Collections.shuffle(events, new java.util.Random(random.nextLong()));
        events.add(writer.snapshot());

        Replica replica = Replica.initial(new Epoch(5, "abc"));
        for (Object event : events) {
            Replica next = received(replica, event);
            assertThat(next.id().asRevision())
                    .as(seed)
                    .isGreaterThanOrEqualTo(replica.id().asRevision());
            replica = next;
        }
        assertThat(replica.id()).as(seed).isEqualTo(writer.id());
        assertThat(replica.flags()).as(seed).isEqualTo(writer.snapshot().flags());
        assertThat(decisions(replica)).as(seed).isEqualTo(decisions(Replica.of(writer.snapshot())));
        return size;
    }

    private static Replica received(Replica replica, Object event) {
        try {
            return event instanceof Delta delta ? replica.apply(delta) : replica.replace((SnapshotEvent) event);
        } catch (WrongBaseException | OlderStateException refused) {
            return replica;
        }
    }

    private static Delta change(Writer writer, SplittableRandom random, List<String> told) {
        String key = "f" + random.nextInt(4);
        if (random.nextInt(3) == 0) {
            told.add("remove " + key);
            return writer.removeFlag(key).commit();
        }
        String variation = random.nextBoolean() ? "on" : "off";
        told.add(key + " " + variation);
        return writer.flag(key, flag(key, writer.id().revision() + 1, variation))
                .commit();
    }

    @Test
    @Proves("F17")
    void twoFlagsThatAreFlippedTogetherAreNeverSeenApart() throws Exception {
        Replica start = Replica.of(writer.snapshot());
        AtomicReference<Replica> shared = new AtomicReference<>(start.apply(flipped(1)));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(4);
        List<Future<Long>> apart = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            apart.add(readers.submit(() -> decisionsApart(shared, done)));
        }

        for (int version = 2; version < 3_000; version++) {
            shared.set(shared.get().apply(flipped(version)));
        }
        done.set(true);

        for (Future<Long> reader : apart) {
            assertThat(reader.get()).isZero();
        }
        readers.shutdown();
    }

    /** "b" has "a" for a prerequisite: it is on if and only if "a" is, at every revision. */
    private Delta flipped(int version) {
        String variation = version % 2 == 0 ? "on" : "off";
        String dependent = flag("b", version, variation)
                .replace(
                        "\"fallthrough\"",
                        "\"prerequisites\":[{\"flag\":\"a\",\"variations\":[\"" + variation + "\"]}],\"fallthrough\"");
        return writer.flag("a", flag("a", version, variation))
                .flag("b", dependent)
                .commit();
    }

    private static long decisionsApart(AtomicReference<Replica> shared, AtomicBoolean done) {
        long apart = 0;
        do {
            Snapshot snapshot = shared.get().snapshot();
            Decision a = EVALUATOR.decide(snapshot, "a", Context.of("u"));
            Decision b = EVALUATOR.decide(snapshot, "b", Context.of("u"));
            boolean same = a.flagVersion() == b.flagVersion()
                    && a.booleanValue(false) == b.booleanValue(true)
                    && "fallthrough".equals(b.place());
            apart += same ? 0 : 1;
        } while (!done.get());
        return apart;
    }

    private static Map<String, Optional<String>> decisions(Replica replica) {
        Map<String, Optional<String>> decisions = new TreeMap<>();
        for (String key : replica.snapshot().flagKeys()) {
            decisions.put(key, Optional.ofNullable(variation(replica, key)));
        }
        return decisions;
    }

    private static String variation(Replica replica, String key) {
        return EVALUATOR.decide(replica.snapshot(), key, Context.of("u1")).variation();
    }

    private static String flag(String key, long version, String fallthrough) {
        return """
                {"key":"%s","type":"boolean","version":%d,"enabled":true,"variations":{"on":true,"off":false},\
                "offVariation":"off","fallthrough":{"variation":"%s"}}""".formatted(key, version, fallthrough);
    }
}
