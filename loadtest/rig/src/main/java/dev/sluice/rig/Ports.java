package dev.sluice.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Ports of the loopback, for programs that cannot take any free one by themselves. */
public final class Ports {
    private static final int CONNECT_MILLIS = 500;
    private static final int ATTEMPTS = 100;
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    /** Processes that run at the same time have numbers close to each other: each takes from a part of its own. */
    private static final int PARTS = 50;

    private static final int PART = (HIGHEST - LOWEST) / PARTS;
    private static final int FIRST = LOWEST + (int) (ProcessHandle.current().pid() % PARTS) * PART;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PART));

    private Ports() {}

    /**
     * One that is free now. It is below those that the system gives to outgoing connections, so that it is still free for a program that
     * was killed and comes back, and is not given twice before very many others were.
     */
    public static int free() {
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

    /**
     * Returns when the process listens there.
     *
     * @param log what is shown when it does not
     * @throws IllegalStateException when it left, or took longer than {@code limit}; it is killed then
     */
    public static void awaitListening(Process process, String host, int port, Duration limit, Path log)
            throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        boolean left = !process.isAlive();
        process.destroyForcibly();
        throw new IllegalStateException("nothing listens on " + host + ":" + port
                + (left ? ", the process left with " + process.exitValue() : " after " + limit) + ":\n"
                + (Files.exists(log) ? Files.readString(log) : ""));
    }
}
