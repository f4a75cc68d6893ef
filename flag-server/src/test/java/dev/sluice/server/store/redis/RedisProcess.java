package dev.sluice.server.store.redis;

import dev.sluice.ports.QuietPort;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/**
 * One real Redis or Sentinel of a test, as a process of its own. It can be killed, stopped, continued and started again with what it
 * has on disk. Whoever starts it closes it.
 */
public final class RedisProcess implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    /** What Redis says of a command that it has done already: ADDSLOTSRANGE, SET-CONFIG-EPOCH, XADD. */
    private static final List<String> DONE =
            List.of("is already busy", "is already non-zero", "equal or smaller than the target stream top item");

    private final Path folder;
    private final List<String> command;
    private final String host;
    private final int port;
    private Process process;
    private RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    private RedisProcess(Path folder, List<String> command, String host, int port) {
        this.folder = folder;
        this.command = command;
        this.host = host;
        this.port = port;
    }

    /** A Redis on a free port of loopback, with these lines of configuration besides; it listens when this returns. */
    public static RedisProcess start(Path folder, String... configuration) {
        return start(List.of(), folder, LOOPBACK, QuietPort.find(), List.of(configuration));
    }

    /**
     * A Redis somewhere, which listens when this returns.
     *
     * @param before what runs it, as {@code ip netns exec name}
     */
    static RedisProcess start(List<String> before, Path folder, String host, int port, List<String> configuration) {
        List<String> lines = new ArrayList<>(
                List.of("save \"\"", "repl-diskless-sync-delay 0", "repl-ping-replica-period 1", "loglevel verbose"));
        lines.addAll(configuration);
        return launched(before, folder, host, port, lines, List.of());
    }

    /** A Sentinel somewhere, which listens when this returns. */
    static RedisProcess sentinel(List<String> before, Path folder, String host, int port, List<String> configuration) {
        return launched(before, folder, host, port, configuration, List.of("--sentinel"));
    }

    private static RedisProcess launched(
            List<String> before, Path folder, String host, int port, List<String> configuration, List<String> options) {
        try {
            Files.createDirectories(folder);
            List<String> lines = new ArrayList<>(List.of(
                    "bind " + host,
                    "port " + port,
                    "dir " + folder.toAbsolutePath(),
                    "protected-mode no",
                    "daemonize no"));
            lines.addAll(configuration);
            Path file = folder.resolve("redis.conf");
            Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
            List<String> command = new ArrayList<>(before);
            command.add(RedisBinary.find(folder).toString());
            command.add(file.toAbsolutePath().toString());
            command.addAll(options);
            var redis = new RedisProcess(folder, command, host, port);
            redis.launch();
            redis.awaitListening();
            return redis;
        } catch (IOException e) {
            throw new IllegalStateException("a Redis of the test does not start", e);
        }
    }

    private void launch(String... options) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(options));
        process = RedisBinary.start(new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.log").toFile())));
    }

    private void awaitListening() {
        try {
            Awaitility.await(name() + " listens").atMost(Duration.ofSeconds(30)).until(this::listens);
        } catch (RuntimeException never) {
            kill();
            throw never;
        }
    }

    private boolean listens() throws IOException {
        if (!runs()) {
            throw new IllegalStateException(
                    "a Redis of the test ended at once: " + Files.readString(folder.resolve("output.log")));
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** Host and port. */
    public String name() {
        return host + ":" + port;
    }

    public String url() {
        return "redis://" + name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean runs() {
        return process.isAlive();
    }

    /** kill -9, which also ends one that is stopped. */
    public void kill() {
        process.destroyForcibly();
        disconnect();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again, on the same port with what it has on disk. */
    public void startAgain(String... options) {
        try {
            launch(options);
        } catch (IOException e) {
            throw new IllegalStateException("a Redis of the test does not start again", e);
        }
    }

    /** SIGSTOP. */
    public void stop() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void goOn() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("no signal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a command and gives the answer, empty if it was done before it was asked again; tries until the Redis is up. */
    public List<Object> ask(String... words) {
        var unanswered = new AtomicBoolean();
        return Awaitility.await("an answer of " + name() + " to " + String.join(" ", words))
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(20))
                .until(() -> tell(words, unanswered), answer -> true);
    }

    private List<Object> tell(String[] words, AtomicBoolean unanswered) {
        try {
            return tell(words);
        } catch (RedisCommandExecutionException refused) {
            String why = String.valueOf(refused.getMessage());
            if (unanswered.get() && DONE.stream().anyMatch(why::contains)) {
                return List.of();
            }
            throw refused;
        } catch (RedisException noAnswer) {
            unanswered.set(true);
            throw noAnswer;
        }
    }

    /** Sends a command once; throws what it answers as an error. */
    public List<Object> tell(String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        for (int i = 1; i < words.length; i++) {
            arguments.add(words[i]);
        }
        return connection().sync().dispatch(new Word(words[0]), new NestedMultiOutput<>(StringCodec.UTF8), arguments);
    }

    /**
     * How many replicas confirm what they are sent. A replica is <em>online</em> for its master as soon as it was sent everything, but gets
     * no further writes before it has acknowledged that, up to a second later: until then nothing can be confirmed.
     */
    int replicasInStep() {
        return askText("INFO", "replication").split("state=online,offset=[1-9]", -1).length - 1;
    }

    /** The answer as one text. */
    public String askText(String... words) {
        List<Object> answer = ask(words);
        return answer.isEmpty() ? "" : String.valueOf(answer.get(0));
    }

    /** A field of INFO. */
    public String info(String section, String field) {
        for (String line : askText("INFO", section).split("\r\n")) {
            if (line.startsWith(field + ":")) {
                return line.substring(field.length() + 1);
            }
        }
        return "";
    }

    private synchronized StatefulRedisConnection<String, String> connection() {
        if (connection != null && connection.isOpen()) {
            return connection;
        }
        disconnect();
        client = RedisClient.create(RedisURI.builder()
                .withHost(host)
                .withPort(port)
                .withTimeout(Duration.ofSeconds(2))
                .build());
        client.setOptions(io.lettuce.core.ClientOptions.builder()
                .autoReconnect(false)
                .pingBeforeActivateConnection(false)
                .protocolVersion(io.lettuce.core.protocol.ProtocolVersion.RESP2)
                .build());
        connection = client.connect();
        return connection;
    }

    private synchronized void disconnect() {
        if (client != null) {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
            client = null;
            connection = null;
        }
    }

    private record Word(String name) implements ProtocolKeyword {

        @Override
        public byte[] getBytes() {
            return name.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
