package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.ClientAddresses;
import dev.sluice.server.access.InMemoryEphemera;
import dev.sluice.server.access.Passwords;
import dev.sluice.server.access.TestClock;
import dev.sluice.server.command.Bootstrap;
import dev.sluice.server.evaluate.Evaluations;
import dev.sluice.server.evaluate.Overrides;
import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.fleet.NodeStandings;
import dev.sluice.server.fleet.Nodes;
import dev.sluice.server.fleet.Pace;
import dev.sluice.server.fleet.SharedFleet;
import dev.sluice.server.measures.Measures;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.InMemoryMeasureStore;
import dev.sluice.server.store.InMemoryNodes;
import dev.sluice.server.store.InMemoryStore;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.stream.OpenFiles;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The real router on a real socket over a workspace whose store is in memory, filled by the first start's demo. */
final class RestServer implements AutoCloseable {

    static final String ADMIN = "admin-token-for-tests-0001";
    static final String SDK = "sdk-key-for-tests-00000001";
    static final String CLIENT = "client-key-for-tests-000001";
    static final String SECRET = "a secret of the tests, long enough";
    static final EnvironmentId PRODUCTION = new EnvironmentId("demo", "production");
    static final String PLACE = "/api/v1/projects/demo/flags/new-checkout/environments/production";

    private static final long LONGEST_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    final TestClock clock = new TestClock();
    /** Requests a second that one caller may make, and twice as many at once, for no time passes here; 0 = no limit. */
    final AtomicInteger perSecond = new AtomicInteger();

    final RequestLimits limits = new RequestLimits(perSecond::get, ClientAddresses.behind("127.0.0.1"), () -> 0);
    final InMemoryStore store = new InMemoryStore();
    final InMemoryEphemera ephemera = new InMemoryEphemera(clock);
    final List<String> revoked = new CopyOnWriteArrayList<>();
    final List<Runnable> drains = new CopyOnWriteArrayList<>();
    /** Ports of clients whose connections have ended. */
    final Set<Integer> left = ConcurrentHashMap.newKeySet();

    final AccessConfig access;
    final NodeWorkspace workspace;
    final FleetRegistry fleet;
    final InMemoryMeasureStore uses = new InMemoryMeasureStore();
    final Measures measures;
    final List<Route> routes;
    final Passwords passwords;
    final Router router;
    final int port;
    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    record Answer(int status, JsonNode json, Map<String, List<String>> headers, String text) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.get(0);
        }

        String pointer() {
            return json.path("errors").path(0).path("pointer").asText(null);
        }

        String detail() {
            return json.path("detail").asText();
        }
    }

    RestServer() {
        this(OpenFiles.UNKNOWN);
    }

    /** With as many streams as a process with these files may have. */
    RestServer(OpenFiles files) {
        AtomicInteger names = new AtomicInteger();
        workspace = new NodeWorkspace(store, clock, () -> "r" + names.incrementAndGet(), threads);
        await(workspace.sweep());
        AtomicInteger bound = new AtomicInteger();
        access = AccessConfig.of(
                SECRET, ADMIN, () -> URI.create("http://127.0.0.1:" + bound.get()), clock, new SecureRandom());
        await(new Bootstrap(workspace, access).run(true, SDK, CLIENT));
        var meeting = new InMemoryNodes(clock);
        var nodes = new Nodes(vertx, meeting.registry(), "node-a", "test", 1, clock, System::nanoTime);
        fleet = new FleetRegistry(vertx, "node-a", nodes, System::nanoTime);
        var shared = new SharedFleet(
                vertx,
                fleet,
                nodes,
                meeting.channel("node-a"),
                System::nanoTime,
                new NodeStandings(() -> "CONNECTED", Map.of()));
        workspace.onChange(
                change -> fleet.published(change.environment(), change.after().stateId(), change.flags()));
        EnvironmentState present = Objects.requireNonNull(workspace.environment(PRODUCTION));
        fleet.began(PRODUCTION, present.stateId());
        Handler<RoutingContext> sdk =
                ctx -> ctx.response().end("{\"environment\":\"" + Caller.of(ctx).keyEnvironment() + "\"}");
        SdkHandlers handlers = new SdkHandlers(sdk, sdk, sdk, sdk, sdk, sdk, drains::add, revoked::add);
        measures = new Measures(
                vertx,
                uses,
                meeting.channel("node-a"),
                "node-a",
                clock,
                threads,
                fleet,
                new Pace(fleet::sessions, System::nanoTime));
        Evaluator evaluator = Evaluator.of(GeoLocator.none(), buckets -> 0);
        var evaluations = new Evaluations(evaluator, Overrides.parse(""));
        HttpApi.Parts parts = HttpApi.parts(
                vertx,
                workspace,
                ephemera,
                shared,
                measures,
                handlers,
                access,
                evaluations,
                limits,
                ClientAddresses.behind("127.0.0.0/8"),
                files,
                Duration.ofMillis(50));
        routes = parts.routes();
        passwords = parts.passwords();
        router = parts.router();
        HttpServer http = vertx.createHttpServer().requestHandler(router).connectionHandler(connection -> {
            int from = connection.remoteAddress().port();
            connection.closeHandler(closed -> left.add(from));
        });
        port = await(http.listen(0, "127.0.0.1")).actualPort();
        bound.set(port);
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /** As the admin, with a JSON body. */
    Answer send(String method, String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + ADMIN;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return sendAs(method, path, body, all);
    }

    /** As nobody but who the headers say. */
    Answer sendAs(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (body != null && List.of(headers).stream().noneMatch("Content-Type"::equals)) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return answer(request.build(), body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    Answer sendBytes(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return answer(request.build(), body);
    }

    private Answer answer(HttpRequest request, byte[] body) {
        try {
            HttpResponse<String> response = client.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(response.headers().map());
            hold(request, body, response, headers);
            String type = headers.getOrDefault("Content-Type", List.of("")).get(0);
            JsonNode json = type.contains("json") && !response.body().isEmpty()
                    ? JSON.readTree(response.body())
                    : JSON.createObjectNode();
            return new Answer(response.statusCode(), json, headers, response.body());
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(request.method() + " " + request.uri() + " got no answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What SDKs get is made up here, but for refusals; everything else is held against the description. */
    private static void hold(
            HttpRequest request, byte[] body, HttpResponse<String> response, Map<String, List<String>> headers) {
        if (request.uri().getPath().startsWith("/sdk/") && response.statusCode() < 300) {
            return;
        }
        Contract.check(new Contract.Exchange(
                request.method(),
                request.uri(),
                request.headers().firstValue("Content-Type").orElse(null),
                body,
                response.statusCode(),
                headers,
                response.body().getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a request line that no client library would, and gives the status of the answer. */
    int rawStatus(String method, String target, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            request.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
        }
    }

    /** Where everything stands: changes when anything is stored. */
    String everything() {
        StringBuilder text = new StringBuilder();
        for (String project : workspace.projects()) {
            text.append(workspace.project(project))
                    .append(workspace.project(project).auditHead());
        }
        return text.toString();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
        threads.shutdownNow();
    }
}
