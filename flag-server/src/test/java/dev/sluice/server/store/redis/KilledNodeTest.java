package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.proof.Proves;
import dev.sluice.server.store.Again;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.DocumentCheck;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.Remembered;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.StoreCheck;
import dev.sluice.server.store.Survey;
import dev.sluice.server.store.disk.DiskCopy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a process of its own is killed with -9 at random moments while it writes as fast as it can. */
@Proves("F31")
final class KilledNodeTest {

    private static final long SEED = 1_031;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    @Tag("slow")
    void whereverANodeIsKilledItsWriteIsThereWholeOrNotAtAllAndItsDiskAgrees() throws Exception {
        inParallel(2, 5);
    }

    @Test
    @Tag("drill")
    void theSameAHundredTimes() throws Exception {
        inParallel(2, 60);
    }

    private void inParallel(int runs, int kills) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Path own = folder.resolve("run" + run);
            long seed = SEED + run;
            all.add(threads.submit(() -> {
                killAndCheck(own, seed, kills);
                return seed;
            }));
        }
        for (Future<?> run : all) {
            run.get();
        }
    }

    private void killAndCheck(Path own, long seed, int kills) throws Exception {
        var random = new SplittableRandom(seed);
        try (RedisProcess redis = RedisProcess.start(own.resolve("redis"))) {
            redis.ask("PING");
            try (RedisLink link = RedisLinks.connected(redis.url())) {
                long acknowledged = 0;
                for (int kill = 0; kill < kills; kill++) {
                    acknowledged = Math.max(acknowledged, writeAndDie(redis, own.resolve("copy"), random));
                    check(link, own.resolve("copy"), acknowledged, "seed " + seed + ", kill " + kill);
                }
            }
        }
    }

    /** Runs a node, kills it, and gives the last number that it was told is written. */
    private static long writeAndDie(RedisProcess redis, Path copy, SplittableRandom random) throws IOException {
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        redis.url(),
                        copy.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (var out = new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.US_ASCII))) {
            int wait = 1 + random.nextInt(40);
            String line = out.readLine();
            while (line != null && wait-- > 0) {
                last = number(line, last);
                line = out.readLine();
            }
            LockSupport.parkNanos(random.nextInt(3_000_000));
            node.toHandle()
                    .destroyForcibly(); // the process's own method would close the stream that is still to be read
            for (; line != null; line = out.readLine()) {
                last = number(line, last);
            }
        } finally {
            node.destroyForcibly();
        }
        assertThat(last).as("the node has written something").isPositive();
        return last;
    }

    private static long number(String line, long otherwise) {
        return line.startsWith("written ") ? Long.parseLong(line.substring(8)) : otherwise;
    }

    private void check(RedisLink link, Path copy, long acknowledged, String when) throws IOException {
        var store = new RedisStore(link, "checker");
        NodeWorkspace fresh = Samples.workspace(store, 2, threads);
        Samples.sweep(fresh);
        EnvironmentState state = fresh.environment(PRODUCTION);
        long value = Samples.value(state, "left");
        assertThat(value).as(when).isGreaterThanOrEqualTo(acknowledged);
        assertThat(Samples.value(state, "right")).as(when).isEqualTo(value);
        EnvironmentHash sum = EnvironmentHash.EMPTY;
        for (var record : state.replica().flags().entrySet()) {
            sum = sum.plus(RecordHash.of(
                    RecordKind.FLAG, record.getKey(), record.getValue().bytes()));
        }
        assertThat(state.stateId().hash()).as(when).isEqualTo(sum);
        List<AuditRecord> tail =
                get(Again.ask(() -> store.audit(PROJECT, state.stateId().revision(), 10)));
        assertThat(tail).as(when).hasSize(1);

        Survey survey = get(Again.ask(() -> Survey.of(store, PROJECT, DocumentCheck.NONE, null)))
                .orElseThrow();
        for (Remembered kept : DiskCopy.read(copy)) {
            assertThat(StoreCheck.project(PROJECT, survey, kept))
                    .as(when)
                    .noneMatch(finding -> finding.severity() == StoreCheck.Severity.WRONG)
                    .noneMatch(finding -> finding.text().contains("has lost"));
        }
    }

    /**
     * The process that is killed: a node with its copy on disk, which says each number that it has written. Its first write is tried until
     * it is taken, so that there is something to say; whatever fails later ends it, as a kill at that moment would.
     */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            ExecutorService own = Executors.newFixedThreadPool(2);
            try {
                RedisLink link = RedisLinks.connected(arguments[0]);
                DiskCopy copy = DiskCopy.open(Path.of(arguments[1]), InstantSource.system());
                NodeWorkspace node = Samples.workspace(
                        new RedisStore(link, "writer"), System.nanoTime(), own, copy.load(), copy::keep);
                Samples.sweep(node);
                Samples.make(node, PROJECT);
                long first = 1 + Math.max(0, Samples.value(node.environment(PRODUCTION), "left"));
                get(Again.ask(() -> node.write(PROJECT, state -> Pairs.set(state, first))));
                System.out.println("written " + first);
                for (long number = first + 1; ; number++) {
                    long value = number;
                    get(node.write(PROJECT, state -> Pairs.set(state, value)));
                    System.out.println("written " + value);
                }
            } finally {
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
