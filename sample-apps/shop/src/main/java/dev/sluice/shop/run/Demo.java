package dev.sluice.shop.run;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One running demo, from the checks before its start to its end. What can go wrong before anything runs is found before
 * anything runs: a missing jar, a folder in use, a port that is taken, a disk that is full.
 */
public final class Demo implements AutoCloseable {
    private static final long LEAST_FREE_BYTES = 100L << 20;

    private final Surroundings where;
    private final FileChannel lock;
    private final Supervisor supervisor;
    private boolean closed;

    private Demo(Surroundings where, FileChannel lock, Supervisor supervisor) {
        this.where = where;
        this.lock = lock;
        this.supervisor = supervisor;
    }

    /**
     * Prepares a demo; nothing of it runs yet.
     *
     * @throws Trouble when it could not run
     */
    public static Demo in(Surroundings wanted, PrintStream out) {
        Surroundings where = wanted.withChosenPorts();
        requireJar(where.serverJar());
        try {
            Files.createDirectories(where.data());
            FileChannel lock = lock(where.data());
            requireSpace(where.data());
            Leftovers.sweep(where.data(), line -> out.println("  " + line));
            requirePorts(where);
            forgetLogs(where.data());
            return new Demo(where, lock, new Supervisor(where, Secrets.in(where.data()), out));
        } catch (IOException e) {
            throw trouble(where.data(), e);
        }
    }

    /** Where this demo runs, with every port chosen. */
    public Surroundings surroundings() {
        return where;
    }

    /** Starts everything; returns when all is ready. */
    public void start() {
        try {
            supervisor.start();
        } catch (IOException e) {
            throw trouble(where.data(), e);
        }
    }

    /** Stops everything. Safe to call twice. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        supervisor.stop();
        try {
            lock.close();
        } catch (IOException e) {
            // the lock ends with the process
        }
    }

    private static void requireJar(Path jar) {
        if (!Files.isReadable(jar)) {
            throw new Trouble(jar + " is missing: build it with `make build`.");
        }
    }

    private static FileChannel lock(Path data) throws IOException {
        FileChannel channel =
                FileChannel.open(data.resolve("demo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new Trouble(
                    "A demo already runs in " + data
                            + ": stop it with Ctrl-C in its window, or choose another folder with SLUICE_DATA=... and other ports.");
        }
        return channel;
    }

    private static void requireSpace(Path data) throws IOException {
        long free = Files.getFileStore(data).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new Trouble(
                    "Only %d MB are free where %s is, at least %d MB are needed: free some, or choose another folder with SLUICE_DATA=... ."
                            .formatted(free >> 20, data, LEAST_FREE_BYTES >> 20));
        }
    }

    private static void requirePorts(Surroundings where) throws IOException {
        Map<String, Integer> wanted = new TreeMap<>(Map.of(
                "SLUICE_HTTP_PORT", where.serverPort(),
                "SLUICE_MANAGEMENT_PORT", where.managementPort(),
                "SHOP_FRONT_PORT", where.frontPort(),
                "SHOP_A_PORT", where.shopPorts().get(0),
                "SHOP_B_PORT", where.shopPorts().get(1)));
        for (Map.Entry<String, Integer> each : wanted.entrySet()) {
            int port = each.getValue();
            try {
                new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
            } catch (BindException e) {
                throw new Trouble(
                        "Port " + port + " is taken by another program: end that one, or choose another port with "
                                + each.getKey() + "=... .",
                        e);
            }
        }
    }

    /** The flag server's log may hold a link that signs in. */
    private static void forgetLogs(Path data) throws IOException {
        PrivateFiles.folder(data.resolve("logs"));
        for (String name : new String[] {"server", "shop-a", "shop-b", "front", "shoppers"}) {
            Files.deleteIfExists(data.resolve("logs").resolve(name + ".log"));
        }
    }

    private static Trouble trouble(Path data, IOException e) {
        String why = String.valueOf(e.getMessage());
        if (why.toLowerCase(Locale.ROOT).contains("no space left")) {
            return new Trouble(
                    "The disk of " + data
                            + " is full: free some space, or choose another folder with SLUICE_DATA=... .",
                    e);
        }
        return new Trouble(
                data + " cannot be used (" + e.getClass().getSimpleName() + ": " + why
                        + "): see to its owner and mode, or choose another folder with SLUICE_DATA=... .",
                e);
    }
}
