package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Epoch;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The law of what may follow a state. */
class HeldTest {

    @Test
    @Proves("F14")
    void shuffledAndRepeatedDeltasNeverLeadBackAndEndAtTheLastRevision() {
        SplittableRandom random = new SplittableRandom(14);
        World world = new World();
        TreeMap<Long, SnapshotEvent> whole = new TreeMap<>(Map.of(0L, world.snapshot()));
        List<Delta> sent = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            sent.add(world.set(World.bool("flag-" + random.nextInt(50), random.nextBoolean())));
            if (i % 250 == 0) {
                whole.put((long) i, world.snapshot());
            }
            if (random.nextInt(5) == 0) {
                sent.add(sent.get(random.nextInt(sent.size())));
            }
        }
        shuffleNearby(sent, random);

        Held held = new Held();
        held.offer(whole.get(0L));
        long before = 0;
        int gaps = 0;
        for (Delta delta : sent) {
            if (held.offer(delta) == Held.Verdict.GAP && ++gaps % 40 == 0) {
                held.offer(whole.floorEntry(delta.to()).getValue());
            }
            long now = held.replica().id().revision();
            assertThat(now).as("after the delta to %d", delta.to()).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(held.compare(world.id())).isIn(Held.Verdict.GAP, Held.Verdict.SAME);
        held.offer(world.snapshot());

        assertThat(gaps).isPositive();
        assertThat(held.replica().id()).isEqualTo(world.id());
        assertThat(held.replica().flags()).isEqualTo(world.replica().flags());
    }

    @Test
    void aSecondHistoryOfTheSameRevisionIsAFork() {
        World world = new World();
        SnapshotEvent start = world.snapshot();
        World other = new World();
        other.set(World.bool("a", false));
        world.set(World.bool("a", true));
        Held held = new Held();
        held.offer(start);
        held.offer(world.snapshot());

        assertThat(held.compare(other.id())).isEqualTo(Held.Verdict.FORK);
        assertThat(held.offer(other.set(World.bool("b", true)))).isEqualTo(Held.Verdict.FORK);
        assertThat(held.replica().id()).isEqualTo(world.id());
        assertThat(held.offer(other.snapshot())).isEqualTo(Held.Verdict.TAKEN);
    }

    @Test
    void theSameGenerationWithAnotherRandomPartIsAForkAndIsTakenOnlyWhenItIsNotLower() {
        World world = new World(new Epoch(5, "a"));
        world.set(World.bool("x", true));
        World other = new World(new Epoch(5, "b"));
        Held held = new Held();
        held.offer(world.snapshot());

        assertThat(held.offer(other.snapshot())).isEqualTo(Held.Verdict.OLDER);

        other.set(World.bool("x", false));
        assertThat(held.offer(other.snapshot())).isEqualTo(Held.Verdict.TAKEN_FROM_FORK);
        assertThat(held.replica().id()).isEqualTo(other.id());
    }

    @Test
    void aLowerGenerationIsNeverTakenHoweverHighItsRevision() {
        World world = new World(new Epoch(6, "new"));
        World old = new World(new Epoch(5, "old"));
        for (int i = 0; i < 20; i++) {
            old.set(World.bool("x", i % 2 == 0));
        }
        Held held = new Held();
        held.offer(world.snapshot());

        assertThat(held.offer(old.snapshot())).isEqualTo(Held.Verdict.OLDER);
        assertThat(held.compare(old.id())).isEqualTo(Held.Verdict.OLDER);
    }

    @Test
    void aDeltaBeforeAnyStateIsAGap() {
        World world = new World();
        Delta delta = world.set(World.bool("x", true));

        assertThat(new Held().offer(delta)).isEqualTo(Held.Verdict.GAP);
    }

    /** Moves each element by up to 30 places: what reordering and repeating on the way look like. */
    private static void shuffleNearby(List<Delta> deltas, SplittableRandom random) {
        for (int i = 0; i < deltas.size(); i++) {
            int other = Math.min(deltas.size() - 1, i + random.nextInt(30));
            Delta moved = deltas.set(i, deltas.get(other));
            deltas.set(other, moved);
        }
    }
}
