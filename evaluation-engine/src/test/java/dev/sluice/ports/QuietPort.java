package dev.sluice.ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for what a test starts later, or starts again: nobody else is given one of them meanwhile. */
public final class QuietPort {

    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    /** Processes that run at the same time have numbers close to each other: each takes from a part of its own. */
    private static final int PARTS = 50;

    private static final int PART = (HIGHEST - LOWEST) / PARTS;
    private static final int FIRST = LOWEST + (int) (ProcessHandle.current().pid() % PARTS) * PART;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PART));
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
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), PART);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("none of " + ATTEMPTS + " ports from " + FIRST + " on is free");
    }
}
