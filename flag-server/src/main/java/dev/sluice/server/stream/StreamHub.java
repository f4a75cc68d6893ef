package dev.sluice.server.stream;

import dev.sluice.engine.EventId;
import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.fleet.Pace;
import dev.sluice.server.fleet.Ticker;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.StateChange;
import dev.sluice.server.store.StoreStatus;
import dev.sluice.server.store.Workspace;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The node's streams: it takes each new state from the workspace to the sessions of its environment. How threads share the work is told
 * at {@link EnvironmentStream}; this class itself only looks environments up and may be used on any thread.
 */
public final class StreamHub {

    private static final Duration STALE_AFTER = Duration.ofSeconds(5);
    private static final long WATCH_MILLIS = 1_000;
    private static final long FILES_MILLIS = 5_000;
    private static final long DRAIN_WATCH_MILLIS = 20;
    private static final long DRAIN_GRACE_MILLIS = 1_500;

    private final Vertx vertx;
    private final Workspace workspace;
    private final FleetRegistry fleet;
    private final Parts parts;
    private final StreamLimits limits;
    private final Admission admission;
    private final StreamMetrics metrics;
    private final Pace pace;
    private final Map<EnvironmentId, Pace.Numbers> told = new ConcurrentHashMap<>();
    private final Map<EnvironmentId, EnvironmentStream> streams = new ConcurrentHashMap<>();
    private final Map<Thread, Pulse> pulses = new ConcurrentHashMap<>();
    private final List<Runnable> drainListeners = new CopyOnWriteArrayList<>();
    private volatile boolean draining;

    /**
     * What a hub is made of.
     *
     * @param node this node's name
     * @param callers finds who calls, after authentication
     * @param sessionIds makes unguessable session ids
     * @param clock the time of day
     * @param ticker elapsed time
     * @param encoders where bytes as large as an environment are made; never an event loop
     * @param files what the process has open
     * @param registry where the streams are counted
     * @param limits what is allowed
     */
    public record Parts(
            String node,
            Function<RoutingContext, SdkCaller> callers,
            Supplier<String> sessionIds,
            InstantSource clock,
            Ticker ticker,
            Executor encoders,
            OpenFiles files,
            MeterRegistry registry,
            StreamLimits limits) {}

    /** A hub over what the workspace holds and will hold. */
    public StreamHub(Vertx vertx, Workspace workspace, FleetRegistry fleet, Parts parts) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.fleet = fleet;
        this.parts = parts;
        this.limits = parts.limits();
        this.admission = new Admission(limits, parts.files(), parts.ticker());
        this.pace = new Pace(admission::sessions, parts.ticker());
        this.metrics = new StreamMetrics(parts.registry(), admission::sessions);
        workspace.onChange(this::changed);
        workspace.projects().forEach(this::began);
        vertx.setPeriodic(WATCH_MILLIS, tick -> {
            watchStore();
            watchPace();
        });
        vertx.setPeriodic(FILES_MILLIS, tick -> parts.encoders().execute(admission::count));
    }

    /** The handlers of the SDK routes. */
    public StreamHandlers handlers(GeoDatabase geo) {
        var acks = new AckHandler(vertx, fleet, parts.callers());
        return new StreamHandlers(
                this::stream,
                new SnapshotHandler(this, fleet, parts.node(), parts.callers()),
                acks::ack,
                acks::goodbye,
                new GeoHandler(geo));
    }

    /** Cuts every stream that was opened with a key. */
    public void revoke(String keyId) {
        eachSession(session -> {
            if (session.keyId().equals(keyId)) {
                session.revoke();
            }
        });
    }

    /** Says {@code hello} once more on every stream of an environment, with the numbers that hold now. */
    public void greetAgain(EnvironmentId environment) {
        EnvironmentStream stream = streams.get(environment);
        if (stream != null) {
            stream.each(session -> session.tell(hello(environment, session)));
        }
    }

    /** Hears when the node begins to send its sessions away; for streams of others that are to end then. */
    public void onDrain(Runnable listener) {
        drainListeners.add(listener);
    }

    /**
     * Asks every session to go elsewhere, each at a time of its own within {@link StreamLimits#drain()}, serves it until then, and lets
     * nobody in any more. Done when all have gone, or have been ended because they did not.
     */
    public Future<Void> drain() {
        long spread = Math.min(limits.drain().toMillis(), 100L + admission.sessions() * 10L);
        return drain(spread, spread + DRAIN_GRACE_MILLIS);
    }

    /** As {@link #drain}, but ends every session at once: for a node that has no time. */
    public Future<Void> goodbye() {
        return drain(Math.min(limits.drain().toMillis(), 100L + admission.sessions() * 10L), 0);
    }

    private Future<Void> drain(long spreadMillis, long endAfterMillis) {
        draining = true;
        drainListeners.forEach(Runnable::run);
        eachSession(
                session -> session.dismiss("drain", ThreadLocalRandom.current().nextLong(1 + spreadMillis)));
        long end = parts.ticker().nanos() + TimeUnit.MILLISECONDS.toNanos(endAfterMillis);
        long last = end + TimeUnit.MILLISECONDS.toNanos(DRAIN_GRACE_MILLIS);
        Promise<Void> done = Promise.promise();
        var insisted = new AtomicBoolean();
        // On one event loop from the start: a timer that fires before its maker has it in hand can't be cancelled.
        vertx.getOrCreateContext()
                .runOnContext(begun -> vertx.setPeriodic(DRAIN_WATCH_MILLIS, timer -> {
                    long now = parts.ticker().nanos();
                    if (admission.sessions() == 0 || now > last) {
                        done.tryComplete();
                        vertx.cancelTimer(timer);
                    } else if (now > end && insisted.compareAndSet(false, true)) {
                        eachSession(session -> session.end(Session.End.DRAIN));
                    }
                }));
        return done.future();
    }

    /** The environment's newest state, ready to be sent; null while this node does not hold it. */
    @Nullable
    Published published(EnvironmentId id) {
        EnvironmentStream stream = stream(id);
        return stream == null ? null : stream.published();
    }

    /** That the node has no contact with the environment's store, if it says {@code stale} of it; null while it does not. */
    @Nullable
    Staleness staleness(EnvironmentId id) {
        EnvironmentStream stream = streams.get(id);
        return stream == null ? null : stream.staleness();
    }

    /** How fast SDKs may talk to this node. */
    public Pace pace() {
        return pace;
    }

    StreamMetrics metrics() {
        return metrics;
    }

    static SdkRefusedException notLoaded(EnvironmentId id) {
        return new SdkRefusedException(
                503, "not-loaded", "Not loaded yet", "environment " + id + " is not loaded on this node yet", 1);
    }

    private void eachSession(Consumer<Session> action) {
        streams.values().forEach(stream -> stream.each(action));
    }

    private void changed(StateChange change) {
        EnvironmentState after = change.after();
        EnvironmentStream stream = stream(change.environment());
        if (stream != null) {
            stream.publish(after.replica(), change.urgent() && pace.takesUrgentAcks());
        }
        fleet.published(change.environment(), after.stateId(), change.flags());
    }

    /** What a node holds when it starts, from its disk for example, may be what its store has: then no change tells of it. */
    private void began(String project) {
        ProjectState held = workspace.project(project);
        if (held != null) {
            held.environments().values().forEach(state -> fleet.began(state.id(), state.stateId()));
        }
    }

    private @Nullable EnvironmentStream stream(EnvironmentId id) {
        EnvironmentStream known = streams.get(id);
        if (known != null) {
            return known;
        }
        EnvironmentState state = workspace.environment(id);
        return state == null ? null : streams.computeIfAbsent(id, key -> stream(key, state));
    }

    private EnvironmentStream stream(EnvironmentId id, EnvironmentState state) {
        Ticker ticker = parts.ticker();
        Published first =
                Published.first(state.replica(), new OneByOne(parts.encoders()), limits.largestEvent(), ticker.nanos());
        var stream = new EnvironmentStream(id, first, limits, metrics, ticker);
        stream.stale(withoutStore(id, null));
        return stream;
    }

    private void stream(RoutingContext ctx) {
        SdkCaller caller = parts.callers().apply(ctx);
        EnvironmentStream stream = stream(caller.environment());
        if (draining) {
            refuse(ctx, new SdkRefusedException(503, "draining", "Draining", "this node is going away", 1));
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
        Admission.Refusal refusal = admission.enter();
        if (refusal != null) {
            metrics.refused(refusal.reason());
            refuse(ctx, refusal.exception());
            return;
        }
        open(ctx, caller, stream, from);
    }

    /** Says no, and gives the socket back at once: who is refused for want of room must not take any. */
    private static void refuse(RoutingContext ctx, SdkRefusedException why) {
        if (ctx.request().version() != HttpVersion.HTTP_2) {
            ctx.response().putHeader("Connection", "close");
            ctx.addEndHandler(ended -> ctx.request().connection().close());
        }
        ctx.fail(why);
    }

    private void open(RoutingContext ctx, SdkCaller caller, EnvironmentStream stream, @Nullable EventId from) {
        HttpServerResponse response = ctx.response();
        response.setChunked(true);
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8");
        response.putHeader("Cache-Control", "no-cache, no-transform");
        response.putHeader("X-Accel-Buffering", "no");

        Context context = vertx.getOrCreateContext();
        Pulse pulse = pulses.computeIfAbsent(
                Thread.currentThread(), loop -> new Pulse(vertx, parts.ticker(), limits, metrics));
        var session = new Session(
                parts.sessionIds().get(),
                Identities.shared(caller.keyId()),
                ctx.request(),
                stream.line(context),
                pulse,
                metrics);
        fleet.opened(caller.environment(), session.id(), Identities.of(ctx.request(), session.id()));
        metrics.opened();
        Runnable end = new OnLoopOnce(() -> {
            Session.End why = session.gone();
            metrics.closed(why);
            if (why == Session.End.LEFT) {
                fleet.givenUp(caller.environment(), session.id(), caller.keyId());
            } else {
                fleet.closed(caller.environment(), session.id());
            }
            admission.left(); // last: a drain is done when nobody is left
        });
        response.closeHandler(closed -> end.run());
        response.exceptionHandler(broken -> end.run());
        response.endHandler(ended -> end.run());

        session.begin(
                hello(caller.environment(), session),
                from == null ? null : stream.published().find(from));
        // Said and heard; a stream lives for long, and thousands of them would keep them all.
        ctx.request().headers().clear();
        response.headers().clear();
    }

    private Buffer hello(EnvironmentId environment, Session session) {
        Pace.Numbers numbers = pace.of(environment);
        told.putIfAbsent(environment, numbers);
        return Events.hello(
                session.id(), parts.node(), environment, numbers.ackSpreadMillis(), numbers.reportEveryMillis());
    }

    private static @Nullable EventId resumePoint(HttpServerRequest request) {
        String from = request.getHeader("Last-Event-ID");
        if ((from == null || from.isBlank()) && request.query() != null) {
            from = request.getParam("from");
        }
        return from == null || from.isBlank() ? null : EventId.parse(from.trim());
    }

    /** Says {@code hello} again where its numbers have changed. */
    private void watchPace() {
        for (EnvironmentId environment : streams.keySet()) {
            Pace.Numbers now = pace.of(environment);
            Pace.Numbers before = told.put(environment, now);
            if (before != null && !before.equals(now)) {
                greetAgain(environment);
            }
        }
    }

    /** Says on the streams of a project that the node has lost touch with it in the store for a while, and that it has it again. */
    private void watchStore() {
        streams.forEach((environment, stream) -> stream.stale(withoutStore(environment, stream.staleness())));
    }

    /**
     * That there has been no contact with an environment's store for long enough to be told of; null when that is not so.
     *
     * @param told what was told before, and is true still: what is wrong may change meanwhile, and there is no contact all the same
     */
    private @Nullable Staleness withoutStore(EnvironmentId environment, @Nullable Staleness told) {
        StoreStatus status = workspace.status(environment.project());
        if (status.connected()) {
            return null;
        }
        boolean forLong =
                status.since().plus(STALE_AFTER).isBefore(parts.clock().instant());
        return told != null || !forLong ? told : new Staleness(status.since(), parts.clock());
    }

    /** Runs an action the first time; used on one event loop only. */
    private static final class OnLoopOnce implements Runnable {

        private final Runnable action;
        private boolean done;

        OnLoopOnce(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                action.run();
            }
        }
    }
}
