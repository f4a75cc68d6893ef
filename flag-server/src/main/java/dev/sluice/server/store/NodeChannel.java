package dev.sluice.server.store;

import java.util.function.BiConsumer;

/**
 * Small messages between the nodes of one store. A message may get lost, and nobody is told: whoever needs an answer asks again, so that
 * loss costs delay and never a wrong answer. What arrives has arrived whole, once, and in the order of its sender. Thread-safe.
 */
public interface NodeChannel {

    /** Messages above this are refused: what is larger is sent in parts. */
    int LARGEST = 1024 * 1024;

    /**
     * Sends to one node; to a node that is not there it goes nowhere.
     *
     * @throws IllegalArgumentException if the message is larger than {@link #LARGEST}
     */
    void tell(String node, byte[] message);

    /**
     * Sends to every other node.
     *
     * @throws IllegalArgumentException if the message is larger than {@link #LARGEST}
     */
    void tellAll(byte[] message);

    /** Hears each message of another node with its sender's name, on any thread; must not block. */
    void onMessage(BiConsumer<String, byte[]> listener);

    /** Refuses a message that is too large. */
    static void check(byte[] message) {
        if (message.length > LARGEST) {
            throw new IllegalArgumentException("a message of " + message.length
                    + " bytes between nodes is not allowed; expected at most " + LARGEST);
        }
    }
}
