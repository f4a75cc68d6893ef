package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.http.Contract;
import dev.sluice.server.store.ProjectState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A whole node in this process on free ports, asked by real HTTP. */
final class OneServer implements AutoCloseable {

    static final String TOKEN = "an-admin-token-of-a-test";
    static final String KEY = "an-sdk-key-of-a-test";
    static final String FLAG = "/api/v1/projects/demo/flags/new-checkout/environments/production";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Server server;

    private OneServer(Map<String, String> settings) throws IOException, InterruptedException {
        server = Server.start(ServerConfig.of(null, settings));
    }

    static OneServer start(Path data, Map<String, String> more) throws IOException, InterruptedException {
        return new OneServer(settings(data, more));
    }

    static Map<String, String> settings(Path data, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SLUICE_DATA",
                data.toString(),
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
        settings.putAll(more);
        return settings;
    }

    static Map<String, String> on(String redis) {
        return Map.of("SLUICE_REDIS_URL", redis, "SLUICE_SECRET", "a secret for the nodes of a test");
    }

    int port() {
        return server.port();
    }

    /** Changes when anything is stored: each write has an entry in an audit log, whose digests are a chain. */
    String everything() {
        StringBuilder text = new StringBuilder();
        for (String project : new TreeSet<>(server.workspace().projects())) {
            ProjectState state = Objects.requireNonNull(server.workspace().project(project));
            text.append(project).append(' ').append(state.auditHead()).append('\n');
        }
        return text.toString();
    }

    HttpResponse<String> management(String path) throws Exception {
        return send(server.managementPort(), "GET", path, TOKEN);
    }

    HttpResponse<String> api(String method, String path) throws Exception {
        return send(port(), method, path, TOKEN);
    }

    HttpResponse<String> api(String method, String path, String json) throws Exception {
        return send(
                request(port(), path, TOKEN)
                        .method(method, HttpRequest.BodyPublishers.ofString(json))
                        .header("Content-Type", "application/json")
                        .build(),
                json);
    }

    /** Does what may be done twice, such as setting something; again and again while its store is slow. */
    HttpResponse<String> act(String method, String path) {
        return taken(() -> api(method, path));
    }

    HttpResponse<String> act(String method, String path, String json) {
        return taken(() -> api(method, path, json));
    }

    /** Makes what has a name, so that it is made once however often it is asked for. */
    HttpResponse<String> make(String path, String json) {
        return once(201, Set.of(409), () -> api("POST", path, json));
    }

    /** Removes something. */
    void remove(String path) {
        once(204, Set.of(404, 409), () -> api("DELETE", path));
    }

    /**
     * The answer to an act that must be answered with {@code done}. Where the store was too slow for it, nobody knows whether it was done:
     * sent again, it may be answered with one of {@code found}, which is what such an act is told that comes a second time.
     */
    static HttpResponse<String> once(int done, Set<Integer> found, Callable<HttpResponse<String>> act) {
        var late = new AtomicBoolean();
        HttpResponse<String> answer = taken(() -> {
            HttpResponse<String> each = act.call();
            if (each.statusCode() == 503) {
                late.set(true);
            }
            return each;
        });
        Set<Integer> expected = new TreeSet<>(Set.of(done));
        if (late.get()) {
            expected.addAll(found);
        }
        assertThat(answer.statusCode()).as(answer.body()).isIn(expected);
        return answer;
    }

    /** The answer to an act that is sent again while the store does not take it within its second, as on a busy machine. */
    static HttpResponse<String> taken(Callable<HttpResponse<String>> act) {
        return await("an answer but 503")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(act, answer -> answer.statusCode() != 503);
    }

    /** As nobody but who the headers say. */
    HttpResponse<String> as(String method, String path, String json, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(
                        method,
                        json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json))
                .header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** As it is, whatever may be sent: what comes back is held against nothing. */
    HttpResponse<String> plainly(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The lines of a stream as they come, until the server ends it. */
    List<String> stream(String key) {
        List<String> lines = new CopyOnWriteArrayList<>();
        http.sendAsync(request(port(), "/sdk/v1/stream", key).build(), HttpResponse.BodyHandlers.ofLines())
                .thenAccept(response -> response.body().forEach(lines::add));
        return lines;
    }

    HttpResponse<String> sdk(String path) throws Exception {
        return send(port(), "GET", path, KEY);
    }

    boolean enabled() throws Exception {
        return JSON.readTree(api("GET", FLAG).body()).path("enabled").asBoolean();
    }

    /** Epoch, revision and hash of production. */
    String state() throws Exception {
        JsonNode environment = JSON.readTree(
                api("GET", "/api/v1/projects/demo/environments/production").body());
        return environment.path("epoch").asText() + ":"
                + environment.path("revision").asText() + ":"
                + environment.path("hash").asText();
    }

    /** What this node says of its store. */
    JsonNode dependencies() throws Exception {
        return JSON.readTree(management("/healthz/deps").body());
    }

    String storeState() throws Exception {
        return dependencies().path("redis").path("state").asText();
    }

    private HttpResponse<String> send(int port, String method, String path, String bearer) throws Exception {
        return send(
                request(port, path, bearer)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                "");
    }

    /** Sends it, and holds what came of it against the description of the REST API. */
    HttpResponse<String> send(HttpRequest request, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers().map());
        Contract.check(new Contract.Exchange(
                request.method(),
                request.uri(),
                request.headers().firstValue("Content-Type").orElse(null),
                body.getBytes(StandardCharsets.UTF_8),
                response.statusCode(),
                headers,
                response.body().getBytes(StandardCharsets.UTF_8)));
        return response;
    }

    static HttpRequest.Builder request(int port, String path, String bearer) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + bearer);
    }

    @Override
    public void close() {
        server.close();
    }
}
