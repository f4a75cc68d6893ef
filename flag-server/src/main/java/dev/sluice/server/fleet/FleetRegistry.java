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
public final class FleetRegistry implements Fleet {

    private static final Logger log = LoggerFactory.getLogger(FleetRegistry.class);
    private static final long PROGRESS_MILLIS = 100;

    private final Vertx vertx;
    private final String node;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Map<EnvironmentId, EnvironmentFleet> environments = new ConcurrentHashMap<>();
    private final Set<EnvironmentId> reportsDue = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Convergence>> listeners = new CopyOnWriteArrayList<>();

    /** A fleet without members; {@code node} is this node's name. */
    public FleetRegistry(Vertx vertx, String node, InstantSource clock, Ticker ticker) {
        this.vertx = vertx;
        this.node = node;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** A stream session is connected; from now on changes wait for it. */
    public void opened(EnvironmentId environment, String session, Identity identity) {
        fleet(environment).opened(session, identity);
        reportSoon(environment);
    }

    /** A stream session is gone. */
    public void closed(EnvironmentId environment, String session) {
        fleet(environment).closed(session);
        reportSoon(environment);
    }

    /** An instance fetched a whole state instead of holding a stream. */
    public void polled(EnvironmentId environment, Identity identity) {
        fleet(environment).polled(identity);
    }

    /** Counts an acknowledgement; false if this node has no such session or poller. */
    public boolean acknowledged(EnvironmentId environment, Ack ack) {
        boolean known = fleet(environment).acknowledged(ack);
        if (known) {
            reportSoon(environment);
        }
        return known;
    }

    /** An instance ends by its own will. */
    public void goodbye(EnvironmentId environment, String instance) {
        fleet(environment).goodbye(instance);
        reportSoon(environment);
    }

    /**
     * A new state is in this node's memory.
     *
     * @param flags the flags that differ from the state before
     */
    public void published(EnvironmentId environment, StateId state, Set<String> flags) {
        fleet(environment).published(state, flags);
        reportSoon(environment);
    }

    /** Stream sessions of all environments. */
    public int sessions() {
        return environments.values().stream()
                .mapToInt(EnvironmentFleet::sessions)
                .sum();
    }

    @Override
    public Future<Convergence> converged(EnvironmentId environment, StateId target, Duration timeout) {
        Promise<Convergence> promise = Promise.promise();
        Wait wait = fleet(environment).await(target, promise::tryComplete);
        if (!promise.future().isComplete()) {
            long timer = vertx.setTimer(
                    Math.max(1, timeout.toMillis()), late -> fleet(environment).giveUp(wait));
            promise.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return CallersContext.of(promise.future());
    }

    @Override
    public List<Instance> instances(EnvironmentId environment) {
        return fleet(environment).instances();
    }

    @Override
    public void onProgress(Consumer<Convergence> listener) {
        listeners.add(listener);
    }

    private EnvironmentFleet fleet(EnvironmentId environment) {
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
