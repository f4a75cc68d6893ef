package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proof.Proves;
import dev.sluice.server.store.redis.RedisProcess;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole nodes on one real Redis, behind no load balancer: a client that talks to either must count the same. */
final class TwoNodesTest {

    private static final String TOKEN = "an-admin-token-of-a-test";
    private static final String KEY = "an-sdk-key-of-a-test";
    private static final String ENVIRONMENT = "/api/v1/projects/demo/environments/production";
    private static final String FLAG = "/api/v1/projects/demo/flags/new-checkout/environments/production";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    /** As docs/operations.md names them. */
    private static final List<String> RIGHTS = List.of(
            "resetchannels",
            "~sluice:*",
            "~{sluice*",
            "&sluice:*",
            "-@all",
            "+@read",
            "+@write",
            "+@scripting",
            "+@pubsub",
            "+@connection",
            "-@dangerous",
            "+wait",
            "+time",
            "+role",
            "+config|get");

    private static RedisProcess redis;
    private static Server one;
    private static Server other;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.start(folder.resolve("redis"));
        List<String> user = new ArrayList<>(List.of("ACL", "SETUSER", "sluice", "on", ">a-password-of-a-test"));
        user.addAll(RIGHTS);
        redis.ask(user.toArray(String[]::new));
        one = start("a", Map.of());
        other = start("b", Map.of("SLUICE_OVERRIDES", "new-checkout=on"));
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        redis.close();
    }

    private static Server start(String name, Map<String, String> more) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "SLUICE_DATA",
                folder.resolve(name).toString(),
                "SLUICE_HTTP_PORT",
                "0",
                "SLUICE_MANAGEMENT_PORT",
                "0",
                "SLUICE_REDIS_URL",
                "redis://sluice:a-password-of-a-test@" + redis.name(),
                "SLUICE_SECRET",
                "a secret for the nodes of a test",
                "SLUICE_ADMIN_TOKEN",
                TOKEN,
                "SLUICE_SDK_KEY",
                KEY,
                "SLUICE_DRAIN_WAIT_SECONDS",
                "0",
                "SLUICE_DEMO",
                "on"));
        all.putAll(more);
        return Server.start(ServerConfig.of(null, all));
    }

    @Test
    void aChangeOnOneNodeWaitsForTheAcknowledgementOfAStreamOnTheOtherSentToTheFirst() throws Exception {
        try (Stream stream = new Stream("b", "moving-1")) {
            CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(TwoNodesTest::turnedOnEverywhere);
            JsonNode delta = stream.next("delta");
            assertThat(answer.isDone()).isFalse();
            String ack = JSON.createObjectNode()
                    .put("session", stream.session)
                    .put("instance", "moving-1")
                    .put("epoch", delta.path("epoch").asText())
                    .put("revision", delta.path("to").asLong())
                    .put("hash", delta.path("hash").asText())
                    .put("heldMillis", 0)
                    .toString();
            assertThat(sdk("a", "/sdk/v1/ack", ack).statusCode()).isEqualTo(204);

            JsonNode convergence = answer.get();
            assertThat(convergence.path("connected").asInt())
                    .as(convergence.toString())
                    .isEqualTo(1);
            assertThat(convergence.path("acked").asInt()).isEqualTo(1);
            assertThat(convergence.path("nodes").path("total").asInt()).isEqualTo(2);
            assertThat(convergence.path("nodes").path("acked").asInt()).isEqualTo(2);
            assertThat(convergence.path("complete").asBoolean()).isTrue();
            assertThat(sdk("a", "/sdk/v1/goodbye", "{\"instance\":\"moving-1\"}")
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    /** How far it is in force; asked for again where the store was too slow for the change, or to tell which nodes there are. */
    private static JsonNode turnedOnEverywhere() {
        return await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .until(
                        () -> {
                            HttpResponse<String> on =
                                    post(FLAG + "/on?waitFor=converged&timeoutMillis=10000&comment=x");
                            return JSON.readTree(on.body()).path("convergence");
                        },
                        convergence -> convergence.path("nodes").path("lost").isArray()
                                && convergence.path("nodes").path("lost").isEmpty());
    }

    @Test
    @Proves("F26")
    void aReportWhoseAnswerNeverCameCountsOnceWhenItIsSentToTheOtherNode() throws Exception {
        String report =
                "{\"session\":\"cut-1\",\"instance\":\"cut-1\",\"seq\":1,\"windowMillis\":10000,\"droppedWindows\":0,"
                        + "\"evaluations\":[{\"flag\":\"new-checkout\",\"version\":1,\"place\":\"fallthrough\",\"variation\":\"on\","
                        + "\"reason\":\"SPLIT\",\"count\":812}],\"declared\":[\"new-checkout\"]}";
        try (Socket cut = new Socket(InetAddress.getLoopbackAddress(), port("a"))) {
            cut.getOutputStream()
                    .write(("POST /sdk/v1/report HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + report.length()
                                    + "\r\n\r\n" + report)
                            .getBytes(StandardCharsets.UTF_8));
            cut.getOutputStream().flush();
        } // it may have arrived; nobody knows
        for (String node : new String[] {"b", "a", "b"}) {
            assertThat(sdk(node, "/sdk/v1/report", report).statusCode()).isEqualTo(204);
        }

        for (String node : new String[] {"a", "b"}) {
            await().atMost(Duration.ofSeconds(15)).until(() -> counted(node) == 812);
        }
        await().atMost(Duration.ofSeconds(15))
                .until(() -> get("a", ENVIRONMENT + "/measures")
                        .path("items")
                        .findValuesAsText("flag")
                        .contains("new-checkout"));
    }

    private static long counted(String node) throws Exception {
        long sum = 0;
        for (JsonNode row :
                get(node, ENVIRONMENT + "/measures?flag=new-checkout").path("evaluations")) {
            sum += row.path("count").asLong();
        }
        return sum;
    }

    @Test
    void aReportThatIsWrongIsRefusedWithTheNameOfTheField() throws Exception {
        HttpResponse<String> refused =
                sdk("a", "/sdk/v1/report", "{\"session\":\"s\",\"instance\":\"i\",\"seq\":\"one\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("seq: ", "expected a whole number");
        assertThat(sdk("a", "/sdk/v1/report", "x".repeat(1_100_000)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void theFleetShowsBothNodesWithTheirStateAndTheOverridesOfEach() throws Exception {
        // A node that takes more than half a second to tell is shown as one that has not answered.
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode nodes = get("a", ENVIRONMENT + "/fleet").path("nodes");

            assertThat(nodes).hasSize(2);
            Set<String> states = new HashSet<>();
            Set<String> overrides = new HashSet<>();
            for (JsonNode node : nodes) {
                assertThat(node.path("answered").asBoolean()).isTrue();
                states.add(node.path("state").toString());
                overrides.add(node.path("overrides").toString());
            }
            assertThat(states).hasSize(1);
            assertThat(overrides).containsExactlyInAnyOrder("{}", "{\"new-checkout\":\"on\"}");
        });
    }

    /** All nodes of these tests are that user; what Redis refused to anybody is in its log. */
    @Test
    @Proves("S27")
    void aUserOfRedisWithTheDocumentedRightsIsRefusedNothing() throws Exception {
        assertThat(Files.readString(Path.of("../docs/operations.md"))).contains(String.join(" ", RIGHTS));
        HttpResponse<String> written = OneServer.taken(() -> HTTP.send(
                request("b", "/api/v1/projects/demo/flags/banner-text/environments/production/on")
                        .header("Idempotency-Key", "least-rights")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString()));
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        assertThat(get("b", "/api/v1/projects/demo/audit").isEmpty()).isFalse();

        assertThat(redis.ask("ACL", "LOG")).isEmpty();
    }

    @Test
    void anOverrideDecidesOnItsNodeOnly() throws Exception {
        HttpResponse<String> off = post(FLAG + "/off");
        assertThat(off.statusCode()).as(off.body()).isEqualTo(200);
        String question = "{\"contexts\":[{\"targetingKey\":\"ada\"}],\"flags\":[\"new-checkout\"]}";

        assertThat(decided("a", question)).isEqualTo("off");
        assertThat(decided("b", question)).isEqualTo("on");
    }

    private static String decided(String node, String question) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                request(node, ENVIRONMENT + "/evaluate")
                        .POST(HttpRequest.BodyPublishers.ofString(question))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body())
                .path("results")
                .path(0)
                .path("decisions")
                .path("new-checkout")
                .path("variation")
                .asText();
    }

    /** Sends it to the first node, and again while the store is slow. */
    private static HttpResponse<String> post(String path) {
        return OneServer.taken(() -> HTTP.send(
                request("a", path).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString()));
    }

    private static JsonNode get(String node, String path) throws Exception {
        return JSON.readTree(HTTP.send(request(node, path).GET().build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static HttpResponse<String> sdk(String node, String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(node) + path))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String node, String path) throws IOException {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(node) + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
    }

    private static int port(String node) throws IOException {
        return JSON.readTree(folder.resolve(node).resolve("server.json").toFile())
                .path("port")
                .asInt();
    }

    /** One stream, read event by event. */
    private static final class Stream implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;
        final String session;

        Stream(String node, String instance) throws Exception {
            socket = new Socket(InetAddress.getLoopbackAddress(), port(node));
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /sdk/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY
                                    + "\r\nSluice-Instance: " + instance
                                    + "\r\nSluice-Application: shop/1\r\nSluice-Sdk: test/1\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            session = next("hello").path("session").asText();
        }

        JsonNode next(String event) throws IOException {
            String name = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ") && name.equals(event)) {
                    return JSON.readTree(line.substring(6));
                }
            }
            throw new IOException("the stream ended before " + event);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
