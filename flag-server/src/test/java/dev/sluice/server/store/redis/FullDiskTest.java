package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.StoreStatus;
import dev.sluice.server.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of Redis is full. */
@Tag("slow")
final class FullDiskTest {

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.over(folder, 6);
    }

    @AfterEach
    void unmount() throws Exception {
        threads.shutdownNow();
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    @Proves("F51")
    void readsGoOnWritesAreRefusedWithTheCauseAndAllIsWellWhenThereIsRoomAgain() throws IOException {
        try (RedisProcess redis = RedisProcess.start(folder, "appendonly yes", "appendfsync everysec");
                RedisLink link = RedisLinks.connected(redis.url())) {
            NodeWorkspace node = Samples.workspace(new RedisStore(link, "node"), 1, threads);
            Samples.sweep(node);
            Samples.make(node, PROJECT);
            disk.fill();

            await("full")
                    .atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThatThrownBy(() ->
                                    get(node.write(PROJECT, state -> Samples.set(state, "f", System.nanoTime()))))
                            .isInstanceOfSatisfying(StoreUnavailableException.class, full -> {
                                assertThat(full.kind()).isEqualTo(StoreUnavailableException.Cause.FULL);
                                assertThat(full).hasMessageContaining("MISCONF");
                            }));
            assertThat(node.status().state()).isEqualTo(StoreStatus.State.READ_ONLY);
            assertThat(node.status().detail()).contains("MISCONF");
            NodeWorkspace fresh = Samples.workspace(new RedisStore(link, "fresh"), 2, threads);
            Samples.sweep(fresh);
            assertThat(fresh.environment(PRODUCTION).stateId())
                    .isEqualTo(node.environment(PRODUCTION).stateId());
            assertThat(link.connected()).isTrue();

            disk.makeRoom();
            await("writable again, by itself")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> node.status().state() == StoreStatus.State.CONNECTED);
            Samples.put(node, "f", 1);
        }
    }
}
