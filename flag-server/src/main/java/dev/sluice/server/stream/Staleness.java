package dev.sluice.server.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * That a node is without an environment's store.
 *
 * @param since since when
 * @param clock the node's, which tells how long ago that was: an SDK's own may be wrong
 */
record Staleness(Instant since, InstantSource clock) {

    /** For how long by now, in milliseconds. */
    long forMillis() {
        return Math.max(0, Duration.between(since, clock.instant()).toMillis());
    }
}
