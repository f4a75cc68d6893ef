package dev.sluice.ports;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for what a test starts later, or starts again: nobody else is given one of them meanwhile. */
public final class QuietPort {

    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 100;

    /**
     * What holds each port that was given until this process ends, listened on or not: the same number of UDP, which no other process
     * that looks for a port here can have besides.
     */
    private static final Queue<DatagramSocket> GIVEN = new ConcurrentLinkedQueue<>();

    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(HIGHEST - LOWEST));

    private QuietPort() {}

    /**
     * A port of loopback that nobody listens on, and that is given to nobody again while this process runs. It lies below the range that
     * systems take from for connections, and for servers that ask for any port: other tests that run at the same time are not given it.
     *
     * @throws IllegalStateException when many were tried and none was free
     */
    public static int find() {
        int first = NEXT.get();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), HIGHEST - LOWEST);
            try {
                GIVEN.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
                new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
                return port;
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("none of " + ATTEMPTS + " ports from "
                + (LOWEST + Math.floorMod(first, HIGHEST - LOWEST)) + " on is free");
    }
}
