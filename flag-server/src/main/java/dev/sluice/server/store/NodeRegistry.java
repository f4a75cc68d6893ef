package dev.sluice.server.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which nodes there are, by the store's own clock: the clocks of nodes are never compared with one another. A node says every few
 * seconds that it is there; one that has been silent for {@link #ALIVE} is no longer taken to be, and one that has been silent for
 * {@link #REMEMBERED} is forgotten. Fails with {@link StoreUnavailableException} while the store is away. Thread-safe.
 */
public interface NodeRegistry {

    /** Silence after which a node is no longer alive. */
    Duration ALIVE = Duration.ofSeconds(15);

    /** Silence after which a node that did not say goodbye is forgotten. */
    Duration REMEMBERED = Duration.ofMinutes(10);

    /**
     * What a node tells of itself.
     *
     * @param name its name, unique to the process
     * @param version of the server
     * @param recordSchema the lowest schema of records that it writes
     * @param uptime how long it has been running
     */
    record Entry(String name, String version, int recordSchema, Duration uptime) {}

    /**
     * A node as the store knows it.
     *
     * @param entry what it said last
     * @param silence how long ago that was
     */
    record Seen(Entry entry, Duration silence) {

        /** Whether it has been heard lately. */
        public boolean alive() {
            return silence.compareTo(ALIVE) < 0;
        }
    }

    /**
     * All nodes at one moment.
     *
     * @param at the moment, by the store's clock
     * @param seen the nodes, alive or not, by name
     * @param left names of nodes that said goodbye lately
     */
    record Roll(Instant at, List<Seen> seen, List<String> left) {

        /** Copies the lists. */
        public Roll {
            seen = List.copyOf(seen);
            left = List.copyOf(left);
        }
    }

    /** Says that a node is there, and reads who is. */
    Future<Roll> sign(Entry self);

    /** Reads who is there. */
    Future<Roll> read();

    /** A node ends by its own will: it is not missed. */
    Future<Void> leave(String name);
}
