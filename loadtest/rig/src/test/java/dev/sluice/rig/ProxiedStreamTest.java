package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.proof.Proves;
import dev.sluice.rig.balance.Balancer;
import dev.sluice.rig.balance.Nginx;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import dev.sluice.sdk.StatusChange;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Real SDKs behind a real nginx, configured well and badly. */
class ProxiedStreamTest {
    /** Headers, 5 s of patience, and a poll, on a machine that does something else. */
    private static final Duration UNTIL_POLLED = Duration.ofSeconds(40);

    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Nginx.missing().isEmpty(), () -> Nginx.missing().orElseThrow());
        said.start();
        ((Logger) LoggerFactory.getLogger("dev.sluice.sdk")).addAppender(said);
        server = ServerProcess.start(folder.resolve("server"), Demo.ADMIN, Demo.SDK_KEY, Map.of());
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger("dev.sluice.sdk")).detachAppender(said);
        if (server != null) {
            server.discard();
        }
    }

    @Test
    @Tag("slow")
    @Proves("F06")
    void behindNginxAsItComesTheSdkStreams() throws Exception {
        try (Nginx nginx = nginx("proxy_buffering on;", "proxy_http_version 1.0;");
                FlagClient flags = Demo.client(nginx.uri())) {
            assertThat(flags.status()).isEqualTo(ClientStatus.READY);

            Demo.setPercentage(new RestClient(nginx.uri(), Demo.ADMIN), "10", 1);

            assertThat(polls()).isFalse();
        }
    }

    @Test
    @Tag("slow")
    @Proves("F06")
    void behindAnNginxThatHoldsStreamsBackTheSdkPollsAndSaysSo() throws Exception {
        try (Nginx nginx = nginx(
                        "proxy_buffering on;", "proxy_ignore_headers X-Accel-Buffering;", "proxy_http_version 1.0;");
                FlagClient flags = FlagClient.connectAsync(
                        FlagClientOptions.builder(nginx.uri(), Demo.SDK_KEY).build())) {
            await().atMost(UNTIL_POLLED).until(() -> flags.status() == ClientStatus.READY);

            assertThat(flags.state()).contains(Ends.stateOf(server));
            assertThat(polls()).isTrue();
        }
    }

    @Test
    @Tag("slow")
    @Proves("F07")
    void aStreamOutlivesAnIdleLimitOfTwentySeconds() throws Exception {
        stayIdle(Duration.ofSeconds(22), "20s");
    }

    @Test
    @Tag("drill")
    void aStreamOutlivesAnIdleLimitOfTwentySecondsForFiveMinutes() throws Exception {
        stayIdle(Duration.ofMinutes(5), "20s");
    }

    @Test
    @Tag("slow")
    @Proves("F08")
    void aStreamIsNotCompressedNeitherByTheServerNorByAnNginxThatCompresses() throws Exception {
        try (Nginx nginx = nginx("gzip on;", "gzip_min_length 1;", "gzip_proxied any;")) {
            for (URI door : List.of(server.uri(), nginx.uri())) {
                List<Long> looks = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    looks.add(firstByteMillis(door));
                }

                assertThat(Collections.min(looks))
                        .as("the first byte from %s, of %s", door, looks)
                        .isLessThan(1_000);
            }
        }
    }

    /** Opens a stream that would take gzip, checks that it is given none, and returns when its first line is there. */
    private static long firstByteMillis(URI door) throws Exception {
        HttpURLConnection stream =
                (HttpURLConnection) door.resolve("/sdk/v1/stream").toURL().openConnection();
        stream.setRequestProperty("Authorization", "Bearer " + Demo.SDK_KEY);
        stream.setRequestProperty("Accept", "text/event-stream");
        stream.setRequestProperty("Accept-Encoding", "gzip");
        stream.setReadTimeout(Math.toIntExact(SOON.toMillis()));
        long from = System.nanoTime();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(in.readLine()).isEqualTo("event: hello");
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
            assertThat(stream.getContentEncoding()).isNull();
            assertThat(stream.getHeaderField("Cache-Control")).contains("no-transform");
            return millis;
        } finally {
            stream.disconnect();
        }
    }

    private void stayIdle(Duration time, String limit) throws Exception {
        Queue<StatusChange> changes = new ConcurrentLinkedQueue<>();
        try (Nginx nginx = nginx("proxy_read_timeout " + limit + ";");
                FlagClient flags = Demo.client(nginx.uri())) {
            assertThat(flags.status()).isEqualTo(ClientStatus.READY);
            flags.onStatus(changes::add);

            long until = System.nanoTime() + time.toNanos();
            for (long left; (left = until - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }

            assertThat(changes).isEmpty();
            assertThat(flags.status()).isEqualTo(ClientStatus.READY);
            assertThat(polls()).isFalse();
        }
    }

    private boolean polls() {
        return List.copyOf(said.list).stream()
                .anyMatch(event -> event.getFormattedMessage().startsWith("Polling instead of streaming"));
    }

    private Nginx nginx(String... more) throws Exception {
        return Nginx.start(
                folder.resolve("nginx"),
                List.of(new Balancer.Member(
                        server.uri().getPort(), server.management().getPort())),
                more);
    }
}
