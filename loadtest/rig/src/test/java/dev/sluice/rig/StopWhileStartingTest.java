package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class StopWhileStartingTest {
    private static final int MOST_TRIES = 5;

    @TempDir
    private Path folder;

    @Test
    void aServerThatIsToldToStopWhileItStartsLeavesNoRedisBehind() throws Exception {
        int tries = 1;
        while (!isStoppedWhileItStarts(Files.createDirectory(folder.resolve("try-" + tries)))) {
            assertThat(++tries)
                    .as("every server had started by the time that it was looked at")
                    .isLessThanOrEqualTo(MOST_TRIES);
        }
    }

    /** False when the server was faster than this test, which then tells nothing; it runs no longer. */
    private static boolean isStoppedWhileItStarts(Path data) throws Exception {
        Process server = start(data);
        try {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(data.resolve("redis/redis.pid")));
            if (Files.exists(data.resolve("server.json"))) {
                return false;
            }
            ProcessHandle redis = server.children().findFirst().orElseThrow();

            server.destroy();

            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(5)).until(() -> !redis.isAlive());
            assertThat(data.resolve("server.json")).doesNotExist();
            return true;
        } finally {
            end(server);
        }
    }

    private static Process start(Path data) throws IOException {
        Path jar = Repository.root().resolve("flag-server/target/flag-server.jar");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString(), "serve");
        builder.environment().put("SLUICE_DATA", data.toString());
        builder.environment().put("SLUICE_HTTP_PORT", "0");
        builder.environment().put("SLUICE_MANAGEMENT_PORT", "0");
        return builder.redirectErrorStream(true)
                .redirectOutput(data.resolve("server.log").toFile())
                .start();
    }

    /** The server first: it would start a Redis again that ends. */
    private static void end(Process server) throws InterruptedException {
        List<ProcessHandle> children = server.descendants().toList();
        server.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(20)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
}
