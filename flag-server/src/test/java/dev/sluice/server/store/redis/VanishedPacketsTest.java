package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packets to Redis are dropped in silence, so that no connection ever ends by itself. */
@Tag("slow")
final class VanishedPacketsTest {

    private static final Logger log = LoggerFactory.getLogger(VanishedPacketsTest.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    @Proves("F44")
    void aDeadConnectionIsFoundWithinTenSecondsWithWritesAndWithout() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Hosts hosts = Hosts.of(1);
                RedisProcess redis = RedisProcess.start(hosts.on(0), folder, hosts.address(0), 6400, List.of());
                RedisLink link = RedisLinks.connected(redis.url())) {
            var connected = new AtomicReference<Boolean>();
            link.onConnection(connected::set);
            NodeWorkspace node = Samples.workspace(new RedisStore(link, "node"), 1, threads);
            Samples.sweep(node);
            Samples.make(node, PROJECT);

            long start = System.nanoTime();
            hosts.cut(0, List.of(hosts.own()));
            await("found without writes").atMost(LONGEST).until(() -> !connected.get());
            log.info("idle: found after {} ms", millisSince(start));
            hosts.heal(0);
            await("back").atMost(LONGEST).until(connected::get);

            try (var writes = new WriteLoop(node, "f")) {
                await().until(() -> writes.acknowledged() > 50);
                long again = System.nanoTime();
                hosts.cut(0, List.of(hosts.own()));
                await("found with writes").atMost(LONGEST).until(() -> !connected.get());
                log.info("with writes: found after {} ms", millisSince(again));
                await("dropped").atMost(LONGEST).until(() -> ofOurs(redis.port()) == 0);
                log.info("with writes: connections gone after {} ms", millisSince(again));
                hosts.heal(0);
                int before = writes.acknowledged();
                await("back").atMost(LONGEST).until(() -> writes.acknowledged() > before + 20);
                writes.close();

                assertThat(writes.faults()).isEmpty();
                assertThat(writes.lost(node)).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    /** Established connections of this process to a port that are older than the attempts that come and go. */
    private static long ofOurs(int port) {
        String suffix = String.format(":%04X", port);
        try (var lines = java.nio.file.Files.lines(Path.of("/proc/self/net/tcp"))) {
            return lines.filter(line -> line.trim().split("\\s+").length > 3)
                    .map(line -> line.trim().split("\\s+"))
                    .filter(fields -> fields[2].endsWith(suffix) && fields[3].equals("01"))
                    .count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
