package dev.sluice.server.stream;

import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.ops.HttpPort;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.InMemoryStore;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Write;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The SDK routes over real HTTP on a node whose store is the fake; a key reads {@code <environment>.<key id>}. */
final class SdkServer implements AutoCloseable {

    /** So that a reader who does not read is noticed after kilobytes, not after the megabytes that the system grants. */
    private static final HttpServerOptions SMALL_BUFFERS = new HttpServerOptions().setSendBufferSize(32 * 1024);

    static final String KEY = "production.k1";

    final InMemoryStore store;
    final NodeWorkspace workspace;
    final FleetRegistry fleet;
    final StreamHub hub;
    final int port;
    final MeterRegistry metrics = new SimpleMeterRegistry();

    private final Vertx vertx = Vertx.vertx();
    private volatile Duration holdUp = Duration.ZERO;
    private final ExecutorService threads = Executors.newFixedThreadPool(3);

    SdkServer(InMemoryStore store, long seed) {
        this(store, seed, Duration.ofSeconds(15));
    }

    SdkServer(InMemoryStore store, long seed, Duration heartbeat) {
        this(store, seed, StreamLimits.STANDARD.beating(heartbeat));
    }

    SdkServer(InMemoryStore store, long seed, StreamLimits limits) {
        this(store, seed, limits, OpenFiles.UNKNOWN);
    }

    SdkServer(InMemoryStore store, long seed, StreamLimits limits, OpenFiles files) {
        this.store = store;
        workspace = Samples.workspace(store, seed, threads);
        Samples.get(workspace.sweep());
        fleet = new FleetRegistry(vertx, "node-test", InstantSource.system(), System::nanoTime);
        hub = new StreamHub(
                vertx,
                workspace,
                fleet,
                new StreamHub.Parts(
                        "node-test",
                        SdkServer::caller,
                        () -> UUID.randomUUID().toString(),
                        InstantSource.system(),
                        System::nanoTime,
                        threads,
                        files,
                        metrics,
                        limits));
        port = Samples.get(HttpPort.open(vertx, "TEST", SMALL_BUFFERS, "127.0.0.1", 0, 2, router()))
                .number();
    }

    /** A server that holds the project with an empty environment. */
    static SdkServer withProject() {
        return withProject(StreamLimits.STANDARD);
    }

    static SdkServer withProject(StreamLimits limits) {
        return withProject(limits, OpenFiles.UNKNOWN);
    }

    static SdkServer withProject(StreamLimits limits, OpenFiles files) {
        var server = new SdkServer(new InMemoryStore(), 1, limits, files);
        Samples.get(server.workspace.write(Samples.PROJECT, state -> Optional.of(Samples.project())));
        return server;
    }

    void set(String flag, long value) {
        write(state -> Samples.set(state, flag, value));
    }

    void write(Function<ProjectState, Optional<Write>> planner) {
        Samples.get(workspace.write(Samples.PROJECT, planner::apply));
    }

    Vertx vertx() {
        return vertx;
    }

    /** Keeps both event loops of the port busy for so long. */
    void holdUpEveryLoop(Duration time) {
        holdUp = time;
        var http = HttpClient.newHttpClient();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(http.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hold-up"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding()));
        }
        all.forEach(CompletableFuture::join);
    }

    private void holdUp(RoutingContext ctx) {
        long until = System.nanoTime() + holdUp.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        holdUp = Duration.ZERO;
        ctx.response().end();
    }

    private Router router() {
        StreamHandlers handlers = hub.handlers(GeoDatabase.load(null));
        Router router = Router.router(vertx);
        router.get("/sdk/v1/stream").handler(handlers.stream());
        router.get("/sdk/v1/snapshot").handler(handlers.snapshot());
        router.get("/sdk/v1/geo").handler(handlers.geo());
        router.post("/sdk/v1/ack").handler(handlers.ack());
        router.post("/sdk/v1/goodbye").handler(handlers.goodbye());
        router.get("/hold-up").handler(this::holdUp);
        router.route().failureHandler(SdkServer::failed);
        return router;
    }

    private static SdkCaller caller(RoutingContext ctx) {
        String key = ctx.request().getHeader("Authorization").substring("Bearer ".length());
        int dot = key.indexOf('.');
        return new SdkCaller(new EnvironmentId(Samples.PROJECT, key.substring(0, dot)), key.substring(dot + 1));
    }

    private static void failed(RoutingContext ctx) {
        if (ctx.failure() instanceof SdkRefusedException refused) {
            ctx.response()
                    .setStatusCode(refused.status())
                    .putHeader("Retry-After", Integer.toString(refused.retryAfterSeconds()))
                    .end(String.valueOf(refused.getMessage()));
        } else {
            ctx.response().setStatusCode(500).end(String.valueOf(ctx.failure()));
        }
    }

    @Override
    public void close() {
        Samples.get(vertx.close());
        threads.shutdownNow();
    }
}
