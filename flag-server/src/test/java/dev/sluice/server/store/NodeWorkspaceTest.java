package dev.sluice.server.store;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NodeWorkspaceTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final InMemoryStore store = new InMemoryStore();
    private NodeWorkspace node;
    private NodeWorkspace other;

    @BeforeEach
    void createTheProject() {
        node = Samples.workspace(store, 1, threads);
        other = Samples.workspace(store, 2, threads);
        get(node.sweep());
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        get(other.sweep());
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void aWriteIsInMemoryWhenItsFutureCompletes() {
        Written written = get(node.write(PROJECT, state -> Samples.set(state, "f", 7)));

        assertThat(Samples.value(node.environment(PRODUCTION), "f")).isEqualTo(7);
        assertThat(written.changed()).isTrue();
        assertThat(written.environments())
                .containsEntry("production", node.environment(PRODUCTION).stateId());
    }

    @Test
    void aHintBringsTheChangeToTheOtherNode() {
        get(node.write(PROJECT, state -> Samples.set(state, "f", 7)));

        await().untilAsserted(() ->
                assertThat(Samples.value(other.environment(PRODUCTION), "f")).isEqualTo(7));
    }

    @Test
    void aLostHintCostsDelayUntilTheSweepAndNothingElse() {
        store.loseHints(true);
        get(node.write(PROJECT, state -> Samples.set(state, "f", 7)));
        assertThat(Samples.value(other.environment(PRODUCTION), "f")).isEqualTo(-1);

        get(other.sweep());

        assertThat(other.environment(PRODUCTION).stateId())
                .isEqualTo(node.environment(PRODUCTION).stateId());
    }

    @Test
    void whatAPlannerFindsAlreadySoIsOnlyBelievedOfTheNewestState() {
        store.loseHints(true);
        get(other.write(PROJECT, state -> Samples.set(state, "f", 1)));
        get(node.write(PROJECT, state -> Samples.set(state, "f", 2)));

        Written written = get(other.write(PROJECT, state -> {
            long now = Samples.value(state.environments().get("production"), "f");
            return now == 1 ? Optional.empty() : Samples.set(state, "f", 1);
        }));

        assertThat(written.changed()).isTrue();
        assertThat(Samples.value(other.environment(PRODUCTION), "f")).isEqualTo(1);
    }

    @Test
    void whatAPlannerRefusesIsOnlyRefusedOnTheNewestState() {
        store.loseHints(true);
        get(node.write(PROJECT, state -> Samples.set(state, "new", 1)));

        Written written = get(other.write(PROJECT, state -> {
            if (Samples.value(state.environments().get("production"), "new") < 0) {
                throw new IllegalArgumentException("there is no flag new");
            }
            return Samples.set(state, "new", 2);
        }));

        assertThat(written.changed()).isTrue();
    }

    @Test
    void aRefusalOfThePlannerComesThroughAsItIs() {
        var refusal = new IllegalArgumentException("no such flag");

        assertThatThrownBy(() -> get(node.write(PROJECT, state -> {
                    throw refusal;
                })))
                .isSameAs(refusal);
        store.away(true);
        assertThatThrownBy(() -> get(node.write(PROJECT, state -> {
                    throw refusal;
                })))
                .isSameAs(refusal);
    }

    @Test
    void whileTheStoreIsAwayReadsGoOnAndWritesAreRefused() {
        get(node.write(PROJECT, state -> Samples.set(state, "f", 7)));
        store.away(true);

        assertThatThrownBy(() -> get(node.write(PROJECT, state -> Samples.set(state, "f", 8))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(Samples.value(node.environment(PRODUCTION), "f")).isEqualTo(7);
        assertThat(node.status().state()).isEqualTo(StoreStatus.State.AWAY);

        store.away(false);
        await().untilAsserted(() -> assertThat(node.status().connected()).isTrue());
        get(node.write(PROJECT, state -> Samples.set(state, "f", 8)));
        assertThat(Samples.value(node.environment(PRODUCTION), "f")).isEqualTo(8);
    }

    @Test
    void anEmptiedStoreNeverMeansThatAllFlagsWereDeleted() {
        get(node.write(PROJECT, state -> Samples.set(state, "f", 7)));
        store.flush();

        get(node.sweep());

        assertThat(Samples.value(node.environment(PRODUCTION), "f")).isEqualTo(7);
        assertThat(node.status().connected()).isTrue();
        NodeWorkspace fresh = Samples.workspace(store, 3, threads);
        get(fresh.sweep());
        assertThat(fresh.environment(PRODUCTION).stateId())
                .isEqualTo(node.environment(PRODUCTION).stateId());
    }

    @Test
    void anotherHistoryOfTheSameProjectIsNeverTakenOver() {
        store.loseHints(
                true); // or the other node might hear of the change late, and write it back before the stranger comes
        get(node.write(PROJECT, state -> Samples.set(state, "f", 7)));
        store.flush();
        NodeWorkspace stranger = Samples.workspace(store, 3, threads);
        get(stranger.write(PROJECT, state -> Optional.of(Samples.project())));
        for (long i = 0; i < 5; i++) {
            long value = i;
            get(stranger.write(PROJECT, state -> Samples.set(state, "f", value)));
        }

        get(node.sweep());

        assertThat(Samples.value(node.environment(PRODUCTION), "f")).isEqualTo(7);
        assertThat(node.status().state()).isEqualTo(StoreStatus.State.DIVERGED);
    }

    @Test
    void listenersHearEachRevisionOnceAndInOrder() {
        var heard = new CopyOnWriteArrayList<StateChange>();
        other.onChange(heard::add);
        for (long i = 1; i <= 100; i++) {
            long value = i;
            get(node.write(PROJECT, state -> Samples.set(state, "f", value)));
        }

        await().until(() -> !heard.isEmpty()
                && heard.get(heard.size() - 1).after().stateId().revision() == 101);
        List<Long> causes = new ArrayList<>();
        for (int i = 0; i < heard.size(); i++) {
            if (i > 0) {
                assertThat(heard.get(i).before()).isSameAs(heard.get(i - 1).after());
            }
            heard.get(i).causes().forEach(cause -> causes.add(cause.revision()));
        }
        assertThat(causes).isSorted().hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void tooManyWaitingWritesAreRefusedInsteadOfKept() {
        List<Future<Written>> writes = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            writes.add(node.write(PROJECT, state -> Samples.set(state, "f", 1)));
        }

        List<String> refusals = new ArrayList<>();
        for (Future<Written> write : writes) {
            try {
                get(write);
            } catch (StoreUnavailableException e) {
                refusals.add(e.getMessage());
            }
        }

        assertThat(refusals).allMatch(message -> message.contains("waiting already"));
        assertThat(node.environment(PRODUCTION).stateId().revision()).isEqualTo(1 + 3_000 - refusals.size());
    }
}
