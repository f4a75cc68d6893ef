package dev.sluice.rig;

import dev.sluice.rig.fault.Netns;
import dev.sluice.rig.fault.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real standalone Redis on a free port, append-only, for tests that share one between nodes. Owned by one thread. */
public final class RedisProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final Path folder;
    private final @Nullable Netns host;
    private final int port;
    private Process process;

    private RedisProcess(Path folder, @Nullable Netns host) throws IOException {
        Files.createDirectories(folder);
        this.folder = folder;
        this.host = host;
        this.port = Ports.free();
        this.process = launch();
    }

    /** Starts it with its files in {@code folder} and returns when it accepts connections. */
    public static RedisProcess start(Path folder) throws IOException {
        return new RedisProcess(folder, null);
    }

    /** The same, on another host. */
    public static RedisProcess start(Path folder, Netns host) throws IOException {
        return new RedisProcess(folder, host);
    }

    /** The URL for {@code SLUICE_REDIS_URL}. */
    public String url() {
        return "redis://" + address() + ":" + port;
    }

    /** The host where it listens. */
    public String address() {
        return host == null ? "127.0.0.1" : host.address();
    }

    /** The port where it listens. */
    public int port() {
        return port;
    }

    /** A connection that may ask it anything; the caller closes it. */
    public RedisAdmin admin() {
        return RedisAdmin.of(url());
    }

    /** SIGSTOP: it stands still, with all its connections open. */
    public void pause() {
        Signals.stop(process.pid());
    }

    /** SIGCONT, after {@link #pause()}. */
    public void resume() {
        Signals.resume(process.pid());
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
        List<String> command = List.of(
                binary().toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                address(),
                "--protected-mode",
                "no",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "",
                "--dir",
                folder.toString());
        Process started = new ProcessBuilder(host == null ? command : host.inside(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("redis.log").toFile()))
                .start();
        Ports.awaitListening(started, address(), port, START_LIMIT, folder.resolve("redis.log"));
        return started;
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
