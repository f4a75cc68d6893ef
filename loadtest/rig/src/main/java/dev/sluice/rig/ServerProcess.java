package dev.sluice.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.rig.fault.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One flag server as a process of its own, on free ports, with its data in a folder of the caller's. Owned by one thread. */
public final class ServerProcess implements AutoCloseable {
    /** What the JVM of a server is started with unless a caller says otherwise. */
    public static final List<String> JVM_FLAGS = List.of("-Xmx512m");

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int PROBE_MILLIS = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final Map<String, String> environment;
    private final List<String> jvmFlags;
    private Process process;
    private URI uri;
    private URI management;

    private ServerProcess(Path data, Map<String, String> environment, List<String> jvmFlags) throws IOException {
        this.data = data;
        this.environment = environment;
        this.jvmFlags = List.copyOf(jvmFlags);
        this.process = launch();
        JsonNode told = awaitReady();
        this.uri = loopback(told.path("port").asInt());
        this.management = loopback(told.path("managementPort").asInt());
    }

    /**
     * Starts a server and returns when it is ready.
     *
     * @param data folder for its data; created when missing
     * @param adminToken the API token with role admin
     * @param sdkKey key of project {@code demo}, environment {@code production}
     * @param more further variables of page "Configuration" in {@code docs/operations.md}; may be empty
     * @throws IllegalStateException when it is not ready within 30 s, with the last lines it printed
     */
    public static ServerProcess start(Path data, String adminToken, String sdkKey, Map<String, String> more)
            throws IOException {
        return start(data, adminToken, sdkKey, more, JVM_FLAGS);
    }

    /** The same, with these flags for its JVM instead of {@link #JVM_FLAGS}. */
    public static ServerProcess start(
            Path data, String adminToken, String sdkKey, Map<String, String> more, List<String> jvmFlags)
            throws IOException {
        Files.createDirectories(data);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SLUICE_DATA", data.toString());
        environment.put("SLUICE_HTTP_PORT", String.valueOf(Ports.free()));
        environment.put("SLUICE_MANAGEMENT_PORT", String.valueOf(Ports.free()));
        environment.put("SLUICE_ADMIN_TOKEN", adminToken);
        environment.put("SLUICE_SDK_KEY", sdkKey);
        environment.put("SLUICE_DEMO", "on");
        environment.put("SLUICE_DRAIN_WAIT_SECONDS", "0");
        environment.put("SLUICE_REQUESTS_PER_SECOND", "0"); // the rig's writers are faster than people
        environment.putAll(more);
        return new ServerProcess(data, environment, jvmFlags);
    }

    /** Where the public port answers. */
    public URI uri() {
        return uri;
    }

    /** Where probes and metrics answer. */
    public URI management() {
        return management;
    }

    /** Process id of the server. */
    public long pid() {
        return process.pid();
    }

    /** Process id of the Redis that this server runs for itself. */
    public long redisPid() {
        return told().path("redis").path("pid").asLong();
    }

    /** Whether the process runs, or stands still. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The status that {@code /readyz} answers with; 0 when nobody answers within 2 seconds. */
    public int readiness() {
        return probe("/readyz");
    }

    /** The same of any path on the management port. */
    public int probe(String path) {
        try {
            HttpURLConnection probe =
                    (HttpURLConnection) management.resolve(path).toURL().openConnection();
            probe.setConnectTimeout(PROBE_MILLIS);
            probe.setReadTimeout(PROBE_MILLIS);
            return probe.getResponseCode();
        } catch (IOException nobody) {
            return 0;
        }
    }

    /** SIGSTOP: it stands still, with all its connections open. */
    public void pause() {
        Signals.stop(process.pid());
    }

    /** SIGCONT, after {@link #pause()}. */
    public void resume() {
        Signals.resume(process.pid());
    }

    /**
     * How a process ended.
     *
     * @param code its exit code; 137 when it had to be killed
     * @param after how long it took since it was asked
     */
    public record Exit(int code, Duration after) {}

    /** Asks it to stop (SIGTERM) and returns when it has, or was killed after 40 s. */
    public Exit terminate() {
        long from = System.nanoTime();
        close();
        awaitExit();
        return new Exit(process.exitValue(), Duration.ofNanos(System.nanoTime() - from));
    }

    /** Ends the process as {@code kill -9} does, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Ends the process and the Redis that it has started, at once: for who needs neither any more. */
    public void discard() {
        List<ProcessHandle> children = process.descendants().toList();
        kill();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Starts it again on the same ports, after {@link #kill()} or {@link #close()}; returns when it is ready. */
    public void startAgain() throws IOException {
        launchAgain();
        awaitStarted();
    }

    /** Starts it again on the same ports, and does not wait for it. */
    public void launchAgain() throws IOException {
        environment.put("SLUICE_HTTP_PORT", String.valueOf(uri.getPort()));
        environment.put("SLUICE_MANAGEMENT_PORT", String.valueOf(management.getPort()));
        Files.deleteIfExists(told0());
        process = launch();
    }

    /** Returns when it is ready, after {@link #launchAgain()}. */
    public void awaitStarted() {
        JsonNode told = awaitReady();
        uri = loopback(told.path("port").asInt());
        management = loopback(told.path("managementPort").asInt());
    }

    /** Asks it to stop (SIGTERM), and does not wait for it. */
    public void askToStop() {
        process.destroy();
    }

    /** Asks it to stop (SIGTERM), and insists after 40 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() throws IOException {
        Path jar = Repository.root().resolve("flag-server/target/flag-server.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; expected it after `make build`");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-jar", jar.toString(), "serve"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        return builder.start();
    }

    private JsonNode awaitReady() {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < limit) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "the server left with code " + process.exitValue() + ":\n" + lastLines());
            }
            JsonNode told = told();
            if (told.path("pid").asLong() == process.pid()) {
                return told;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        process.destroyForcibly();
        throw new IllegalStateException("the server was not ready within " + START_LIMIT + ":\n" + lastLines());
    }

    private JsonNode told() {
        try {
            return Files.exists(told0()) ? JSON.readTree(Files.readAllBytes(told0())) : JSON.createObjectNode();
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }

    private Path told0() {
        return data.resolve("server.json");
    }

    private Path log() {
        return data.resolve("server.log");
    }

    /** The last lines that it printed, since it was first started. */
    public String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitExit() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
