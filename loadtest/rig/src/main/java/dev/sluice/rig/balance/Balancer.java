package dev.sluice.rig.balance;

import java.io.IOException;
import java.net.URI;

/** A load balancer in front of some nodes, as a process of its own. Owned by one thread. */
public interface Balancer extends AutoCloseable {

    /**
     * Where one node is.
     *
     * @param port its public port, on the loopback
     * @param managementPort the port of its probes
     */
    record Member(int port, int managementPort) {}

    /**
     * Requests that the balancer sent to a second node.
     *
     * @param afterConnectFailure the first node had not got it: harmless
     * @param afterSending the first node may have acted on it: no success, whatever the client was told
     */
    record Retries(long afterConnectFailure, long afterSending) {}

    /** Where clients call. */
    URI uri();

    /** What it retried so far. */
    Retries retries() throws IOException;

    /** Returns when it sends requests to that node, by its place in the list. */
    void awaitInRotation(int member) throws IOException;

    @Override
    void close();
}
