package dev.sluice.ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for what a test starts later, or starts again: nobody else is given one of them meanwhile. */
public final class QuietPort {

    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 100;

    private QuietPort() {}

    /**
     * A port of loopback that nobody listens on. It lies below the range that systems take from for connections, and
     * for servers that ask for any port: other tests that run at the same time are not given it.
     *
     * @throws IllegalStateException when many were tried and none was free
     */
    public static int find() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException(
                "none of " + ATTEMPTS + " ports from " + LOWEST + " to " + HIGHEST + " is free");
    }
}
