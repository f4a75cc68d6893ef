package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;

/** The SDK instances that all nodes together know of. Safe on any thread. */
public interface Fleet {

    /**
     * Waits until every session that is connected to any node at the call has acknowledged the state or a later one, and every node
     * serves it. Never fails for lack of acknowledgements: on a time-out the answer says who is missing. Completes on the caller's
     * Vert.x context, if it has one.
     */
    Future<Convergence> converged(EnvironmentId environment, StateId target, Duration timeout);

    /** The nodes, and the instances of an environment, live and lost. Never fails: a node that does not answer is named. */
    Future<FleetView> view(EnvironmentId environment);

    /** Who has lately called with keys of a project, and with what success. Never fails: a node that does not answer is named. */
    Future<Attempts> attempts(String project);

    /** Where this node notes calls with keys. */
    AttemptLog attemptsHere();

    /** Hears how the newest state of each environment spreads over all nodes, at most every 100 ms for one environment and node. */
    void onProgress(Consumer<Convergence> listener);
}
