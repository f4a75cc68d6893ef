package dev.sluice.server.store;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the node stands with its store: whether it answers, and which projects are not as the node knows them. Says each change once in
 * the log. Safe on any thread.
 */
final class Standing {

    private static final Logger log = LoggerFactory.getLogger(Standing.class);

    private final InstantSource clock;
    private final Map<String, StoreStatus> troubled = new TreeMap<>();
    private StoreStatus connection;

    Standing(InstantSource clock) {
        this.clock = clock;
        this.connection = new StoreStatus(StoreStatus.State.AWAY, clock.instant(), "not connected yet");
    }

    synchronized StoreStatus status() {
        if (!connection.connected()) {
            return connection;
        }
        return troubled.values().stream()
                .reduce((a, b) -> a.state().compareTo(b.state()) >= 0 ? a : b)
                .orElse(connection);
    }

    synchronized void answers() {
        if (!connection.connected()) {
            connection = new StoreStatus(StoreStatus.State.CONNECTED, clock.instant(), "");
            log.info("Redis answers");
        }
    }

    synchronized void silent(String why) {
        if (connection.connected()) {
            connection = new StoreStatus(StoreStatus.State.AWAY, clock.instant(), why);
            log.warn("Redis does not answer ({}); serving from memory, refusing writes until it is back", why);
        }
    }

    synchronized void troubled(String project, StoreStatus.State state, String detail) {
        StoreStatus before = troubled.get(project);
        if (before != null && before.state() == state) {
            troubled.put(project, new StoreStatus(state, before.since(), detail));
        } else {
            troubled.put(project, new StoreStatus(state, clock.instant(), detail));
            log.error("{}; serving what this node has, refusing writes of project {}", detail, project);
        }
    }

    synchronized void wellAgain(String project) {
        if (troubled.remove(project) != null) {
            log.info("project {} is in order again", project);
        }
    }

    /** The reason to refuse a write of a project at once, or null. */
    synchronized @Nullable StoreUnavailableException refusal(String project) {
        StoreStatus trouble = troubled.get(project);
        return trouble == null ? null : new StoreUnavailableException(trouble.detail(), null);
    }
}
