package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a process of its own stands still until Redis has closed its buffer, and then goes on. */
@Tag("slow")
final class StoppedReaderTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(3);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    @Proves("F47")
    void whatRedisDidNotDeliverToAStoppedNodeIsReadAndTheNextMessageIsHeardAgain() throws Exception {
        try (RedisProcess redis =
                        RedisProcess.start(folder.resolve("redis"), "client-output-buffer-limit pubsub 64kb 32kb 1");
                RedisLink link = RedisLinks.connected(redis.url())) {
            NodeWorkspace writer = Samples.workspace(new RedisStore(link, "writer"), 1, threads);
            Samples.sweep(writer);
            Samples.make(writer, PROJECT);
            Process reader = reader(redis.url());
            try {
                List<String> heard = heardOf(reader);
                await().atMost(SOON).until(() -> heard.contains("ready"));
                Samples.put(writer, "f", 1);
                await().atMost(SOON).until(() -> heard.contains("f=1"));

                signal(reader, "STOP");
                String junk = "x".repeat(20_000);
                await("Redis gives the stopped reader up").atMost(SOON).until(() -> {
                    for (int i = 0; i < 50; i++) {
                        redis.ask("PUBLISH", "sluice:feed", junk);
                    }
                    return subscribers(redis) == 1; // the writer's own
                });
                Samples.put(writer, "f", 2);
                signal(reader, "CONT");

                await("what it missed").atMost(SOON).until(() -> heard.contains("f=2"));
                await("it listens again").atMost(SOON).until(() -> subscribers(redis) == 2);
                Samples.put(writer, "f", 3);
                await("the next message").atMost(SOON).until(() -> heard.contains("f=3"));
            } finally {
                reader.destroyForcibly();
            }
        }
    }

    private static long subscribers(RedisProcess redis) {
        return (Long) redis.ask("PUBSUB", "NUMSUB", "sluice:feed").get(1);
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static Process reader(String redis) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        redis)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<String> heardOf(Process reader) {
        List<String> heard = new CopyOnWriteArrayList<>();
        threads.execute(() -> {
            try (var out =
                    new BufferedReader(new InputStreamReader(reader.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    heard.add(line);
                }
            } catch (IOException ended) {
                heard.add("ended");
            }
        });
        return heard;
    }

    /** The process that is stopped: it follows by hints alone, and says each value that it has. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) {
            ExecutorService own = Executors.newFixedThreadPool(2);
            RedisLink link = RedisLinks.connected(arguments[0]);
            NodeWorkspace node = Samples.workspace(new RedisStore(link, "reader"), 2, own);
            node.onChange(change -> System.out.println("f=" + Samples.value(change.after(), "f")));
            Samples.sweep(node);
            System.out.println("ready");
        }
    }
}
