package dev.sluice.server.stream;

import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.ops.HttpPort;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.InMemoryStore;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Write;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The SDK routes over real HTTP on a node whose store is the fake; a key reads {@code <environment>.<key id>}. */
final class SdkServer implements AutoCloseable {

    static final String KEY = "production.k1";

    final InMemoryStore store;
    final NodeWorkspace workspace;
    final FleetRegistry fleet;
    final StreamHub hub;
    final int port;

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);

    SdkServer() {
        this(new InMemoryStore(), 1);
    }

    SdkServer(InMemoryStore store, long seed) {
        this(store, seed, Duration.ofSeconds(15));
    }

    SdkServer(InMemoryStore store, long seed, Duration heartbeat) {
        this.store = store;
        workspace = Samples.workspace(store, seed, threads);
        Samples.get(workspace.sweep());
        fleet = new FleetRegistry(vertx, "node-test", InstantSource.system(), System::nanoTime);
        hub = new StreamHub(
                vertx,
                workspace,
                fleet,
                "node-test",
                SdkServer::caller,
                () -> UUID.randomUUID().toString(),
                InstantSource.system(),
                threads,
                heartbeat);
        port = Samples.get(HttpPort.open(vertx, "TEST", new HttpServerOptions(), "127.0.0.1", 0, 2, router()));
    }

    /** A server that holds the project with an empty environment. */
    static SdkServer withProject() {
        var server = new SdkServer();
        Samples.get(server.workspace.write(Samples.PROJECT, state -> Optional.of(Samples.project())));
        return server;
    }

    void set(String flag, long value) {
        write(state -> Samples.set(state, flag, value));
    }

    void write(Function<ProjectState, Optional<Write>> planner) {
        Samples.get(workspace.write(Samples.PROJECT, planner::apply));
    }

    private Router router() {
        StreamHandlers handlers = hub.handlers(GeoDatabase.load(null));
        Router router = Router.router(vertx);
        router.get("/sdk/v1/stream").handler(handlers.stream());
        router.get("/sdk/v1/snapshot").handler(handlers.snapshot());
        router.get("/sdk/v1/geo").handler(handlers.geo());
        router.post("/sdk/v1/ack").handler(handlers.ack());
        router.post("/sdk/v1/goodbye").handler(handlers.goodbye());
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
