package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.redis.SmallDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that starts on a disk without room. */
@Tag("slow")
final class FullDiskStartTest {

    @TempDir
    Path folder;

    @Test
    @Proves("F51")
    void aNodeThatStartsOnAFullDiskServesItsCopyAndWritesWhenThereIsRoomAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.over(folder, 32)) {
            try (OneServer server = OneServer.start(folder, Map.of())) {
                assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode())
                        .isEqualTo(200);
            }
            disk.fill();

            try (OneServer server = OneServer.start(folder, Map.of())) {
                assertThat(server.enabled()).isTrue();
                assertThat(server.sdk("/sdk/v1/snapshot").statusCode()).isEqualTo(200);
                assertThat(server.api("POST", OneServer.FLAG + "/off").statusCode())
                        .isIn(503, 507);

                disk.makeRoom();

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> server.api("POST", OneServer.FLAG + "/off").statusCode() == 200);
            }
        }
    }
}
