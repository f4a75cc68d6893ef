package dev.sluice.rig;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real standalone Redis on a free port of the loopback, append-only, for tests that share one between nodes. */
public final class RedisProcess implements AutoCloseable {
    private final Path folder;
    private final int port;
    private Process process;

    private RedisProcess(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /** Starts it with its files in {@code folder} and returns when it accepts connections. */
    public static RedisProcess start(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free.setReuseAddress(true);
            int port = free.getLocalPort();
            free.close();
            return new RedisProcess(folder, port);
        }
    }

    /** The URL for {@code SLUICE_REDIS_URL}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Starts it again on the same port with the same files. */
    public void startAgain() throws IOException {
        process = launch();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(List.of(
                        binary().toString(),
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always",
                        "--save",
                        "",
                        "--dir",
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("redis.log").toFile()))
                .start();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < limit && started.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return started;
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        started.destroyForcibly();
        throw new IllegalStateException(
                "redis did not answer on port " + port + " within 10 s; see redis.log in " + folder);
    }

    private Path binary() throws IOException {
        Path target = folder.resolve("redis-server");
        if (!Files.exists(target)) {
            String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
            try (InputStream in = resource(arch)) {
                Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!target.toFile().setExecutable(true)) {
                throw new IOException("could not make " + target + " executable");
            }
        }
        return target;
    }

    private static InputStream resource(String arch) throws IOException {
        String name = "/redis-server-7.0.15-linux-" + arch;
        InputStream in = RedisProcess.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("no " + name + " on the class path; expected it in the artifact embedded-redis");
        }
        return in;
    }
}
