package dev.sluice.server.store;

import java.time.Instant;

/**
 * How a node stands with its store.
 *
 * @param state the condition
 * @param since since when
 * @param detail one sentence for people; empty when all is well
 */
public record StoreStatus(State state, Instant since, String detail) {

    /** The conditions of a store. */
    public enum State {
        /** Reads and writes work. */
        CONNECTED,
        /** The store can be read and takes no writes, for its disk is full or it misses its replicas: a person must look. */
        READ_ONLY,
        /** The store does not answer: the node serves from memory and refuses writes. */
        AWAY,
        /** The store has less than the node, or nothing: the node serves from memory and is writing the rest back. */
        LOST,
        /** Store and node hold different histories: the node serves its own, refuses writes, and a person must choose a side. */
        DIVERGED
    }

    /** Whether writes can be tried. */
    public boolean connected() {
        return state == State.CONNECTED;
    }
}
