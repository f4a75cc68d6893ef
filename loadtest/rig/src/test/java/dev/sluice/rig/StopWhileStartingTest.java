package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class StopWhileStartingTest {

    @TempDir
    private Path folder;

    @Test
    void aServerThatIsToldToStopWhileItStartsLeavesNoRedisBehind() throws Exception {
        Path jar = Repository.root().resolve("flag-server/target/flag-server.jar");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString(), "serve");
        builder.environment().put("SLUICE_DATA", folder.toString());
        builder.environment().put("SLUICE_HTTP_PORT", "0");
        builder.environment().put("SLUICE_MANAGEMENT_PORT", "0");
        Process server = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(folder.resolve("redis/redis.pid")));
            assertThat(folder.resolve("server.json")).doesNotExist();
            ProcessHandle redis = server.children().findFirst().orElseThrow();

            server.destroy();

            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(5)).until(() -> !redis.isAlive());
            assertThat(leftBehind()).isEmpty();
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
    }

    private Stream<String> leftBehind() throws IOException {
        return Files.list(folder).map(Path::getFileName).map(Path::toString).filter("server.json"::equals);
    }
}
