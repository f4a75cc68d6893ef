package dev.sluice.sdk.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A TCP proxy on loopback that does harm to what flows from server to client: it delays, corrupts a byte, cuts after so
 * many bytes, or goes on holding the line while nothing passes. Faults are given per connection, in the order of their
 * arrival; a stall begins and
 * ends at any time.
 */
public final class FaultProxy implements AutoCloseable {

    /**
     * What happens to the bytes from the server on one connection.
     *
     * @param cutAfter the connection is reset when this many bytes have passed; negative for never
     * @param corruptAt the byte at this offset has its bits flipped by {@code mask}; negative for none
     * @param mask which bits
     * @param delay how long each piece is held
     */
    public record Fault(long cutAfter, long corruptAt, int mask, Duration delay) {

        public static final Fault NONE = new Fault(-1, -1, 0, Duration.ZERO);

        public static Fault cutAfter(long bytes) {
            return new Fault(bytes, -1, 0, Duration.ZERO);
        }

        public static Fault corrupt(long offset, int mask) {
            return new Fault(-1, offset, mask, Duration.ZERO);
        }

        public static Fault delay(Duration delay) {
            return new Fault(-1, -1, 0, delay);
        }
    }

    private final ServerSocket listening;
    private final int target;
    private final IntFunction<Fault> faults;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();

    /**
     * A proxy to a port of loopback.
     *
     * @param faults given the number of a connection, from 0, says what is done to it
     */
    public FaultProxy(int target, IntFunction<Fault> faults) {
        this.target = target;
        this.faults = faults;
        try {
            listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
        daemon(this::accept);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** How many connections have been made through it. */
    public int connections() {
        return connections.get();
    }

    /**
     * Nothing passes any more in either direction on the connections there are now, while every one of them stays open:
     * half-open lines. New connections pass.
     */
    public void stall() {
        lines.forEach(line -> line.gate = new CountDownLatch(1));
    }

    /** What was held passes. */
    public void resume() {
        lines.forEach(line -> line.gate.countDown());
    }

    /** Resets every connection. */
    public void cut() {
        sockets.forEach(FaultProxy::reset);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException alreadyClosed) {
            // which is what was wanted
        }
        resume();
        cut();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Fault fault = faults.apply(connections.getAndIncrement());
                sockets.add(client);
                if (listening.isClosed()) {
                    reset(client); // it came while this closed, and nobody else has seen it
                    return;
                }
                daemon(() -> connect(client, fault));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void connect(Socket client, Fault fault) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Line line = new Line();
            lines.add(line);
            daemon(() -> pump(client, server, Fault.NONE, line));
            pump(server, client, fault, line);
            lines.remove(line);
        } catch (IOException nobodyThere) {
            reset(client);
            sockets.remove(client);
        }
    }

    private void pump(Socket from, Socket to, Fault fault, Line line) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            long passed = 0;
            for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
                hold(fault.delay());
                line.gate.await();
                if (fault.corruptAt() >= passed && fault.corruptAt() < passed + size) {
                    buffer[(int) (fault.corruptAt() - passed)] ^= (byte) fault.mask();
                }
                if (fault.cutAfter() >= 0 && passed + size >= fault.cutAfter()) {
                    out.write(buffer, 0, (int) (fault.cutAfter() - passed));
                    out.flush();
                    break;
                }
                out.write(buffer, 0, size);
                out.flush();
                passed += size;
            }
        } catch (IOException ended) {
            // one side has gone; the other one goes with it
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** One connection through the proxy. */
    private static final class Line {

        private volatile CountDownLatch gate = new CountDownLatch(0);
    }

    private static void hold(Duration delay) throws InterruptedException {
        if (!delay.isZero()) {
            new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Closes so that the other side sees a reset, not an end in good order. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // then it cannot be reset
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // which is what was wanted
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
