package dev.sluice.server.store;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.StateId;
import dev.sluice.proof.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a store that lost something, with one node and with several. */
final class RecoveryTest {

    private static final long SEED = 42;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final InMemoryStore store = new InMemoryStore();
    private NodeWorkspace one;
    private NodeWorkspace other;

    @BeforeEach
    void twoNodesFollowOneStore() {
        store.loseHints(true);
        one = Samples.workspace(store, 1, threads);
        other = Samples.workspace(store, 2, threads);
        get(one.write(PROJECT, state -> Optional.of(Samples.project())));
        get(one.write(PROJECT, state -> Samples.set(state, "f", 1)));
        get(other.sweep());
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void whatAFailoverDroppedIsWrittenBackUnderTheSameEpoch() {
        InMemoryStore replica = store.copy();
        get(one.write(PROJECT, state -> Samples.set(state, "f", 2)));
        get(one.write(PROJECT, state -> Samples.set(state, "g", 3)));
        StateId mine = one.environment(PRODUCTION).stateId();
        store.goBack(replica);

        get(one.sweep());

        assertThat(one.status().connected()).isTrue();
        assertThat(fresh().environment(PRODUCTION).stateId()).isEqualTo(mine);
        get(other.sweep());
        assertThat(other.environment(PRODUCTION).stateId()).isEqualTo(mine);
        assertThat(actions())
                .containsExactly("project.create", "flag.change", "flag.change", "flag.change", "store.replay");
        assertThatTheChainHolds();
    }

    @Test
    void aWriteDuringTheLossIsWrittenOnTopOfWhatIsWrittenBack() {
        InMemoryStore replica = store.copy();
        get(one.write(PROJECT, state -> Samples.set(state, "f", 2)));
        store.goBack(replica);

        get(one.write(PROJECT, state -> Samples.set(state, "g", 3)));

        NodeWorkspace fresh = fresh();
        assertThat(Samples.value(fresh.environment(PRODUCTION), "f")).isEqualTo(2);
        assertThat(Samples.value(fresh.environment(PRODUCTION), "g")).isEqualTo(3);
        assertThatTheChainHolds();
    }

    @Test
    void theNodeThatHasMoreAddsItsRestToWhatAnotherWroteBack() {
        get(other.write(PROJECT, state -> Samples.set(state, "g", 9)));
        StateId furthest = other.environment(PRODUCTION).stateId();
        store.flush();

        get(one.sweep());
        get(other.sweep());
        get(one.sweep());

        assertThat(one.environment(PRODUCTION).stateId()).isEqualTo(furthest);
        assertThat(other.environment(PRODUCTION).stateId()).isEqualTo(furthest);
        assertThat(one.status().connected()).isTrue();
        assertThat(other.status().connected()).isTrue();
        assertThat(one.project(PROJECT).auditHead())
                .isEqualTo(other.project(PROJECT).auditHead());
        assertThat(actions()).filteredOn("flag.change"::equals).hasSize(2);
        assertThatTheChainHolds();
    }

    @Test
    void aNewKeyThatWasLostComesBack() {
        InMemoryStore replica = store.copy();
        get(one.write(
                PROJECT,
                state -> Optional.of(new Write(
                        PROJECT,
                        new ProjectChange(1, null, Map.of(), Map.of("k1", Optional.of(Samples.bytes("{}")))),
                        List.of(),
                        Samples.audit("key.create")))));
        store.goBack(replica);

        get(one.sweep());

        assertThat(fresh().project(PROJECT).keys()).containsOnlyKeys("k1");
        get(other.sweep());
        assertThat(other.project(PROJECT).keys()).containsOnlyKeys("k1");
    }

    @Test
    @Proves("F42")
    void aStoreThatWentOnFromWhatItLostIsAForkAndNobodyIsOverruled() {
        InMemoryStore replica = store.copy();
        get(one.write(PROJECT, state -> Samples.set(state, "f", 2)));
        store.goBack(replica);
        get(other.write(PROJECT, state -> Samples.set(state, "f", 3)));

        get(one.sweep());
        get(other.sweep());

        assertThat(one.status().state()).isEqualTo(StoreStatus.State.DIVERGED);
        assertThat(Samples.value(one.environment(PRODUCTION), "f")).isEqualTo(2);
        assertThatThrownBy(() -> get(one.write(PROJECT, state -> Samples.set(state, "f", 4))))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("different histories");
        assertThat(other.status().connected()).isTrue();
        get(other.write(PROJECT, state -> Samples.set(state, "f", 4)));
    }

    @Test
    void twoKeysMadeOnTwoSidesOfALossAreAFork() {
        InMemoryStore replica = store.copy();
        get(one.write(PROJECT, state -> key(state, "k1")));
        store.goBack(replica);
        get(other.write(PROJECT, state -> key(state, "k2")));
        get(other.write(PROJECT, state -> key(state, "k3")));

        get(one.sweep());

        assertThat(one.status().state()).isEqualTo(StoreStatus.State.DIVERGED);
        assertThat(one.project(PROJECT).keys()).containsOnlyKeys("k1");
    }

    @Test
    void aProjectMadeAnewInAnEmptiedStoreIsNotTakenOver() {
        store.flush();
        NodeWorkspace stranger = Samples.workspace(store, 3, threads);
        get(stranger.write(
                PROJECT,
                state -> Optional.of(new Write(
                        PROJECT,
                        Samples.project().projectChange(),
                        Samples.project().environments(),
                        Samples.audit("project.create", "of a stranger")))));
        for (int i = 0; i < 5; i++) {
            get(stranger.write(PROJECT, state -> Samples.set(state, "x", 1)));
        }

        get(one.sweep());

        assertThat(Samples.value(one.environment(PRODUCTION), "f")).isEqualTo(1);
        assertThat(one.status().state()).isEqualTo(StoreStatus.State.DIVERGED);
        assertThat(one.status().detail()).contains("made anew");
    }

    @Test
    void howeverTheStoreGoesBackNothingAcknowledgedIsLostAndNobodyGoesBack() {
        for (long seed = SEED; seed < SEED + 200; seed++) {
            lossesAtRandom(seed);
        }
    }

    private void lossesAtRandom(long seed) {
        var random = new SplittableRandom(seed);
        var lossy = new InMemoryStore();
        lossy.loseHints(true);
        List<NodeWorkspace> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            nodes.add(Samples.workspace(lossy, seed * 10 + i, threads));
        }
        get(nodes.get(0).write(PROJECT, state -> Optional.of(Samples.project())));
        nodes.forEach(node -> get(node.sweep()));
        long count = 0;
        for (int round = 0; round < 6; round++) {
            InMemoryStore replica = lossy.copy();
            NodeWorkspace writer = nodes.get(random.nextInt(3));
            for (int i = random.nextInt(4); i > 0; i--) {
                long value = ++count;
                boolean ofKey = random.nextInt(5) == 0;
                get(writer.write(PROJECT, state -> ofKey ? key(state, "k" + value) : set(state, value)));
                if (random.nextBoolean()) {
                    get(nodes.get(random.nextInt(3)).sweep());
                }
            }
            switch (random.nextInt(3)) {
                case 0 -> lossy.flush();
                case 1 -> lossy.goBack(replica);
                default -> {}
            }
            List<NodeWorkspace> order = new ArrayList<>(nodes);
            java.util.Collections.shuffle(order, new java.util.Random(random.nextLong()));
            order.forEach(node -> get(node.sweep()));
            order.forEach(node -> get(node.sweep()));
            for (NodeWorkspace node : nodes) {
                assertThat(node.status().connected())
                        .as("seed %d, round %d: %s", seed, round, node.status())
                        .isTrue();
                assertThat(node.environment(PRODUCTION).stateId())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(writer.environment(PRODUCTION).stateId());
                assertThat(node.project(PROJECT).keys().keySet())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(writer.project(PROJECT).keys().keySet());
                assertThat(node.project(PROJECT).auditHead())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(writer.project(PROJECT).auditHead());
            }
        }
    }

    private static Optional<Write> set(ProjectState state, long value) {
        return Samples.set(state, "f" + value % 3, value);
    }

    private static Optional<Write> key(ProjectState state, String key) {
        return Optional.of(new Write(
                PROJECT,
                new ProjectChange(state.revision(), null, Map.of(), Map.of(key, Optional.of(Samples.bytes("{}")))),
                List.of(),
                Samples.audit("key.create", key)));
    }

    private NodeWorkspace fresh() {
        NodeWorkspace fresh = Samples.workspace(store, 99, threads);
        get(fresh.sweep());
        return fresh;
    }

    private List<String> actions() {
        return get(store.audit(PROJECT, 1, 1_000)).stream()
                .map(AuditRecord::action)
                .toList();
    }

    private void assertThatTheChainHolds() {
        String previous = null;
        for (AuditRecord entry : get(store.audit(PROJECT, 1, 1_000))) {
            assertThat(entry.intact()).isTrue();
            if (previous != null) {
                assertThat(entry.previous()).isEqualTo(previous);
            }
            previous = entry.digest();
        }
    }
}
