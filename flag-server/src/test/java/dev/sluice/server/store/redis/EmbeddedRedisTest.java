package dev.sluice.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedRedisTest {

    @TempDir
    Path folder;

    @Test
    void itsPasswordStandsOnNoCommandLineAndInNoFileOthersCanRead() throws IOException {
        try (var redis = EmbeddedRedis.start(folder)) {
            String password = redis.url().replaceAll("redis://:(.*)@.*", "$1");

            assertThat(Files.readString(Path.of("/proc/" + redis.pid() + "/cmdline")))
                    .doesNotContain(password);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("redis.pid"))))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(folder.resolve("redis.log"))).doesNotContain(password);
        }
    }

    @Test
    void itsDataIsThereAtTheNextStart() throws Exception {
        try (var redis = EmbeddedRedis.start(folder)) {
            set(redis, "a", "1");
        }
        try (var redis = EmbeddedRedis.start(folder)) {
            assertThat(value(redis, "a")).isEqualTo("1");
        }
    }

    @Test
    void afterAKillItIsBackWithinASecondOnTheSamePortWithItsData() throws Exception {
        try (var redis = EmbeddedRedis.start(folder)) {
            set(redis, "a", "1");
            List<Duration> away = new ArrayList<>();
            for (int kill = 0; kill < 5; kill++) {
                long before = redis.pid();
                int port = redis.port();
                long killed = System.nanoTime();

                ProcessHandle.of(before).orElseThrow().destroyForcibly();

                await().until(() -> redis.pid() != before && answers(redis));
                away.add(Duration.ofNanos(System.nanoTime() - killed));
                assertThat(redis.port()).isEqualTo(port);
                assertThat(value(redis, "a")).isEqualTo("1");
            }
            assertThat(Collections.min(away))
                    .as("the quickest, as others use this machine")
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void theOneThatAKilledServerLeftBehindIsAdopted() throws Exception {
        EmbeddedRedis left = EmbeddedRedis.start(folder);
        set(left, "a", "1");
        left.expectEnd();

        try (var adopted = EmbeddedRedis.start(folder)) {
            assertThat(adopted.pid()).isEqualTo(left.pid());
            assertThat(adopted.url()).isEqualTo(left.url());
            assertThat(value(adopted, "a")).isEqualTo("1");
            long before = adopted.pid();
            ProcessHandle.of(before).orElseThrow().destroyForcibly();
            await().until(() -> adopted.pid() != before && answers(adopted));
        }

        assertThat(ProcessHandle.of(left.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void oneThatHangsIsEndedAndReplaced() throws Exception {
        EmbeddedRedis left = EmbeddedRedis.start(folder);
        set(left, "a", "1");
        left.expectEnd();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(left.pid()))
                        .start()
                        .waitFor())
                .isZero();

        try (var redis = EmbeddedRedis.start(folder)) {
            assertThat(redis.pid()).isNotEqualTo(left.pid());
            assertThat(value(redis, "a")).isEqualTo("1");
        }
    }

    @Test
    void aProcessThatIsNotOursIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            new RedisFile(stranger.pid(), 1, "x").write(folder);

            try (var redis = EmbeddedRedis.start(folder)) {
                assertThat(redis.pid()).isNotEqualTo(stranger.pid());
            }

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aTornPidFileIsIgnored() throws Exception {
        Files.writeString(folder.resolve("redis.pid"), "pid=12");

        try (var redis = EmbeddedRedis.start(folder)) {
            assertThat(answers(redis)).isTrue();
        }
    }

    private static boolean answers(EmbeddedRedis redis) {
        String url = redis.url();
        try (var probe = new RedisProbe(redis.port(), url.substring(url.indexOf("//:") + 3, url.indexOf('@')))) {
            probe.ping();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void set(EmbeddedRedis redis, String key, String value) throws Exception {
        try (RedisLink link = RedisLinks.connected(redis.url())) {
            RedisLinks.run(link, commands -> commands.set(RedisKeys.bytes(key), RedisKeys.bytes(value)));
        }
    }

    private static String value(EmbeddedRedis redis, String key) throws Exception {
        try (RedisLink link = RedisLinks.connected(redis.url())) {
            return new String(
                    RedisLinks.run(link, commands -> commands.get(RedisKeys.bytes(key))), StandardCharsets.UTF_8);
        }
    }
}
