package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import dev.sluice.server.store.CallersContext;
import dev.sluice.server.store.EnvironmentId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet of this node: the stream layer reports who comes, goes and acknowledges. Each environment has its own small monitor, so that
 * ten thousand acknowledgements of one do not hold up another. Thread-safe.
 */
public final class FleetRegistry {

    private static final Logger log = LoggerFactory.getLogger(FleetRegistry.class);
    private static final long PROGRESS_MILLIS = 100;

    private final Vertx vertx;
    private final String node;
    private final InstantSource clock;
    private final Ticker ticker;
    private final AttemptLog attempts;
    private final Map<EnvironmentId, EnvironmentFleet> environments = new ConcurrentHashMap<>();
    private final Set<EnvironmentId> reportsDue = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Convergence>> listeners = new CopyOnWriteArrayList<>();
    private volatile Peers peers = Peers.NONE;

    /** A fleet without members; {@code node} is this node's name. */
    public FleetRegistry(Vertx vertx, String node, InstantSource clock, Ticker ticker) {
        this.vertx = vertx;
        this.node = node;
        this.clock = clock;
        this.ticker = ticker;
        this.attempts = new AttemptLog(node, clock);
    }

    /** What this node remembers of calls with keys. */
    public AttemptLog attempts() {
        return attempts;
    }

    /** From now on what concerns other nodes is told to these. */
    void peers(Peers others) {
        peers = others;
    }

    /** A stream session is connected; from now on changes wait for it. */
    public void opened(EnvironmentId environment, String session, Identity identity) {
        fleet(environment).opened(session, identity);
        if (!identity.instance().equals(session)) {
            peers.arrived(environment, identity.instance());
        }
        reportSoon(environment);
    }

    /** A stream session is gone. */
    public void closed(EnvironmentId environment, String session) {
        fleet(environment).closed(session);
        reportSoon(environment);
    }

    /** A stream session was given up by its client, who came with this key. */
    public void givenUp(EnvironmentId environment, String session, String key) {
        Identity unheard = fleet(environment).unheard(session);
        if (unheard != null) {
            attempts.failed(Attempt.Trouble.UNHEARD_STREAM, environment, key, unheard, "");
        }
        closed(environment, session);
    }

    /** An instance fetched a whole state instead of holding a stream. */
    public void polled(EnvironmentId environment, Identity identity) {
        if (fleet(environment).polled(identity)) {
            peers.arrived(environment, identity.instance());
        }
    }

    /** Counts an acknowledgement, or passes it on to the node of its session; false if this node has no such session or poller. */
    public boolean acknowledged(EnvironmentId environment, Ack ack) {
        boolean known = own(environment, ack);
        if (!known) {
            peers.foreign(environment, ack);
        }
        return known;
    }

    /** Counts an acknowledgement of this node's own, wherever it arrived. */
    boolean own(EnvironmentId environment, Ack ack) {
        boolean known = fleet(environment).acknowledged(ack);
        if (known) {
            reportSoon(environment);
        }
        return known;
    }

    /** An instance ends by its own will. */
    public void goodbye(EnvironmentId environment, String instance) {
        ended(environment, instance);
        peers.goodbye(environment, instance);
    }

    /** An instance has said goodbye, here or elsewhere. */
    void ended(EnvironmentId environment, String instance) {
        fleet(environment).goodbye(instance);
        reportSoon(environment);
    }

    /** An instance says in a usage report that it had to drop windows of earlier ones. */
    public void reported(EnvironmentId environment, String instance, long droppedWindows) {
        fleet(environment).reported(instance, droppedWindows);
    }

    /** This node has held the state from its start; nothing is changed where it has published a later one meanwhile. */
    public void began(EnvironmentId environment, StateId state) {
        fleet(environment).began(state);
    }

    /**
     * A new state is in this node's memory.
     *
     * @param flags the flags that differ from the state before
     */
    public void published(EnvironmentId environment, StateId state, Set<String> flags) {
        fleet(environment).published(state, flags);
        peers.published(environment, state);
        reportSoon(environment);
    }

    /** Stream sessions of all environments. */
    public int sessions() {
        return environments.values().stream()
                .mapToInt(EnvironmentFleet::sessions)
                .sum();
    }

    /** Waits for the sessions of this node alone; see {@link Fleet#converged}. */
    public Future<Convergence> converged(EnvironmentId environment, StateId target, Duration timeout) {
        Promise<Convergence> promise = Promise.promise();
        EnvironmentFleet own = fleet(environment);
        Wait wait = own.await(target, own.flagsOf(target), promise::tryComplete);
        if (!promise.future().isComplete()) {
            long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), late -> own.giveUp(wait));
            promise.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return CallersContext.of(promise.future());
    }

    /** The instances that this node knows of, by application and id. */
    public List<Instance> instances(EnvironmentId environment) {
        return fleet(environment).instances();
    }

    /** Hears how the newest state of each environment spreads on this node, at most every 100 ms for one environment. */
    void onProgress(Consumer<Convergence> listener) {
        listeners.add(listener);
    }

    EnvironmentFleet fleet(EnvironmentId environment) {
        return environments.computeIfAbsent(environment, id -> new EnvironmentFleet(id, node, clock, ticker));
    }

    /** Many acknowledgements, one report. */
    private void reportSoon(EnvironmentId environment) {
        if (!listeners.isEmpty() && reportsDue.add(environment)) {
            vertx.setTimer(PROGRESS_MILLIS, due -> {
                reportsDue.remove(environment);
                fleet(environment).progress().ifPresent(this::report);
            });
        }
    }

    private void report(Convergence progress) {
        for (Consumer<Convergence> listener : listeners) {
            try {
                listener.accept(progress);
            } catch (RuntimeException e) {
                log.error("a listener failed on the progress of {}", progress.environment(), e);
            }
        }
    }

    static Duration since(long start, long now) {
        return Duration.ofNanos(Math.max(0, now - start));
    }

    static long nanos(Duration duration) {
        return TimeUnit.MILLISECONDS.toNanos(duration.toMillis());
    }
}
