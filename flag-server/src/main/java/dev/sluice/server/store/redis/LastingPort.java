package dev.sluice.server.store.redis;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback that are still free when the one who listened there was killed and comes back. Who was given one holds the same
 * number for datagrams, of which nobody sends any: so two servers that start at the same moment, or one whose Redis is just away, are not
 * given the same.
 */
final class LastingPort {
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 12_000;
    private static final int ATTEMPTS = 100;

    private static final Map<Integer, DatagramSocket> HELD = new ConcurrentHashMap<>();

    private LastingPort() {}

    /** One that is free now and held until {@link #release}, below the range from which systems take the ports of connections. */
    static int find() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (hold(port)) {
                return port;
            }
        }
        throw new IOException("none of " + ATTEMPTS + " ports from " + LOWEST + " to " + HIGHEST + " is free");
    }

    private static boolean hold(int port) throws IOException {
        var held = new DatagramSocket(null);
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
            HELD.put(port, held);
            return true;
        } catch (IOException taken) {
            held.close();
            return false;
        }
    }

    /** Leaves one to others that nobody will listen at any more; does nothing if it is not held here. */
    static void release(int port) {
        DatagramSocket held = HELD.remove(port);
        if (held != null) {
            held.close();
        }
    }
}
