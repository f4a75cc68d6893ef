package dev.sluice.rig.balance;

import java.io.IOException;
import java.net.URI;
import java.util.List;

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
     * @param afterSending each that the first node may have acted on: no success, whatever the client was told
     */
    record Retries(long afterConnectFailure, List<String> afterSending) {}

    /** Where clients call. */
    URI uri();

    /** What it retried so far. */
    Retries retries() throws IOException;

    /** What its operator does before that node is stopped, by its place in the list. */
    void beforeStop(int member) throws IOException;

    /** What its operator does after that node has started; returns when requests are sent to it. */
    void afterStart(int member) throws IOException;

    @Override
    void close();
}
