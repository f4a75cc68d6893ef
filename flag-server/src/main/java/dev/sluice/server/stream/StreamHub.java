package dev.sluice.server.stream;

import dev.sluice.engine.EventId;
import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.StateChange;
import dev.sluice.server.store.StoreStatus;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The node's streams: it takes each new state from the workspace to the sessions of its environment. How threads share the work is told
 * at {@link EnvironmentStream}; this class itself only looks environments up and may be used on any thread.
 */
public final class StreamHub {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration STALE_AFTER = Duration.ofSeconds(5);
    private static final long WATCH_MILLIS = 1_000;
    private static final int ACKS_PER_SECOND = 5_000;
    private static final long REPORT_EVERY_MILLIS = 10_000;
    private static final long LONGEST_RECONNECT_MILLIS = 20_000;

    private final Vertx vertx;
    private final Workspace workspace;
    private final FleetRegistry fleet;
    private final String node;
    private final Function<RoutingContext, SdkCaller> callers;
    private final Supplier<String> sessionIds;
    private final InstantSource clock;
    private final Executor encoders;
    private final long heartbeatMillis;
    private final Map<EnvironmentId, EnvironmentStream> streams = new ConcurrentHashMap<>();
    private volatile boolean draining;
    private volatile boolean saidStale;

    /**
     * A hub over what the workspace holds and will hold.
     *
     * @param node this node's name
     * @param callers finds who calls, after authentication
     * @param sessionIds makes unguessable session ids
     * @param encoders where bytes as large as an environment are made; never an event loop
     */
    public StreamHub(
            Vertx vertx,
            Workspace workspace,
            FleetRegistry fleet,
            String node,
            Function<RoutingContext, SdkCaller> callers,
            Supplier<String> sessionIds,
            InstantSource clock,
            Executor encoders) {
        this(vertx, workspace, fleet, node, callers, sessionIds, clock, encoders, HEARTBEAT);
    }

    StreamHub(
            Vertx vertx,
            Workspace workspace,
            FleetRegistry fleet,
            String node,
            Function<RoutingContext, SdkCaller> callers,
            Supplier<String> sessionIds,
            InstantSource clock,
            Executor encoders,
            Duration heartbeat) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.fleet = fleet;
        this.node = node;
        this.callers = callers;
        this.sessionIds = sessionIds;
        this.clock = clock;
        this.encoders = encoders;
        this.heartbeatMillis = heartbeat.toMillis();
        workspace.onChange(this::changed);
        vertx.setPeriodic(WATCH_MILLIS, tick -> watchStore());
    }

    /** The handlers of the SDK routes. */
    public StreamHandlers handlers(GeoDatabase geo) {
        var acks = new AckHandler(fleet, callers);
        return new StreamHandlers(
                this::stream,
                new SnapshotHandler(this, fleet, node, callers),
                acks::ack,
                acks::goodbye,
                new GeoHandler(geo));
    }

    /** Cuts every stream that was opened with a key. */
    public void revoke(String keyId) {
        streams.values()
                .forEach(stream -> stream.onEveryLoop(session -> {
                    if (session.keyId().equals(keyId)) {
                        session.bye("revoked", 0);
                    }
                }));
    }

    /** Sends everybody away, each at a time of its own, and lets nobody in any more. Done when the last bytes are written. */
    public Future<Void> drain() {
        draining = true;
        long spread = Math.min(LONGEST_RECONNECT_MILLIS, 100L + fleet.sessions() * 10L);
        List<Future<Void>> all = new ArrayList<>();
        for (EnvironmentStream stream : streams.values()) {
            all.add(stream.onEveryLoopUntil(
                    session -> session.bye("drain", ThreadLocalRandom.current().nextLong(spread))));
        }
        return Future.join(all).mapEmpty();
    }

    /** The environment's newest state, ready to be sent; null while this node does not hold it. */
    @Nullable
    Published published(EnvironmentId id) {
        EnvironmentStream stream = stream(id);
        return stream == null ? null : stream.published();
    }

    long ackSpreadMillis() {
        return fleet.sessions() * 1_000L / ACKS_PER_SECOND;
    }

    long reportEveryMillis() {
        return REPORT_EVERY_MILLIS;
    }

    static SdkRefusedException notLoaded(EnvironmentId id) {
        return new SdkRefusedException(
                503, "not-loaded", "Not loaded yet", "environment " + id + " is not loaded on this node yet", 1);
    }

    private void changed(StateChange change) {
        EnvironmentState after = change.after();
        EnvironmentStream stream = stream(change.environment());
        Set<String> flags = stream == null ? Set.of() : stream.publish(after.replica(), change.urgent());
        fleet.published(change.environment(), after.stateId(), flags);
    }

    private @Nullable EnvironmentStream stream(EnvironmentId id) {
        EnvironmentStream known = streams.get(id);
        if (known != null) {
            return known;
        }
        EnvironmentState state = workspace.environment(id);
        return state == null
                ? null
                : streams.computeIfAbsent(
                        id, key -> new EnvironmentStream(key, Published.first(state.replica(), encoders)));
    }

    private void stream(RoutingContext ctx) {
        SdkCaller caller = callers.apply(ctx);
        EnvironmentStream stream = stream(caller.environment());
        if (draining) {
            ctx.fail(new SdkRefusedException(503, "draining", "Draining", "this node is going away", 1));
            return;
        }
        if (stream == null) {
            ctx.fail(notLoaded(caller.environment()));
            return;
        }
        EventId from;
        try {
            from = resumePoint(ctx.request());
        } catch (IllegalArgumentException e) {
            ctx.fail(new SdkRefusedException(400, "event-id", "Not an event id", String.valueOf(e.getMessage()), 0));
            return;
        }
        open(ctx, caller, stream, from);
    }

    private void open(RoutingContext ctx, SdkCaller caller, EnvironmentStream stream, @Nullable EventId from) {
        HttpServerResponse response = ctx.response();
        response.setChunked(true);
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8");
        response.putHeader("Cache-Control", "no-cache, no-transform");
        response.putHeader("X-Accel-Buffering", "no");

        var session = new Session(sessionIds.get(), caller.keyId(), response, stream);
        stream.add(session, vertx.getOrCreateContext());
        fleet.opened(caller.environment(), session.id(), Identities.of(ctx.request(), session.id()));
        long heartbeat = vertx.setPeriodic(
                1 + ThreadLocalRandom.current().nextLong(heartbeatMillis), heartbeatMillis, tick -> session.beat());
        Runnable end = once(() -> {
            vertx.cancelTimer(heartbeat);
            session.gone();
            stream.remove(session);
            fleet.closed(caller.environment(), session.id());
        });
        response.closeHandler(closed -> end.run());
        response.exceptionHandler(broken -> end.run());
        response.endHandler(ended -> end.run());

        Buffer hello = Events.hello(session.id(), node, caller.environment(), ackSpreadMillis(), REPORT_EVERY_MILLIS);
        session.begin(hello, from == null ? null : stream.published().find(from));
        if (saidStale) {
            session.tell(Events.stale(workspace.status().since()));
        }
    }

    private static @Nullable EventId resumePoint(HttpServerRequest request) {
        String from = request.getHeader("Last-Event-ID");
        if (from == null || from.isBlank()) {
            from = request.getParam("from");
        }
        return from == null || from.isBlank() ? null : EventId.parse(from.trim());
    }

    /** Says on every stream that the node has lost its store for a while, and that it has it again. */
    private void watchStore() {
        StoreStatus status = workspace.status();
        boolean stale = !status.connected() && status.since().plus(STALE_AFTER).isBefore(clock.instant());
        if (stale != saidStale) {
            saidStale = stale;
            Buffer event = stale ? Events.stale(status.since()) : Events.fresh();
            streams.values().forEach(stream -> stream.onEveryLoop(session -> session.tell(event)));
        }
    }

    private static Runnable once(Runnable action) {
        var done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }
}
