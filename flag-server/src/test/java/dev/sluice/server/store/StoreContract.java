package dev.sluice.server.store;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.bytes;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.StateId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does; the fake and the real one both pass. */
public abstract class StoreContract {

    private static final long SEED = 20_261_121;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Store> opened = new ArrayList<>();
    private Store store;

    /** Another node's view of one and the same store. */
    protected abstract Store open();

    /** Loses everything that the store holds. */
    protected abstract void forgetEverything();

    @BeforeEach
    void openTheStore() {
        store = opened();
    }

    @AfterEach
    void closeTheStore() {
        opened.forEach(Store::close);
        threads.shutdownNow();
    }

    private Store opened() {
        Store another = new PatientStore(open());
        opened.add(another);
        return another;
    }

    private NodeWorkspace node(long seed) {
        NodeWorkspace node = Samples.workspace(opened(), seed, threads);
        get(node.sweep());
        return node;
    }

    @Test
    void aFreshStoreHasNoProjects() {
        assertThat(get(store.projects())).isEmpty();
        assertThat(get(store.read(PROJECT, Holding.NOTHING))).isEmpty();
        assertThat(get(store.audit(PROJECT, 1, 10))).isEmpty();
    }

    @Test
    void whatWasWrittenIsReadBackByteForByte() {
        NodeWorkspace node = node(1);
        byte[] odd = bytes("{ \"a\":1,\t\"ü\" : [ ]}");

        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        get(node.write(
                PROJECT,
                state -> Optional.of(new Write(
                        PROJECT,
                        new ProjectChange(1, null, Map.of("f", Optional.of(odd)), Map.of("k1", Optional.of(odd))),
                        List.of(new EnvironmentChange(
                                "production",
                                false,
                                1,
                                Map.of("f", Optional.of(odd)),
                                Map.of("s", Optional.of(odd)),
                                Map.of("f", Optional.of(Samples.record("f", 7))),
                                Map.of(),
                                true)),
                        Samples.audit("flag.create")))));

        ProjectState read = node(2).project(PROJECT);
        assertThat(read.revision()).isEqualTo(2);
        assertThat(read.document()).isEqualTo(bytes("{\"name\":\"Demo\"}"));
        assertThat(read.flags().get("f")).isEqualTo(odd);
        assertThat(read.keys().get("k1")).isEqualTo(odd);
        EnvironmentState production = read.environments().get("production");
        assertThat(production.targeting().get("f")).isEqualTo(odd);
        assertThat(production.segments().get("s")).isEqualTo(odd);
        assertThat(production.replica().flags().get("f").bytes()).isEqualTo(Samples.record("f", 7));
        assertThat(production.stateId()).isEqualTo(node.environment(PRODUCTION).stateId());
        assertThat(read.auditHead()).isEqualTo(node.project(PROJECT).auditHead());
    }

    @Test
    void versionsAreKeptAndForgottenInTheSameWrite() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));

        get(node.write(PROJECT, state -> Optional.of(keeping(state, Map.of("a/1", Optional.of(bytes("one")))))));
        get(node.write(
                PROJECT,
                state -> Optional.of(
                        keeping(state, Map.of("a/1", Optional.empty(), "a/2", Optional.of(bytes("two")))))));

        List<Optional<byte[]>> kept = get(node(2).versions(PROJECT, List.of("a/2", "a/1", "b/1")));
        assertThat(kept.get(0)).hasValue(bytes("two"));
        assertThat(kept.get(1)).isEmpty();
        assertThat(kept.get(2)).isEmpty();
    }

    @Test
    void aRestoreForgetsTheVersionsOfTheHistoryThatItEnds() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        ProjectState backup = node.project(PROJECT);
        get(node.write(PROJECT, state -> Optional.of(keeping(state, Map.of("a/1", Optional.of(bytes("one")))))));
        Survey stored = get(Survey.of(store, PROJECT, (kind, key, bytes) -> Optional.empty(), null))
                .orElseThrow();
        Replay restore = Succession.of(
                backup,
                List.of(),
                stored.state(),
                stored.audit(),
                Succession.generation(Instant.EPOCH, List.of(backup, stored.state())),
                "restore",
                Instant.EPOCH,
                Samples.audit("store.restore"),
                false);

        assertThat(get(store.replay(restore))).isEqualTo(CommitResult.WRITTEN);

        assertThat(get(store.versions(PROJECT, List.of("a/1")))).containsExactly(Optional.empty());
    }

    @Test
    void aConflictKeepsNoVersion() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        Commit late = commit(node.project(PROJECT), "late", "f", 1);
        get(node.write(PROJECT, state -> Samples.set(state, "f", 2)));

        Commit keeping = new Commit(
                PROJECT, "late", late.audit(), null, late.environments(), Map.of("a/1", Optional.of(bytes("never"))));

        assertThat(get(store.commit(keeping))).isEqualTo(CommitResult.CONFLICT);
        assertThat(get(store.versions(PROJECT, List.of("a/1")))).containsExactly(Optional.empty());
    }

    @Test
    void auditEntriesAreReadBackwardsUntilThereAreEnoughBytes() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        for (int i = 1; i <= 60; i++) {
            int value = i;
            get(node.write(PROJECT, state -> Samples.set(state, "f", value)));
        }

        assertThat(get(node.auditBefore(PROJECT, 61, 40)))
                .extracting(AuditRecord::seq)
                .hasSize(40)
                .startsWith(60L, 59L)
                .endsWith(21L);
        assertThat(get(node.auditBefore(PROJECT, 3, 40)))
                .extracting(AuditRecord::seq)
                .containsExactly(2L, 1L);
        assertThat(get(node.auditBefore(PROJECT, 1, 40))).isEmpty();
        byte[] large = new byte[(int) (Store.MOST_AUDIT_BYTES / 4)];
        for (int i = 0; i < 12; i++) {
            get(node.write(
                    PROJECT,
                    state -> Optional.of(new Write(
                            PROJECT,
                            new ProjectChange(state.revision(), bytes("{}"), Map.of(), Map.of()),
                            List.of(),
                            new AuditEntry("ada", "project.change", "", large)))));
        }
        assertThat(get(node.auditBefore(PROJECT, Long.MAX_VALUE, 1_000)).size()).isBetween(4, 10);
    }

    private static Write keeping(ProjectState state, Map<String, Optional<byte[]>> versions) {
        return new Write(
                PROJECT,
                new ProjectChange(state.revision(), bytes("{}"), Map.of(), Map.of()),
                List.of(),
                Samples.audit("flag.change"),
                versions);
    }

    @Test
    void aCommitOnAnOlderStateIsAConflictAndWritesNothing() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        ProjectState before = node.project(PROJECT);
        Commit late = commit(before, "late", "f", 1);
        get(node.write(PROJECT, state -> Samples.set(state, "f", 2)));

        CommitResult result = get(store.commit(late));

        assertThat(result).isEqualTo(CommitResult.CONFLICT);
        assertThat(Samples.value(node(3).environment(PRODUCTION), "f")).isEqualTo(2);
        assertThat(get(store.audit(PROJECT, 1, 10))).hasSize(2);
    }

    @Test
    void aCommitSentTwiceIsWrittenOnce() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        Commit commit = commit(node.project(PROJECT), "once", "f", 1);

        assertThat(get(store.commit(commit))).isEqualTo(CommitResult.WRITTEN);
        assertThat(get(store.commit(commit))).isEqualTo(CommitResult.WRITTEN);

        assertThat(node(2).environment(PRODUCTION).stateId().revision()).isEqualTo(2);
        assertThat(get(store.audit(PROJECT, 1, 10))).hasSize(2);
    }

    @Test
    void aProjectIsCreatedOnceHoweverManyTry() {
        NodeWorkspace one = node(1);
        NodeWorkspace other = node(2);
        Workspace.Planner create = state -> state == null ? Optional.of(Samples.project()) : Optional.empty();

        Written first = get(one.write(PROJECT, create));
        Written second = get(other.write(PROJECT, create));

        assertThat(first.changed()).isTrue();
        assertThat(second.changed()).isFalse();
        assertThat(second.environments()).isEqualTo(first.environments());
    }

    @Test
    void aReaderGetsTheChangesItLacksAndNothingElse() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        StateId held = node.environment(PRODUCTION).stateId();
        get(node.write(PROJECT, state -> Samples.set(state, "a", 1)));
        get(node.write(PROJECT, state -> Samples.set(state, "b", 2)));

        Reading reading = get(store.read(
                        PROJECT,
                        new Holding(node.project(PROJECT).documentsId(), 1, Map.of("production", held), Map.of())))
                .orElseThrow();

        assertThat(reading.documents()).isEmpty();
        var changes = (Reading.Changes) reading.environments().get("production");
        assertThat(changes.id()).isEqualTo(node.environment(PRODUCTION).stateId());
        assertThat(changes.changes())
                .extracting(change -> change.id().revision())
                .containsExactly(2L, 3L);
        assertThat(changes.changes().get(0).fromHash()).isEqualTo(held.hash());
        assertThat(changes.changes().get(1).flagRecords()).containsOnlyKeys("b");
        assertThat(changes.changes().get(1).cause().actor()).isEqualTo("ada");
    }

    @Test
    void aReaderWhoHasItAllIsToldSo() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        StateId held = node.environment(PRODUCTION).stateId();

        Reading reading = get(store.read(
                        PROJECT,
                        new Holding(node.project(PROJECT).documentsId(), 1, Map.of("production", held), Map.of())))
                .orElseThrow();

        assertThat(reading.environments()).containsExactly(Map.entry("production", new Reading.Same(held)));
    }

    @Test
    void aReaderWhoIsAheadIsToldThatTheStoreHasLess() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        StateId held = node.environment(PRODUCTION).stateId();
        StateId ahead = new StateId(held.epoch(), 9, held.hash());

        Reading reading = get(store.read(
                        PROJECT,
                        new Holding(node.project(PROJECT).documentsId(), 1, Map.of("production", ahead), Map.of())))
                .orElseThrow();

        assertThat(reading.environments()).containsExactly(Map.entry("production", new Reading.Less(held)));
    }

    @Test
    void aReaderOfAnotherEpochGetsTheWhole() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        get(node.write(PROJECT, state -> Samples.set(state, "a", 1)));
        StateId other = new StateId(new Epoch(1, "old"), 9, EnvironmentHash.EMPTY);

        Reading reading = get(store.read(
                        PROJECT,
                        new Holding(node.project(PROJECT).documentsId(), 1, Map.of("production", other), Map.of())))
                .orElseThrow();

        var whole = (Reading.Whole) reading.environments().get("production");
        assertThat(whole.flagRecords()).containsOnlyKeys("a");
        assertThat(whole.targeting()).containsOnlyKeys("a");
    }

    @Test
    void theAuditLogIsAChainThatHidesNoEdit() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        for (int i = 0; i < 5; i++) {
            long value = i;
            get(node.write(PROJECT, state -> Samples.set(state, "f", value)));
        }

        List<AuditRecord> entries = get(store.audit(PROJECT, 1, 100));

        assertThat(entries).extracting(AuditRecord::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        String previous = "";
        for (AuditRecord entry : entries) {
            assertThat(entry.previous()).isEqualTo(previous);
            assertThat(entry.intact()).isTrue();
            previous = entry.digest();
        }
        AuditRecord third = entries.get(2);
        AuditRecord forged = new AuditRecord(
                3,
                third.at(),
                "eve",
                third.action(),
                third.comment(),
                third.details(),
                third.previous(),
                third.digest());
        assertThat(forged.intact()).isFalse();
        assertThat(get(store.audit(PROJECT, 5, 1))).extracting(AuditRecord::seq).containsExactly(5L);
    }

    @Test
    void othersHearOfACommit() {
        NodeWorkspace node = node(1);
        var heard = new CopyOnWriteArrayList<String>();
        opened().onHint(heard::add);
        await().untilAsserted(() -> {
            get(node.write(
                    PROJECT, state -> state == null ? Optional.of(Samples.project()) : Samples.set(state, "f", 1)));
            assertThat(heard).contains(PROJECT);
        });
    }

    @Test
    void twoNodesThatWriteAtOnceLoseNoWrite() {
        NodeWorkspace one = node(1);
        NodeWorkspace other = node(2);
        get(one.write(PROJECT, state -> Optional.of(Samples.project())));
        List<io.vertx.core.Future<Written>> writes = new ArrayList<>();

        for (int i = 0; i < 50; i++) {
            NodeWorkspace node = i % 2 == 0 ? one : other;
            AuditEntry entry = Samples.audit("flag.change", "write " + i);
            writes.add(node.write(PROJECT, state -> {
                long now = Math.max(0, Samples.value(state.environments().get("production"), "count"));
                return Samples.set(state, "count", now + 1)
                        .map(write -> new Write(PROJECT, write.projectChange(), write.environments(), entry));
            }));
        }
        writes.forEach(Samples::get);

        NodeWorkspace third = node(3);
        assertThat(Samples.value(third.environment(PRODUCTION), "count")).isEqualTo(50);
        assertThat(third.environment(PRODUCTION).stateId().revision()).isEqualTo(51);
    }

    @Test
    void anyOrderOfRandomWritesFromTwoNodesEndsInOneStateEverywhere() {
        var random = new SplittableRandom(SEED);
        NodeWorkspace one = node(1);
        NodeWorkspace other = node(2);
        get(one.write(PROJECT, state -> Optional.of(Samples.project())));
        get(other.sweep());

        for (int i = 0; i < 60; i++) {
            NodeWorkspace node = random.nextBoolean() ? one : other;
            String flag = "f" + random.nextInt(5);
            long value = random.nextInt(100);
            boolean remove = random.nextInt(4) == 0;
            get(node.write(PROJECT, state -> remove ? Samples.remove(state, flag) : Samples.set(state, flag, value)));
        }
        get(one.sweep());
        get(other.sweep());

        EnvironmentState expected = node(3).environment(PRODUCTION);
        assertThat(expected.stateId().revision()).as("seed " + SEED).isEqualTo(61);
        for (NodeWorkspace node : List.of(one, other)) {
            assertThat(node.environment(PRODUCTION).stateId())
                    .as("seed " + SEED)
                    .isEqualTo(expected.stateId());
            assertThat(node.environment(PRODUCTION).targeting().keySet())
                    .as("seed " + SEED)
                    .isEqualTo(expected.targeting().keySet());
        }
    }

    @Test
    void aReaderIsToldOfTheAuditEntriesItLacks() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        AuditHead held = node.project(PROJECT).auditHead();
        get(node.write(PROJECT, state -> Samples.set(state, "a", 1)));
        get(node.write(PROJECT, state -> Samples.set(state, "b", 2)));

        Reading some = get(store.read(PROJECT, new Holding(DocumentsId.NONE, held.seq(), Map.of(), Map.of())))
                .orElseThrow();
        Reading all = get(store.read(PROJECT, Holding.NOTHING)).orElseThrow();

        assertThat(some.audit()).extracting(AuditRecord::seq).containsExactly(2L, 3L);
        assertThat(some.audit().get(0).previous()).isEqualTo(held.digest());
        assertThat(some.audit().get(1).intact()).isTrue();
        assertThat(all.audit()).extracting(AuditRecord::seq).containsExactly(1L, 2L, 3L);
        assertThat(all.lineage())
                .isEqualTo(new Lineage(all.audit().get(0).digest(), 0))
                .isEqualTo(node.project(PROJECT).lineage());
        assertThat(all.documentsId()).isEqualTo(node.project(PROJECT).documentsId());
    }

    @Test
    void aCommitOnAnotherAuditChainIsAConflict() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        Commit commit = commit(node.project(PROJECT), "once", "f", 1);
        var forged = new AuditRecord(
                2, commit.audit().at(), "ada", "flag.change", "", bytes("{}"), "0".repeat(64), "1".repeat(64));

        CommitResult result =
                get(store.commit(new Commit(PROJECT, "forged", forged, null, commit.environments(), Map.of())));

        assertThat(result).isEqualTo(CommitResult.CONFLICT);
    }

    @Test
    void aWholeCopyGoesOnlyIntoAStoreThatHasNoSuchProject() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        get(node.write(PROJECT, state -> Samples.set(state, "a", 1)));
        ProjectState mine = node.project(PROJECT);
        Replay replay = everything(mine, get(store.audit(PROJECT, 1, 10)));

        assertThat(get(store.replay(replay))).isEqualTo(CommitResult.CONFLICT);
        assertThat(get(store.audit(PROJECT, 1, 10))).hasSize(2);
    }

    @Test
    void whatIsReplayedIsReadBackByteForByteUnderTheOldName() {
        NodeWorkspace node = node(1);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        get(node.write(PROJECT, state -> Samples.set(state, "a", 1)));
        ProjectState mine = node.project(PROJECT);
        Replay replay = everything(mine, get(store.audit(PROJECT, 1, 10)));
        forgetEverything();

        assertThat(get(store.replay(replay))).isEqualTo(CommitResult.WRITTEN);
        assertThat(get(store.replay(replay))).as("sent twice").isEqualTo(CommitResult.WRITTEN);

        assertThat(get(store.projects())).containsExactly(PROJECT);
        ProjectState read = node(2).project(PROJECT);
        assertThat(read.lineage()).isEqualTo(mine.lineage());
        assertThat(read.documentsId()).isEqualTo(mine.documentsId());
        assertThat(read.document()).isEqualTo(mine.document());
        assertThat(read.auditHead()).isEqualTo(replay.head());
        EnvironmentState production = read.environments().get("production");
        assertThat(production.stateId()).isEqualTo(node.environment(PRODUCTION).stateId());
        assertThat(production.targeting().get("a"))
                .isEqualTo(node.environment(PRODUCTION).targeting().get("a"));
        assertThat(production.replica().flags().get("a").bytes()).isEqualTo(Samples.record("a", 1));
        assertThat(get(store.audit(PROJECT, 1, 10)))
                .allMatch(AuditRecord::intact)
                .hasSize(3);
    }

    private static Replay everything(ProjectState mine, List<AuditRecord> audit) {
        List<Replay.EnvironmentCopy> environments = mine.environments().values().stream()
                .map(state -> Replay.EnvironmentCopy.whole(state, null, state.stateId()))
                .toList();
        List<AuditRecord> all = new ArrayList<>(audit);
        all.add(AuditRecord.after(mine.auditHead(), Instant.EPOCH, Samples.audit("store.replay")));
        return new Replay(
                PROJECT, "copy", null, mine.lineage(), Replay.DocumentsCopy.of(mine), environments, all, true, false);
    }

    @Test
    void aPlanThatItselfIsWrongWritesNothing() {
        NodeWorkspace node = node(1);

        assertThatThrownBy(() -> get(node.write(
                        PROJECT,
                        state -> Optional.of(new Write(
                                PROJECT,
                                null,
                                List.of(EnvironmentChange.creation("production")),
                                Samples.audit("environment.create"))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not exist");

        assertThat(get(store.read(PROJECT, Holding.NOTHING))).isEmpty();
    }

    private static Commit commit(ProjectState state, String writeId, String flag, long value) {
        Preparation prepared = Preparation.of(
                state,
                Samples.set(state, flag, value).orElseThrow(),
                Instant.parse("2026-11-21T08:00:01Z"),
                () -> writeId);
        assertThat(new TreeMap<>(prepared.after().environments())).containsOnlyKeys("production");
        return prepared.commit();
    }
}
