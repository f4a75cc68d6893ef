package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.ports.QuietPort;
import dev.sluice.proof.Proves;
import dev.sluice.server.store.redis.EmbeddedRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole node on free ports, with real Redis and real HTTP. */
final class ServerTest {

    private static final String TOKEN = "an-admin-token-of-a-test";
    private static final String KEY = "an-sdk-key-of-a-test";
    private static final String ENVIRONMENT = "/api/v1/projects/demo/environments/production";
    private static final String FLAG = "/api/v1/projects/demo/flags/new-checkout/environments/production";

    /** Where a hint got lost, a sweep finds what has changed; there is one every five seconds. */
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void aFirstStartIsReadyWithItsDemoAndSaysWhereItIs() throws Exception {
        try (Server server = start("a", Map.of())) {
            JsonNode there = announced("a");

            assertThat(management("a", "/readyz").statusCode()).isEqualTo(200);
            assertThat(management("a", "/livez").statusCode()).isEqualTo(200);
            await().atMost(SOON).until(() -> management("a", "/healthz/deps").statusCode() == 200);
            await().atMost(SOON).until(() -> management("a", "/metrics").body().contains("sluice_store_connected 1.0"));
            assertThat(management("a", "/version").body()).contains("version");
            assertThat(management("a", "/api/v1/projects").statusCode()).isEqualTo(404);
            assertThat(api("a", "GET", FLAG).statusCode()).isEqualTo(200);
            assertThat(there.path("pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(ProcessHandle.of(there.path("redis").path("pid").asLong()))
                    .isPresent();
            for (String secret : new String[] {"server.json", "secret"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                folder.resolve("a").resolve(secret))))
                        .isEqualTo("rw-------");
            }
            assertThat(server).isNotNull();
        }
        assertThat(folder.resolve("a/server.json")).doesNotExist();
    }

    @Test
    void everyMetricThatAnAlertOrADashboardAsksForIsTold() throws Exception {
        String asked = Files.readString(Path.of("../docs/monitoring/alerts.yml"))
                + Files.readString(Path.of("../docs/monitoring/grafana.json"));
        Set<String> names = Pattern.compile("\\b(?:sluice|jvm|process)_[a-z_]+\\b")
                .matcher(asked)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        try (Server server = start("a", Map.of())) {
            Set<String> told = management("a", "/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toSet());

            assertThat(names).hasSizeGreaterThan(10);
            assertThat(told).containsAll(names);
        }
    }

    @Test
    void theNextStartFindsWhatWasWrittenAndSaysSoInTheFleet() throws Exception {
        try (Server server = start("a", Map.of())) {
            assertThat(act("a", "POST", FLAG + "/on").statusCode()).isEqualTo(200);
        }
        try (Server server = start("a", Map.of())) {
            assertThat(json.readTree(api("a", "GET", FLAG).body())
                            .path("enabled")
                            .asBoolean())
                    .isTrue();
            JsonNode environment = json.readTree(api("a", "GET", ENVIRONMENT).body());
            JsonNode fleet =
                    json.readTree(api("a", "GET", ENVIRONMENT + "/fleet").body());
            assertThat(fleet.path("nodes")).anySatisfy(node -> {
                for (String field : List.of("epoch", "revision", "hash")) {
                    assertThat(node.path("state").path(field)).as(field).isEqualTo(environment.path(field));
                }
            });
            HttpResponse<String> again = act("a", "POST", FLAG + "/on?waitFor=converged");
            assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenIsOneSentence() throws Exception {
        try (Server server = start("a", Map.of())) {
            String port = announced("a").path("port").asText();

            assertThatThrownBy(() -> start("b", Map.of("SLUICE_HTTP_PORT", port)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("SLUICE_HTTP_PORT: port " + port
                            + " on 127.0.0.1 is taken or not ours to open; stop what listens there or choose another");
        }
        assertThat(folder.resolve("b/redis/redis.pid")).doesNotExist();
    }

    @Test
    void aFolderThatIsInUseIsOneSentence() throws Exception {
        try (Server server = start("a", Map.of())) {
            assertThatThrownBy(() -> start("a", Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another Sluice server uses the folder");
            assertThat(management("a", "/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Proves("F35")
    void whileRedisIsAwayItIsReadyAndRefusesWritesWithinAMoment() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
                Server server = start("a", external(redis))) {
            redis.expectEnd();
            ProcessHandle.of(redis.pid()).orElseThrow().destroyForcibly();
            await().atMost(SOON).until(() -> management("a", "/healthz/deps").statusCode() == 503);

            long start = System.nanoTime();
            HttpResponse<String> refused = api("a", "POST", FLAG + "/on");
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("Redis");
            assertThat(took).isLessThan(Duration.ofSeconds(10));
            assertThat(management("a", "/readyz").statusCode()).isEqualTo(200);
            assertThat(management("a", "/livez").statusCode()).isEqualTo(200);
            assertThat(api("a", "GET", FLAG).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anEmbeddedRedisThatIsKilledComesBackAndTheLastChangeIsStillThere() throws Exception {
        try (Server server = start("a", Map.of())) {
            assertThat(act("a", "POST", FLAG + "/on").statusCode()).isEqualTo(200);
            long before = announced("a").path("redis").path("pid").asLong();

            ProcessHandle.of(before).orElseThrow().destroyForcibly();

            await().atMost(SOON)
                    .until(() -> announced("a").path("redis").path("pid").asLong() != before);
            assertThat(act("a", "POST", FLAG + "/off").statusCode()).isEqualTo(200);
            JsonNode flag = json.readTree(api("a", "GET", FLAG).body());
            assertThat(flag.path("enabled").asBoolean()).isFalse();
            assertThat(flag.path("version").asLong()).isEqualTo(3);
        }
    }

    @Test
    @Proves("F34")
    void twoNodesOnOneRedisFollowEachOtherEvenWithoutPubSub() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
                Server one = start("a", external(redis));
                Server other = start("b", external(redis))) {
            assertThat(act("a", "POST", FLAG + "/on").statusCode()).isEqualTo(200);
            await().atMost(SOON).until(() -> enabled("b"));

            try (var cutter = new PubSubCutter(redis.url())) {
                for (boolean on : new boolean[] {false, true}) {
                    HttpResponse<String> set = act("b", "POST", FLAG + (on ? "/on" : "/off"));
                    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
                    await().atMost(SOON).until(() -> enabled("a") == on);
                }
            }
            assertThat(api("a", "GET", FLAG).body())
                    .isEqualTo(api("b", "GET", FLAG).body());
        }
    }

    @Test
    @Proves("S06")
    void aKeyThatIsRevokedOnOneNodeCutsItsStreamsOnAnother() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
                Server one = start("a", external(redis));
                Server other = start("b", external(redis))) {
            String production = "{\"environment\":\"production\"}";
            JsonNode key =
                    json.readTree(OneServer.taken(() -> api("a", "POST", "/api/v1/projects/demo/keys", production))
                            .body());
            await().atMost(SOON)
                    .until(() -> stream("b", key.path("key").asText()).statusCode() == 200);
            HttpResponse<Stream<String>> stream = stream("b", key.path("key").asText());
            List<String> lines = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> ended =
                    CompletableFuture.runAsync(() -> stream.body().forEach(lines::add));
            await().until(() -> lines.contains("event: snapshot"));

            act("a", "DELETE", "/api/v1/projects/demo/keys/" + key.path("id").asText());

            await().atMost(SOON)
                    .until(() -> lines.contains("data: {\"reason\":\"revoked\",\"reconnectAfterMillis\":0}"));
            ended.get(10, TimeUnit.SECONDS);
            assertThat(stream("b", key.path("key").asText()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    @Proves("F35")
    void aNodeThatHasNothingYetIsLiveAndNotReady() throws Exception {
        int port = QuietPort.find();
        Map<String, String> settings = new HashMap<>(
                Map.of("SLUICE_REDIS_URL", "redis://127.0.0.1:1", "SLUICE_SECRET", "a secret for the nodes of a test"));
        settings.put("SLUICE_MANAGEMENT_PORT", Integer.toString(port));
        var starting = new Thread(() -> {
            try (Server server = start("a", settings)) {
                assertThat(server).isNull();
            } catch (Exception toldToStop) {
                // what the test does when it has seen enough
            }
        });
        starting.start();
        try {
            await().ignoreExceptions().until(() -> send(port, "GET", "/livez").statusCode() == 200);

            assertThat(send(port, "GET", "/readyz").statusCode()).isEqualTo(503);
            assertThat(send(port, "GET", "/healthz/deps").statusCode()).isEqualTo(503);
        } finally {
            starting.interrupt();
            starting.join(20_000);
        }
        assertThat(starting.isAlive()).isFalse();
    }

    @Test
    void aBalancerOnAnotherHostReachesTheProbesWhereTheManagementHostSays() throws Exception {
        try (Server server = start("a", Map.of("SLUICE_MANAGEMENT_HOST", "127.0.0.2"))) {
            int port = announced("a").path("managementPort").asInt();

            HttpResponse<String> ready = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.2:" + port + "/readyz"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> send(port, "GET", "/readyz")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aNodeWithAnotherSecretDoesNotStart() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
                Server one = start("a", external(redis))) {
            Map<String, String> settings = new HashMap<>(external(redis));
            settings.put("SLUICE_SECRET", "quite another secret");

            assertThatThrownBy(() -> start("b", settings))
                    .hasMessageContaining("SLUICE_SECRET")
                    .hasMessageNotContaining("quite another");
        }
    }

    @Test
    void anExternalRedisNeedsASecret() {
        assertThatThrownBy(() -> start("a", Map.of("SLUICE_REDIS_URL", "redis://127.0.0.1:1")))
                .hasMessageContaining("SLUICE_SECRET: missing");
    }

    private boolean enabled(String name) throws Exception {
        return json.readTree(api(name, "GET", FLAG).body()).path("enabled").asBoolean();
    }

    private static Map<String, String> external(EmbeddedRedis redis) {
        return Map.of("SLUICE_REDIS_URL", redis.url(), "SLUICE_SECRET", "a secret for the nodes of a test");
    }

    private Server start(String name, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "SLUICE_DATA",
                folder.resolve(name).toString(),
                "SLUICE_HTTP_PORT",
                "0",
                "SLUICE_MANAGEMENT_PORT",
                "0",
                "SLUICE_ADMIN_TOKEN",
                TOKEN,
                "SLUICE_SDK_KEY",
                KEY,
                "SLUICE_DEMO",
                "on"));
        all.putAll(settings);
        return Server.start(ServerConfig.of(null, all));
    }

    private JsonNode announced(String name) throws IOException {
        return json.readTree(folder.resolve(name).resolve("server.json").toFile());
    }

    private HttpResponse<String> management(String name, String path) throws Exception {
        return send(announced(name).path("managementPort").asInt(), "GET", path);
    }

    private HttpResponse<String> act(String name, String method, String path) {
        return OneServer.taken(() -> api(name, method, path));
    }

    private HttpResponse<String> api(String name, String method, String path) throws Exception {
        return send(announced(name).path("port").asInt(), method, path);
    }

    private HttpResponse<String> api(String name, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + announced(name).path("port").asInt() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<Stream<String>> stream(String name, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + announced(name).path("port").asInt() + "/sdk/v1/stream"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + key)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines());
    }

    private HttpResponse<String> send(int port, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
