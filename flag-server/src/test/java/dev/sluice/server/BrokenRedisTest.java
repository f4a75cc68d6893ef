package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded Redis whose data is damaged, so that it does not start. */
final class BrokenRedisTest {

    @TempDir
    Path folder;

    private String state;

    @BeforeEach
    void aNodeWhoseRedisIsDamagedWhileItIsDown() throws Exception {
        try (OneServer server = OneServer.start(folder, Map.of())) {
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(200);
            state = server.state();
        }
        try (Stream<Path> files = Files.list(folder.resolve("redis/appendonlydir"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".incr.aof")).toList()) {
                Files.writeString(file, "this is no log of Redis\r\n");
            }
        }
    }

    @Test
    void aNodeWithACopyOnItsDiskServesItAndSaysWhyUntilRedisCanStart() throws Exception {
        try (OneServer server = OneServer.start(folder, Map.of())) {
            assertThat(server.management("/readyz").statusCode()).isEqualTo(200);
            assertThat(server.state()).isEqualTo(state);
            assertThat(server.enabled()).isTrue();
            assertThat(server.sdk("/sdk/v1/snapshot").statusCode()).isEqualTo(200);
            assertThat(server.api("POST", OneServer.FLAG + "/off").statusCode()).isEqualTo(503);
            assertThat(server.storeState()).isEqualTo("AWAY");
            assertThat(server.dependencies().path("redis").path("warnings").toString())
                    .contains("the embedded Redis did not come up", "Bad file format");

            delete(folder.resolve("redis/appendonlydir"));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.api("POST", OneServer.FLAG + "/off").statusCode() == 200);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.storeState().equals("CONNECTED"));
            assertThat(server.dependencies().path("redis").path("warnings")).isEmpty();
            assertThat(server.act("GET", "/api/v1/projects/demo/audit").body()).contains("store.replay");
        }
    }

    @Test
    void aNodeWithoutACopyDoesNotStartAndSaysWhatRedisSaid() throws Exception {
        delete(folder.resolve("copy"));

        assertThatThrownBy(() -> OneServer.start(folder, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Bad file format")
                .hasMessageContaining("redis.log");
    }

    private static void delete(Path path) throws IOException {
        List<Path> all;
        try (Stream<Path> below = Files.walk(path)) {
            all = below.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
