package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.internal.disk.CopyFile;
import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.support.Log;
import dev.sluice.sdk.support.VirtualTime;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to disk, and when. */
class DiskCopyTest {

    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    Path folder;

    private final VirtualTime time = new VirtualTime();
    private final InstantSource clock = () -> START.plus(time.elapsed());
    private final World world = new World();

    @Test
    void aStateIsWrittenWithinASecondAndOnlyTheNewestOfASecond() throws Exception {
        DiskCopy copy = copy();
        world.set(World.bool("a", true));
        copy.keep(world.replica(), Duration.ZERO);
        time.pass(Duration.ofMillis(900));
        world.set(World.bool("a", false));
        copy.keep(world.replica(), Duration.ZERO);
        assertThat(files()).isEmpty();

        time.pass(Duration.ofMillis(100));
        assertThat(onDisk()).isEqualTo(world.snapshot());
        assertThat(folder.resolve(file().path().getFileName() + ".previous")).doesNotExist();

        SnapshotEvent before = world.snapshot();
        world.set(World.bool("b", true));
        copy.keep(world.replica(), Duration.ZERO);
        time.pass(DiskCopy.WRITTEN_WITHIN);
        assertThat(onDisk()).isEqualTo(world.snapshot());
        Files.delete(file().path());
        assertThat(onDisk()).as("the previous one is kept").isEqualTo(before);
    }

    @Test
    @Proves("F21")
    void anEmptyStateNeverTakesThePlaceOfOneWithFlags() {
        DiskCopy copy = copy();
        world.set(World.bool("a", true));
        copy.keep(world.replica(), Duration.ZERO);
        time.pass(DiskCopy.WRITTEN_WITHIN);
        SnapshotEvent written = world.snapshot();

        world.remove("a");
        copy.keep(world.replica(), Duration.ZERO);
        time.pass(Duration.ofHours(1));

        assertThat(onDisk()).isEqualTo(written);
    }

    @Test
    void aDiskThatHangsKeepsOneStateWaitingAndAllThatWasSaidIsAsOldAsItIs() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        Loop hanging = new Loop() {
            @Override
            public void execute(Runnable task) {
                tasks.add(task);
            }

            @Override
            public Timer after(Duration delay, Runnable task) {
                return time.after(delay, task);
            }

            @Override
            public long nanos() {
                return time.nanos();
            }
        };
        DiskCopy copy = new DiskCopy(file(), hanging, clock, new Complaints(time::nanos));
        for (int i = 0; i < 1_000; i++) {
            world.set(World.bool("a", i % 2 == 0));
            copy.keep(world.replica(), Duration.ZERO);
        }
        assertThat(tasks).hasSize(1);
        time.pass(Duration.ofMinutes(10));

        tasks.remove().run();
        time.pass(DiskCopy.WRITTEN_WITHIN);

        assertThat(onDisk()).isEqualTo(world.snapshot());
        assertThat(copy().read().age()).isEqualTo(Duration.ofMinutes(10).plus(DiskCopy.WRITTEN_WITHIN));
        world.set(World.bool("b", true));
        copy.keep(world.replica(), Duration.ZERO);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void closingWritesWhatStillWaits() {
        DiskCopy copy = copy();
        world.set(World.bool("a", true));
        copy.keep(world.replica(), Duration.ZERO);

        assertThat(copy.close()).isDone();

        assertThat(onDisk()).isEqualTo(world.snapshot());
    }

    @Test
    void theCopyIsAsOldAsTheServersLastWordOnIt() {
        DiskCopy copy = copy();
        world.set(World.bool("a", true));
        copy.keep(world.replica(), Duration.ZERO);
        for (int i = 0; i < 240; i++) {
            time.pass(Duration.ofSeconds(15));
            copy.keep(world.replica(), Duration.ZERO);
        }
        assertThat(copy().read().age()).isLessThanOrEqualTo(DiskCopy.AGAIN_AFTER);

        time.pass(Duration.ofHours(5));
        assertThat(copy().read().age())
                .isBetween(Duration.ofHours(5), Duration.ofHours(5).plus(DiskCopy.AGAIN_AFTER));
        copy.close();
        assertThat(copy().read().age())
                .as("known to the second when the client closes")
                .isEqualTo(Duration.ofHours(5));
    }

    /** Elapsed time stands still while a machine sleeps, as Linux has it; its wall clock goes on. */
    @Test
    void aMachineThatSleptThroughTheNightConfirmsNothingOfThatNight() throws Exception {
        AtomicReference<Duration> slept = new AtomicReference<>(Duration.ZERO);
        InstantSource wall = () -> clock.instant().plus(slept.get());
        DiskCopy copy = new DiskCopy(file(), time, wall, new Complaints(time::nanos));
        copy.keep(worldsReplica(), Duration.ZERO);
        time.pass(DiskCopy.WRITTEN_WITHIN);

        slept.set(Duration.ofHours(8));
        time.pass(Duration.ofSeconds(5));
        copy.close();

        assertThat(Files.getLastModifiedTime(file().path()).toInstant()).isEqualTo(START);
        assertThat(copy.read().age()).isGreaterThan(Duration.ofHours(8));
    }

    @Test
    void aStateOfAServerThatHasLostItsStoreIsAsOldAsThatLoss() {
        DiskCopy copy = copy();
        copy.keep(worldsReplica(), Duration.ofHours(2));

        time.pass(DiskCopy.WRITTEN_WITHIN);

        assertThat(onDisk()).isEqualTo(world.snapshot());
        assertThat(copy().read().age()).isEqualTo(Duration.ofHours(2).plus(DiskCopy.WRITTEN_WITHIN));
    }

    @Test
    void aCopyFromTheFutureIsNotYoungerThanNow() throws Exception {
        DiskCopy copy = copy();
        world.set(World.bool("a", true));
        copy.keep(world.replica(), Duration.ZERO);
        time.pass(DiskCopy.WRITTEN_WITHIN);

        Files.setLastModifiedTime(file().path(), FileTime.from(clock.instant().plusSeconds(3_600)));

        assertThat(copy.read().age()).isZero();
    }

    @Test
    void anOlderStateThatWaitedNeitherReplacesNorMarksANewerOneOfAnotherProcess() throws Exception {
        DiskCopy late = copy();
        late.keep(worldsReplica(), Duration.ZERO);
        Replica older = world.replica();
        DiskCopy other = copy();
        world.set(World.bool("b", true));
        other.keep(world.replica(), Duration.ZERO);
        other.close();

        time.pass(DiskCopy.WRITTEN_WITHIN);
        late.keep(older, Duration.ZERO);
        time.pass(Duration.ofHours(1));
        late.keep(older, Duration.ZERO);
        late.close();

        assertThat(onDisk()).isEqualTo(world.snapshot());
        assertThat(copy().read().age()).isGreaterThanOrEqualTo(Duration.ofHours(1));

        world.set(World.bool("c", true));
        late.keep(world.replica(), Duration.ZERO);
        time.pass(DiskCopy.WRITTEN_WITHIN);
        assertThat(onDisk()).as("newer again").isEqualTo(world.snapshot());
    }

    @Test
    void whatAnotherProcessWroteIsNotMarkedAsTrueByThisOne() {
        DiskCopy first = copy();
        first.keep(worldsReplica(), Duration.ZERO);
        time.pass(DiskCopy.WRITTEN_WITHIN);
        Replica older = world.replica();
        DiskCopy other = copy();
        world.set(World.bool("b", true));
        other.keep(world.replica(), Duration.ZERO);
        time.pass(DiskCopy.WRITTEN_WITHIN);

        time.pass(Duration.ofHours(1));
        first.keep(older, Duration.ZERO);
        first.close();

        assertThat(onDisk()).isEqualTo(world.snapshot());
        assertThat(copy().read().age()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void theKeyIsNowhereInTheFilesNorTheirNames() throws Exception {
        copy().keep(worldsReplica(), Duration.ZERO);
        time.pass(DiskCopy.WRITTEN_WITHIN);
        world.set(World.bool("b", true));
        DiskCopy again = copy();
        again.keep(world.replica(), Duration.ZERO);
        time.pass(DiskCopy.WRITTEN_WITHIN);

        assertThat(files()).hasSize(3).allSatisfy(each -> {
            assertThat(each.toString()).doesNotContain(Clients.KEY);
            assertThat(Files.readString(each, StandardCharsets.ISO_8859_1)).doesNotContain(Clients.KEY);
        });
    }

    @Test
    void environmentsDoNotMeetInOneFile() {
        assertThat(DiskCopy.file(folder, options("http://a.example", "one")).path())
                .isNotEqualTo(DiskCopy.file(folder, options("http://a.example", "two"))
                        .path())
                .isNotEqualTo(DiskCopy.file(folder, options("http://b.example", "one"))
                        .path())
                .isEqualTo(DiskCopy.file(folder, options("http://a.example", "one"))
                        .path());
    }

    @Test
    @Proves("F21")
    void aFolderThatCannotBeCostsOneWarningAndIsTriedAgain() throws Exception {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where the folder should be");
        Complaints complaints = new Complaints(time::nanos);
        CopyFile file = DiskCopy.file(blocked, options("http://a.example", "one"));
        DiskCopy copy = new DiskCopy(file, time, clock, complaints);
        try (Log log = Log.of("dev.sluice.sdk")) {
            world.set(World.bool("a", true));
            copy.keep(world.replica(), Duration.ZERO);
            time.pass(Duration.ofMinutes(5));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN The flags cannot be kept on disk, in " + file.path());

            Files.delete(blocked);
            time.pass(DiskCopy.AGAIN_AFTER);
            assertThat(copy.read().state().toEvent()).isEqualTo(world.snapshot());
        }
    }

    @Test
    @Tag("slow")
    @Proves("F21")
    void aDiskThatIsFullOrReadOnlyKeepsTheCopyAndTakesTheNextOneWhenItCan() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString()), "can't mount");
        try {
            DiskCopy copy = copy();
            copy.keep(worldsReplica(), Duration.ZERO);
            time.pass(DiskCopy.WRITTEN_WITHIN);
            SnapshotEvent first = world.snapshot();
            fill(folder.resolve("filler"));
            for (int i = 0; i < 30; i++) {
                world.set(World.bool("flag-number-" + i, true));
            }

            copy.keep(world.replica(), Duration.ZERO);
            time.pass(Duration.ofSeconds(30));
            assertThat(onDisk()).as("full").isEqualTo(first);

            Files.delete(folder.resolve("filler"));
            assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
            time.pass(DiskCopy.AGAIN_AFTER);
            assertThat(onDisk()).as("read-only").isEqualTo(first);

            assertThat(run("mount", "-o", "remount,rw", folder.toString())).isTrue();
            time.pass(DiskCopy.AGAIN_AFTER);
            assertThat(onDisk()).as("writable again").isEqualTo(world.snapshot());
        } finally {
            run("umount", "-l", folder.toString());
        }
    }

    private DiskCopy copy() {
        return new DiskCopy(file(), time, clock, new Complaints(time::nanos));
    }

    private CopyFile file() {
        return DiskCopy.file(folder, options("http://a.example", Clients.KEY));
    }

    private SnapshotEvent onDisk() {
        return file().read(new WireCodec()::decodeSnapshot, complaint -> {})
                .orElseThrow()
                .content();
    }

    private Replica worldsReplica() {
        world.set(World.bool("a", true));
        return world.replica();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static FlagClientOptions options(String server, String key) {
        return FlagClientOptions.builder(URI.create(server), key).build();
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4_096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
