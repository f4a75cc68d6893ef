package dev.sluice.rig.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy on the loopback that harms what passes through it, in the ways of {@link Faults}. Faults take effect at once, on open
 * connections as well. Two threads for each connection: for tens of them, not for thousands. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final SplittableRandom seeds;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final Object changed = new Object();
    private volatile Faults faults = Faults.NONE;
    private volatile boolean closed;

    private FaultProxy(InetSocketAddress target, long seed) throws IOException {
        this.target = target;
        this.seeds = new SplittableRandom(seed);
        this.listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        daemon("fault-proxy-" + listener.getLocalPort(), this::accept);
    }

    /** A proxy on a free port that harms nothing yet; {@code seed} decides what is drawn. */
    public static FaultProxy to(String host, int port, long seed) {
        try {
            return new FaultProxy(new InetSocketAddress(host, port), seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A proxy to where that address points. */
    public static FaultProxy to(URI address, long seed) {
        return to(address.getHost(), address.getPort(), seed);
    }

    /** Where it listens, on the loopback. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Where it listens, as an HTTP address. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** From now on. */
    public void set(Faults now) {
        faults = now;
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    /** From now on, no harm. */
    public void heal() {
        set(Faults.NONE);
    }

    /** Resets every open connection, on both sides. */
    public void cut() {
        links.forEach(Link::reset);
    }

    /** Leaves the callers of all open connections half-open: the target's side is gone, and theirs hears nothing of it. */
    public void abandon() {
        links.forEach(Link::abandon);
    }

    /** How many connections were made so far. */
    public long accepted() {
        return accepted.get();
    }

    /** How many are open now. */
    public int open() {
        return links.size();
    }

    @Override
    public void close() {
        closed = true;
        set(Faults.NONE);
        closeQuietly(listener);
        cut();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket caller = listener.accept();
                accepted.incrementAndGet();
                if (faults.refusing()) {
                    reset(caller);
                } else {
                    Link link = new Link(caller, seeds.split());
                    links.add(link);
                    if (closed) {
                        link.reset(); // it came while this closed, and nobody else has seen it
                        return;
                    }
                    daemon("fault-link-" + caller.getPort(), link::run);
                }
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void awaitSound() throws InterruptedException {
        synchronized (changed) {
            while (faults.silent()) {
                changed.wait();
            }
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable it) {
        try {
            it.close();
        } catch (Exception alreadyGone) {
            Thread.onSpinWait();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyGone) {
            Thread.onSpinWait();
        }
        closeQuietly(socket);
    }

    /** One connection, both ways. */
    private final class Link {
        private final Socket caller;
        private final Socket server = new Socket();
        private final SplittableRandom random;
        private final AtomicInteger ended = new AtomicInteger();
        private volatile boolean abandoned;

        Link(Socket caller, SplittableRandom random) {
            this.caller = caller;
            this.random = random;
        }

        void run() {
            try {
                awaitSound();
                caller.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                server.connect(target, CONNECT_MILLIS);
                SplittableRandom other = random.split();
                daemon("fault-request-" + caller.getPort(), () -> pump(caller, server, other, false));
                pump(server, caller, random, true);
            } catch (IOException noTarget) {
                if (!abandoned) { // which may happen before the target has answered
                    reset();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reset();
            }
        }

        void reset() {
            links.remove(this);
            FaultProxy.reset(caller);
            FaultProxy.reset(server);
        }

        void abandon() {
            abandoned = true;
            FaultProxy.reset(server);
        }

        private void pump(Socket from, Socket to, SplittableRandom mine, boolean answer) {
            byte[] chunk = new byte[CHUNK];
            long passed = 0;
            try {
                for (int read; (read = from.getInputStream().read(chunk)) >= 0; passed += read) {
                    awaitSound();
                    if (abandoned) {
                        continue;
                    }
                    Faults now = faults;
                    rest(now, read, mine);
                    awaitSound();
                    if (answer && now.corruptAt() >= passed && now.corruptAt() < passed + read) {
                        chunk[(int) (now.corruptAt() - passed)] ^= (byte) (1 << mine.nextInt(7));
                    }
                    boolean last = answer && now.cutAfter() >= 0 && passed + read > now.cutAfter();
                    int length = last ? (int) Math.max(0, now.cutAfter() - passed) : read;
                    to.getOutputStream().write(chunk, 0, length);
                    if (last) {
                        reset();
                        return;
                    }
                }
                awaitSound();
                if (!abandoned) {
                    to.shutdownOutput();
                }
                if (ended.incrementAndGet() == 2) {
                    links.remove(this);
                    closeQuietly(caller);
                    closeQuietly(server);
                }
            } catch (IOException broken) {
                if (!abandoned) {
                    reset();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reset();
            }
        }

        private void rest(Faults now, int bytes, SplittableRandom mine) {
            long nanos = now.delay().toNanos();
            if (!now.jitter().isZero()) {
                nanos += mine.nextLong(now.jitter().toNanos() + 1);
            }
            if (now.bytesPerSecond() > 0) {
                nanos += TimeUnit.SECONDS.toNanos(bytes) / now.bytesPerSecond();
            }
            pause(Duration.ofNanos(nanos));
        }
    }

    private static void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left; (left = until - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
    }
}
