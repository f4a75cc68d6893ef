package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.internal.disk.CopyFile;
import dev.sluice.sdk.support.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that does nothing but write its copy is killed in the middle of it; the copy is whole, and no older than it said. */
class KilledWriterTest {

    private static final WireCodec CODEC = new WireCodec();

    @TempDir
    Path folder;

    @Test
    @Tag("slow")
    @Proves("F21")
    void aWriterKilledTwentyTimesLeavesAWholeCopyEachTime() throws Exception {
        kill(20, 21);
    }

    @Test
    @Tag("drill")
    void aWriterKilledTwoHundredTimesLeavesAWholeCopyEachTime() throws Exception {
        kill(200, 22);
    }

    private void kill(int times, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int kill = 0; kill < times; kill++) {
            long written = writeAndKill(random.nextLong(0, 20_000_000));

            List<String> complaints = new ArrayList<>();
            SnapshotEvent found = new CopyFile(folder, "state")
                    .read(CODEC::decodeSnapshot, complaints::add)
                    .orElseThrow()
                    .content();
            String what = "kill " + kill + " of seed " + seed;
            assertThat(complaints).as(what).isEmpty();
            assertThat(found.id().revision()).as(what).isBetween(written, written + 1);
        }
    }

    /** The last revision that the writer said was on disk. */
    private long writeAndKill(long nanos) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = -1;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            last = Long.parseLong(said.readLine());
            LockSupport.parkNanos(nanos);
            writer.toHandle().destroyForcibly(); // which leaves what it has said to be read
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = line.endsWith(".") ? Long.parseLong(line.substring(0, line.length() - 1)) : last;
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return last;
    }

    /** The other process: writes state after state, and says which is on disk. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) throws IOException {
            CopyFile file = new CopyFile(Path.of(args[0]), "state");
            World world = new World();
            world.set(World.bool("first", true));
            file.write(world.encodedSnapshot(), kept -> false);
            System.out.println(world.id().revision());
            for (int i = 0; ; i++) {
                world.set(World.bool("flag-" + i % 50, i % 2 == 0));
                file.write(world.encodedSnapshot(), kept -> false);
                System.out.println(world.id().revision() + ".");
            }
        }
    }
}
