package dev.sluice.server;

import dev.sluice.engine.Evaluator;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.ClientAddresses;
import dev.sluice.server.access.Sessions;
import dev.sluice.server.command.AccessCommands;
import dev.sluice.server.command.Intent;
import dev.sluice.server.command.StoredDocuments;
import dev.sluice.server.evaluate.Evaluations;
import dev.sluice.server.evaluate.Overrides;
import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.fleet.NodeStandings;
import dev.sluice.server.fleet.Nodes;
import dev.sluice.server.fleet.SharedFleet;
import dev.sluice.server.http.HttpApi;
import dev.sluice.server.http.RequestLimits;
import dev.sluice.server.http.SdkHandlers;
import dev.sluice.server.measures.Measures;
import dev.sluice.server.ops.Management;
import dev.sluice.server.ops.Metrics;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.disk.DiskCopy;
import dev.sluice.server.store.redis.RedisEphemera;
import dev.sluice.server.store.redis.RedisHealth;
import dev.sluice.server.store.redis.RedisLink;
import dev.sluice.server.store.redis.RedisMeasureStore;
import dev.sluice.server.store.redis.RedisNodeChannel;
import dev.sluice.server.store.redis.RedisNodeRegistry;
import dev.sluice.server.store.redis.RedisStore;
import dev.sluice.server.stream.GeoDatabase;
import dev.sluice.server.stream.ReportHandler;
import dev.sluice.server.stream.SdkCaller;
import dev.sluice.server.stream.StreamHandlers;
import dev.sluice.server.stream.StreamHub;
import dev.sluice.server.stream.StreamLimits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a running node, wired here and nowhere else.
 *
 * <p>Threads: event loops serve connections and own what belongs to them (told at {@code EnvironmentStream}); {@code sluice-state} threads
 * plan, compile and publish, each project on its own line; {@code sluice-encode} threads make bytes as large as an environment, each
 * environment on its own line.
 */
final class Node implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final long SWEEP_MILLIS = 5_000;
    private static final long GEO_MILLIS = 10_000;
    private static final long HEALTH_MILLIS = 20_000;
    private static final int STATE_THREADS = 4;
    private static final int ENCODERS = 4;

    private final ExecutorService stateThreads = Executors.newFixedThreadPool(STATE_THREADS, threads("sluice-state"));
    private final ExecutorService encoders = Executors.newFixedThreadPool(ENCODERS, threads("sluice-encode"));
    private final NodeWorkspace workspace;
    private final StreamHub hub;
    private final RedisEphemera ephemera;
    private final AccessConfig access;
    private final Nodes nodes;
    private final Measures measures;
    private final Router router;
    private final Management management;
    private final RedisHealth health;

    /**
     * Wires a node; it does nothing before the link has a connection.
     *
     * @param limits what streams are allowed
     * @param copy what an earlier node kept on this disk, and where this one keeps what it holds
     * @param overrides what this node forces on everyone it evaluates for
     * @param requests how often people and tokens may ask
     * @param addresses finds who is asking behind proxies
     * @param warnings about the Redis, besides those that it gives itself
     * @param ready whether the public port is open and the node not draining
     */
    Node(
            Vertx vertx,
            RedisLink link,
            GeoDatabase geo,
            AccessConfig access,
            SecureRandom random,
            StreamLimits limits,
            DiskCopy copy,
            Overrides overrides,
            RequestLimits requests,
            ClientAddresses addresses,
            Supplier<List<String>> warnings,
            BooleanSupplier ready)
            throws IOException {
        overrides.announce();
        this.access = access;
        InstantSource clock = InstantSource.system();
        Supplier<String> names = new RandomNames(random);
        String name = "node-" + names.get().substring(0, 6);
        ephemera = new RedisEphemera(link);
        nodes = new Nodes(
                vertx, new RedisNodeRegistry(link), name, Version.TEXT, WireCodec.FORMAT, clock, System::nanoTime);
        workspace = new NodeWorkspace(
                new RedisStore(link, name), clock, names, stateThreads, new StoredDocuments(), copy.load(), copy::keep);
        var fleet = new FleetRegistry(vertx, name, nodes, System::nanoTime);
        var shared = new SharedFleet(
                vertx,
                fleet,
                nodes,
                new RedisNodeChannel(link, name),
                System::nanoTime,
                new NodeStandings(() -> workspace.status().state().name(), overrides.variations()));
        // A session's id begins with its node's name, so that any node knows where its acknowledgements belong.
        Supplier<String> sessionIds = () -> name + "." + names.get();
        PrometheusMeterRegistry registry = Metrics.of(workspace, () -> copy.trouble() == null);
        var files = new ProcessFiles();
        hub = new StreamHub(
                vertx,
                workspace,
                fleet,
                new StreamHub.Parts(
                        name, Node::caller, sessionIds, clock, System::nanoTime, encoders, files, registry, limits));
        measures = new Measures(
                vertx,
                new RedisMeasureStore(link),
                new RedisNodeChannel(link, name),
                name,
                nodes,
                encoders,
                fleet,
                hub.pace());
        measures.countIn(registry);
        requests.countIn(registry);
        Gauge.builder("sluice.overrides", overrides, each -> each.variations().size())
                .description("Flags that SLUICE_OVERRIDES forces on this node")
                .register(registry);
        StreamHandlers streams = hub.handlers(geo);
        var sdk = new SdkHandlers(
                streams.stream(),
                streams.snapshot(),
                streams.ack(),
                streams.goodbye(),
                new ReportHandler(vertx, measures, Node::caller),
                streams.geo(),
                hub::onDrain,
                hub::revoke);
        Evaluator evaluator = Evaluator.of(
                geo.locator(), buckets -> ThreadLocalRandom.current().nextInt(buckets));
        router = HttpApi.router(
                vertx,
                workspace,
                ephemera,
                shared,
                measures,
                sdk,
                access,
                new Evaluations(evaluator, overrides),
                requests,
                addresses,
                files);
        health = new RedisHealth(link);
        management = new Management(
                workspace,
                copy,
                () -> workspace.loaded() && ready.getAsBoolean(),
                registry,
                Version.TEXT,
                () -> Stream.concat(health.warnings().stream(), warnings.get().stream())
                        .toList());
        vertx.setPeriodic(HEALTH_MILLIS, tick -> health.look());
        vertx.setPeriodic(SWEEP_MILLIS, tick -> workspace.sweep().onFailure(e -> log.debug("a sweep failed", e)));
        vertx.setPeriodic(GEO_MILLIS, tick -> encoders.execute(geo::refresh));
    }

    NodeWorkspace workspace() {
        return workspace;
    }

    RedisHealth health() {
        return health;
    }

    /** A one-time link for the first administrator, who is made if there is none yet. */
    Future<String> firstLink() {
        Intent intent = new Intent(
                "sluice", "user.create", "first start", access.clock().instant());
        return new AccessCommands(workspace)
                .ensureAdministrator(intent)
                .compose(user ->
                        Sessions.of(ephemera, new Accounts(workspace), access).newLink(user, Sessions.AT_ONCE));
    }

    /** What SDKs have reported. */
    Measures measures() {
        return measures;
    }

    /** The other nodes. */
    Nodes nodes() {
        return nodes;
    }

    Router router() {
        return router;
    }

    Management management() {
        return management;
    }

    /** Sends every SDK away, each at its own time. */
    Future<Void> drain() {
        return hub.drain();
    }

    /** Tells every SDK at once to look for another node. */
    Future<Void> goodbye() {
        return hub.goodbye();
    }

    private static SdkCaller caller(RoutingContext ctx) {
        Caller caller = Caller.of(ctx);
        return new SdkCaller(caller.keyEnvironment(), Objects.requireNonNull(caller.keyId(), "keyId"));
    }

    private static ThreadFactory threads(String name) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        stateThreads.shutdownNow();
        encoders.shutdownNow();
    }
}
