package dev.sluice.server.store.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Which Redis takes writes for a key, and how many copies there are of it. Safe on any thread. */
interface Topology extends AutoCloseable {

    /**
     * The Redis that takes writes.
     *
     * @param host where
     * @param port where
     * @param copies how many have the data, itself included, whether or not they are connected now; at least 1
     */
    record Master(String host, int port, int copies) {

        /** Host and port, for people and as the name of a node. */
        String name() {
            return host + ":" + port;
        }

        boolean at(String otherHost, int otherPort) {
            return host.equals(otherHost) && port == otherPort;
        }
    }

    /** The part of the keys that one master has as a whole; always 0 without a cluster. */
    default int slot(byte[] key) {
        return 0;
    }

    /** Who takes writes for this part, as far as is known; null before the first answer. */
    @Nullable
    Master master(int slot);

    /** Every master, as far as is known. */
    List<Master> masters();

    /** Asks again. Fails if nobody answers; what was known stays. */
    CompletionStage<?> refresh();

    /** A node said that this one has the part now. */
    default void moved(int slot, String host, int port) {}

    @Override
    default void close() {}

    /** One Redis, for ever the same. */
    record Standalone(Master only) implements Topology {

        @Override
        public Master master(int slot) {
            return only;
        }

        @Override
        public List<Master> masters() {
            return List.of(only);
        }

        @Override
        public CompletionStage<?> refresh() {
            return java.util.concurrent.CompletableFuture.completedStage(only);
        }
    }

    /** The slot of a key in a cluster. */
    static int clusterSlot(byte[] key) {
        return SlotHash.getSlot(key);
    }
}
