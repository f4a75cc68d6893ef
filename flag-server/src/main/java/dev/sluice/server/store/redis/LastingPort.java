package dev.sluice.server.store.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of loopback that are still free when the one who listened there was killed and comes back. */
final class LastingPort {
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 12_000;
    private static final int ATTEMPTS = 100;

    private LastingPort() {}

    /** One that is free now, below the range from which systems take the ports of connections. */
    static int find() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("none of " + ATTEMPTS + " ports from " + LOWEST + " to " + HIGHEST + " is free");
    }
}
