package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proof.Proves;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a whole server leaves, and what it does when it runs out of files. */
@Tag("slow")
class LeavingTest {

    private static final String TOKEN = "an-admin-token-of-a-test";
    private static final String KEY = "an-sdk-key-of-a-test";
    /** Time enough for all that a server does while it waits, on a machine that does more than this. */
    private static final Duration DRAIN_WAIT = Duration.ofSeconds(10);

    private static final String FLAG = "/api/v1/projects/demo/flags/new-checkout/environments/production";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Stream> streams = new ArrayList<>();
    private Process server;

    @AfterEach
    void stop() throws IOException {
        for (Stream stream : streams) {
            stream.close();
        }
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
    }

    @Test
    @Proves("F32")
    void aServerThatIsToldToStopIsNotReadyServesOnSendsEveryoneAwayAndLeavesInOrder() throws Exception {
        start(DRAIN_WAIT.toSeconds(), "");
        for (int i = 0; i < 50; i++) {
            streams.add(new Stream());
        }
        streams.forEach(stream -> stream.await("event: snapshot"));

        long began = System.nanoTime();
        server.destroy();

        Awaitility.await().until(() -> management("/readyz") == 503);
        enable();
        assertThat(get(uri().resolve(FLAG)).headers().firstValue("Connection")).contains("close");
        streams.forEach(stream -> stream.await("event: delta"));
        streams.forEach(stream -> stream.await("event: bye"));
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(DRAIN_WAIT, Duration.ofSeconds(30));
        assertThat(server.exitValue()).isZero();
        assertThat(streams).allSatisfy(stream -> {
            assertThat(stream.lines).filteredOn("event: bye"::equals).hasSize(1);
            assertThat(String.join("\n", stream.lines)).contains("\"reason\":\"drain\"");
        });
    }

    @Test
    void aSecondSignalEndsTheWaiting() throws Exception {
        start(60, "");
        ProcessHandle redis = server.children().findFirst().orElseThrow();
        server.destroy();
        Awaitility.await().until(() -> management("/readyz") == 503);

        server.destroy();

        assertThat(server.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        Awaitility.await().until(() -> !redis.isAlive());
    }

    @Test
    @Proves("F38")
    void aServerThatMayOpenFewFilesKeepsSomeForPeopleAndForRedis() throws Exception {
        start(0, "ulimit -n 300; ");

        int refused = 0;
        for (int i = 0; i < 400; i++) {
            Stream stream = new Stream();
            streams.add(stream);
            refused += stream.status() == 503 ? 1 : 0;
        }

        assertThat(refused).isBetween(150, 300);
        enable();
        streams.stream().filter(stream -> stream.status() == 200).forEach(stream -> stream.await("event: delta"));
    }

    private void enable() throws Exception {
        new RestClient(uri(), TOKEN).act("POST", FLAG + "/on", null).expectSuccess();
    }

    private void start(long drainWaitSeconds, String before) throws Exception {
        Path jar = Repository.root().resolve("flag-server/target/flag-server.jar");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var builder = new ProcessBuilder("bash", "-c", before + "exec " + java + " -Xmx256m -jar " + jar + " serve");
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment()
                .putAll(Map.of(
                        "SLUICE_DATA",
                        folder.toString(),
                        "SLUICE_HTTP_PORT",
                        "0",
                        "SLUICE_MANAGEMENT_PORT",
                        "0",
                        "SLUICE_ADMIN_TOKEN",
                        TOKEN,
                        "SLUICE_SDK_KEY",
                        KEY,
                        "SLUICE_DEMO",
                        "on",
                        "SLUICE_DRAIN_WAIT_SECONDS",
                        String.valueOf(drainWaitSeconds)));
        server = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("server.json")));
        Awaitility.await().ignoreExceptionsInstanceOf(IOException.class).until(() -> management("/readyz") == 200);
    }

    private JsonNode announced() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("server.json").toFile());
    }

    private int management(String path) throws Exception {
        URI management = URI.create(
                "http://127.0.0.1:" + announced().path("managementPort").asInt());
        return get(management.resolve(path)).statusCode();
    }

    private URI uri() throws IOException {
        return URI.create("http://127.0.0.1:" + announced().path("port").asInt());
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** One stream on a socket of its own: its lines, as they come. */
    private final class Stream implements AutoCloseable {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Socket socket;

        Stream() throws IOException {
            socket = new Socket(
                    InetAddress.getLoopbackAddress(), announced().path("port").asInt());
            socket.getOutputStream()
                    .write(("GET /sdk/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var reader = new Thread(this::read, "stream");
            reader.setDaemon(true);
            reader.start();
        }

        int status() {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !lines.isEmpty());
            return Integer.parseInt(lines.get(0).split(" ")[1]);
        }

        void await(String line) {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> lines.contains(line));
        }

        private void read() {
            try (var reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            } catch (IOException closed) {
                // the end of the stream
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
