package dev.sluice.server.store.disk;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.InMemoryStore;
import dev.sluice.server.store.LogEntry;
import dev.sluice.server.store.LoggedChange;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.ProjectChange;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Remembered;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskCopyTest {

    private static final long SEED = 7;
    private static final long SOON_MILLIS = 50;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final InMemoryStore store = new InMemoryStore();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void whatANodeHeldIsReadBackByteForByte() throws Exception {
        ProjectState held = keep(20);

        Remembered kept = only();

        assertSame(kept.state(), held);
        assertThat(kept.history().audit()).hasSize(22);
        assertThat(kept.history().changes().get("production")).hasSize(21);
    }

    @Test
    void aNodeThatBeginsWithItIsLoadedAndGoesOn() throws Exception {
        keep(5);
        try (DiskCopy copy = open()) {
            NodeWorkspace next = Samples.workspace(store, 2, threads, copy.load(), copy::keep);
            assertThat(next.loaded()).isTrue();
            assertThat(Samples.value(next.environment(PRODUCTION), "f")).isEqualTo(4);

            get(next.write(PROJECT, state -> Samples.set(state, "f", 77)));
        }

        assertThat(Samples.value(only().state().environments().get("production"), "f"))
                .isEqualTo(77);
    }

    @Test
    void aNodeThatFollowsKeepsWhatOthersWrote() throws Exception {
        NodeWorkspace writer = Samples.workspace(store, 1, threads);
        get(writer.write(PROJECT, state -> Optional.of(Samples.project())));
        ProjectState held;
        try (DiskCopy copy = open()) {
            NodeWorkspace follower = Samples.workspace(store, 2, threads, List.of(), copy::keep);
            get(follower.sweep());
            for (long i = 0; i < 10; i++) {
                long value = i;
                get(writer.write(PROJECT, state -> Samples.set(state, "f", value)));
            }
            get(follower.sweep());
            held = follower.project(PROJECT);
        }

        assertSame(only().state(), held);
        assertThat(only().history().audit()).hasSize(11);
    }

    @Test
    void whatACopyKeptBringsBackAnEmptiedStore() throws Exception {
        ProjectState held = keep(5);
        store.flush();

        NodeWorkspace next = Samples.workspace(store, 2, threads, DiskCopy.read(folder), entry -> {});
        get(next.sweep());
        assertThat(get(store.projects()))
                .as("before it is known that this is the right store")
                .isEmpty();
        next.giveBack();
        get(next.sweep());

        NodeWorkspace fresh = Samples.workspace(store, 3, threads);
        get(fresh.sweep());
        assertThat(fresh.environment(PRODUCTION).stateId())
                .isEqualTo(held.environments().get("production").stateId());
        assertThat(fresh.project(PROJECT).keys()).containsOnlyKeys("k1");
    }

    @Test
    void onlyTheOwnerCanReadIt() throws Exception {
        keep(3);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void aLogThatIsCutOffAnywhereLosesItsTailAndNothingElse() throws Exception {
        keep(8);
        Path log = newest("log");
        byte[] whole = Files.readAllBytes(log);
        long before = -1;

        for (int length = 0; length <= whole.length; length += 7) {
            Files.write(log, Arrays.copyOf(whole, length));
            long value = revision();
            assertThat(value).as("cut at %d", length).isGreaterThanOrEqualTo(before);
            before = value;
        }
        Files.write(log, whole);
        assertThat(revision()).isEqualTo(9).isGreaterThanOrEqualTo(before);
    }

    @Test
    void aByteThatFlippedIsNeverBelieved() throws Exception {
        keep(8);
        var random = new SplittableRandom(SEED);
        for (String kind : List.of("log", "copy")) {
            Path file = newest(kind);
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < 100; i++) {
                byte[] broken = whole.clone();
                int at = random.nextInt(broken.length);
                broken[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, broken);
                for (Remembered kept : DiskCopy.read(folder)) {
                    EnvironmentState state = kept.state().environments().get("production");
                    long value = Samples.value(state, "f");
                    assertThat(state.stateId().revision())
                            .as("seed %d, %s, byte %d", SEED, kind, at)
                            .isEqualTo(value + 2);
                }
            }
            Files.write(file, whole);
        }
    }

    @Test
    void aCopyThatIsCutOffGivesWayToTheOneBefore() throws Exception {
        keep(5);
        try (DiskCopy copy = open()) {
            NodeWorkspace next = Samples.workspace(store, 2, threads, copy.load(), copy::keep);
            get(next.write(PROJECT, state -> Samples.set(state, "f", 77)));
        }
        Path copy = newest("copy");
        byte[] whole = Files.readAllBytes(copy);

        for (int length = 0; length < whole.length; length += 7) {
            Files.write(copy, Arrays.copyOf(whole, length));
            assertThat(revision()).as("cut at %d", length).isEqualTo(6);
        }
    }

    @Test
    void aDiskThatTakesNothingCostsNoWriteAndIsMadeUpForLater() throws Exception {
        Path blocked = folder.resolve("copy");
        NodeWorkspace node;
        try (DiskCopy copy = DiskCopy.open(blocked, InstantSource.system(), SOON_MILLIS)) {
            node = Samples.workspace(store, 1, threads, List.of(), copy::keep);
            Files.delete(blocked);
            Files.writeString(blocked, "a file where the folder was");

            get(node.write(PROJECT, state -> Optional.of(Samples.project())));
            await().until(() -> copy.trouble() != null);
            get(node.write(PROJECT, state -> Samples.set(state, "f", 1)));

            Files.delete(blocked);
            Files.createDirectory(blocked);
            await().until(() -> copy.trouble() == null);
            assertSame(DiskCopy.read(blocked).get(0).state(), node.project(PROJECT));
        }
    }

    @Test
    void whatWaitsBehindAStepThatTheDiskRefusesIsMadeUpForToo() throws Exception {
        List<LogEntry> steps = new ArrayList<>();
        NodeWorkspace node = Samples.workspace(store, 1, threads, List.of(), steps::add);
        get(node.write(PROJECT, state -> Optional.of(Samples.project())));
        for (long i = 0; i < 3; i++) {
            long value = i;
            get(node.write(PROJECT, state -> Samples.set(state, "f", value)));
        }
        var held = new CountDownLatch(1);
        try (DiskCopy copy = DiskCopy.open(folder, InstantSource.system(), SOON_MILLIS)) {
            copy.keep(steps.get(0));
            await().until(() -> !DiskCopy.read(folder).isEmpty());

            var holding = new CountDownLatch(1);
            copy.keep(doingOnce(steps.get(1), () -> {
                holding.countDown();
                awaitLatch(held);
            }));
            awaitLatch(holding);
            copy.keep(doingOnce(
                    steps.get(2), () -> Thread.currentThread().interrupt())); // closes the log as it is written
            copy.keep(steps.get(3));
            held.countDown();
            await("written anew").until(() -> Files.exists(folder.resolve(PROJECT + ".2.copy")));

            assertSame(only().state(), node.project(PROJECT));
            assertThat(only().history().changes().get("production")).hasSize(4);
        }
    }

    /** The step; the first who looks at its records does this. */
    private static LogEntry doingOnce(LogEntry step, Runnable what) {
        LoggedChange change = step.changes().get("production").get(0);
        var done = new AtomicBoolean();
        var records = new TreeMap<String, Optional<WireRecord>>(change.flagRecords()) {
            private static final long serialVersionUID = 1L;

            @Override
            public Collection<Optional<WireRecord>> values() {
                if (done.compareAndSet(false, true)) {
                    what.run();
                }
                return super.values();
            }
        };
        var watched = new LoggedChange(
                change.fromHash(),
                change.id(),
                change.cause(),
                change.targeting(),
                change.segments(),
                records,
                change.segmentRecords());
        return new LogEntry(
                step.before(),
                step.after(),
                step.audit(),
                step.rebased(),
                Map.of("production", List.of(watched)),
                step.whole());
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLongLogIsFoldedIntoANewCopyAndOldFilesGo() throws Exception {
        NodeWorkspace node;
        try (DiskCopy copy = open()) {
            node = Samples.workspace(store, 1, threads, List.of(), copy::keep);
            get(node.write(PROJECT, state -> Optional.of(Samples.project())));
            byte[] large = Samples.bytes("\"" + "x".repeat(200_000) + "\"");
            for (int i = 0; i < 40; i++) {
                get(node.write(
                        PROJECT,
                        state -> Optional.of(new Write(
                                PROJECT,
                                new ProjectChange(
                                        state.revision(), null, Map.of("large", Optional.of(large)), Map.of()),
                                List.of(),
                                Samples.audit("flag.change")))));
                get(node.write(
                        PROJECT,
                        state -> Optional.of(new Write(
                                PROJECT,
                                new ProjectChange(state.revision(), null, Map.of("large", Optional.empty()), Map.of()),
                                List.of(),
                                Samples.audit("flag.change")))));
            }
        }

        assertSame(only().state(), node.project(PROJECT));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).hasSizeLessThanOrEqualTo(4);
        }
    }

    /** Keeps a project with a key and {@code changes} changes of one flag. */
    private ProjectState keep(int changes) throws IOException {
        NodeWorkspace node;
        try (DiskCopy copy = open()) {
            node = Samples.workspace(store, 1, threads, List.of(), copy::keep);
            get(node.write(PROJECT, state -> Optional.of(Samples.project())));
            get(node.write(
                    PROJECT,
                    state -> Optional.of(new Write(
                            PROJECT,
                            new ProjectChange(1, null, Map.of(), Map.of("k1", Optional.of(Samples.bytes("{}")))),
                            List.of(),
                            Samples.audit("key.create")))));
            for (long i = 0; i < changes; i++) {
                long value = i;
                get(node.write(PROJECT, state -> Samples.set(state, "f", value)));
            }
        }
        return node.project(PROJECT);
    }

    private DiskCopy open() throws IOException {
        return DiskCopy.open(folder, InstantSource.system());
    }

    private Remembered only() throws IOException {
        List<Remembered> all = DiskCopy.read(folder);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private long revision() throws IOException {
        List<Remembered> all = DiskCopy.read(folder);
        return all.isEmpty()
                ? -1
                : all.get(0).state().environments().get("production").stateId().revision();
    }

    private Path newest(String kind) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = new ArrayList<>(
                    files.filter(file -> file.getFileName().toString().endsWith(kind))
                            .toList());
            all.sort((a, b) ->
                    a.getFileName().toString().compareTo(b.getFileName().toString()));
            return all.get(all.size() - 1);
        }
    }

    private static void assertSame(ProjectState kept, ProjectState held) {
        assertThat(kept.documentsId()).isEqualTo(held.documentsId());
        assertThat(kept.lineage()).isEqualTo(held.lineage());
        assertThat(kept.auditHead()).isEqualTo(held.auditHead());
        assertThat(kept.document()).isEqualTo(held.document());
        assertThat(kept.flags().keySet()).isEqualTo(held.flags().keySet());
        assertThat(kept.keys().keySet()).isEqualTo(held.keys().keySet());
        held.environments().forEach((name, state) -> {
            EnvironmentState same = kept.environments().get(name);
            assertThat(same.stateId()).isEqualTo(state.stateId());
            assertThat(same.targeting().keySet()).isEqualTo(state.targeting().keySet());
            state.replica()
                    .flags()
                    .forEach((key, record) ->
                            assertThat(same.replica().flags().get(key).bytes()).isEqualTo(record.bytes()));
        });
    }
}
