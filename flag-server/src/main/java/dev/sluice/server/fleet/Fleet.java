package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The SDK instances that this node knows of. Safe on any thread. */
public interface Fleet {

    /**
     * Waits until every session connected at the call has acknowledged the state or a later one. Never fails for lack of
     * acknowledgements: on a time-out the answer says who is missing. Completes on the caller's Vert.x context, if it has one.
     */
    Future<Convergence> converged(EnvironmentId environment, StateId target, Duration timeout);

    /** The instances of an environment, live and lost, by application and id. */
    List<Instance> instances(EnvironmentId environment);

    /** Hears how the newest state of each environment spreads, at most every 100 ms for one environment. */
    void onProgress(Consumer<Convergence> listener);
}
