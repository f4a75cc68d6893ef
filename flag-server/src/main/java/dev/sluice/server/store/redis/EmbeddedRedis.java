package dev.sluice.server.store.redis;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Redis as a child process: on loopback, with a random password that never stands on a command line, every write on disk before it
 * is answered. When it dies it is started again at once, on the same port with the same data.
 *
 * <p>A server that was killed leaves its Redis behind. The next one finds it by the pid file and adopts it, if the process
 * there answers to our password, has that very process number and keeps its data in our folder; a process that is ours by its folder
 * but does not answer is ended; anybody else's is left alone. Whoever starts here must hold the lock of the data folder.
 *
 * <p>All supervision happens on one thread of its own; the accessors may be called on any.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final String LOG = "redis.log";
    private static final String WARNING = " # ";
    private static final String NO_WORDS = "it said nothing";
    private static final long POLL_MILLIS = 20;
    private static final int MOST_POLLS = 1_000;
    private static final long WATCH_MILLIS = 50;
    private static final long GRACE_MILLIS = 50;
    private static final long RETRY_MILLIS = 300;
    private static final long LONGEST_RETRY_MILLIS = 10_000;
    private static final long STOP_MILLIS = 5_000;

    private final Path folder;
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "sluice-redis-supervisor");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Consumer<Long>> restartListeners = new CopyOnWriteArrayList<>();
    private final int port;
    private final String password;
    private volatile @Nullable ProcessHandle process;
    private volatile @Nullable String trouble;
    private volatile boolean stopping;
    private long retryMillis = RETRY_MILLIS;

    private EmbeddedRedis(Path folder, int port, String password) {
        this.folder = folder;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts a Redis on the data in {@code folder}, or adopts the one that still runs there. Blocks until it answers.
     *
     * @throws IOException with one sentence that says what to do
     */
    public static EmbeddedRedis start(Path folder) throws IOException {
        return start(folder, false);
    }

    /**
     * The same for somebody who can do without for a while: one that does not start is tried again and again, and {@link #trouble()} says
     * so.
     */
    public static EmbeddedRedis startSoonerOrLater(Path folder) throws IOException {
        return start(folder, true);
    }

    private static EmbeddedRedis start(Path folder, boolean patient) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Optional<RedisFile> left = RedisFile.read(folder);
        if (left.isPresent()) {
            Optional<ProcessHandle> orphan = ProcessHandle.of(left.get().pid()).filter(ProcessHandle::isAlive);
            if (orphan.isPresent() && isOurs(left.get(), folder)) {
                log.info(
                        "adopted the Redis that the server before left running (pid {})",
                        left.get().pid());
                var adopted =
                        new EmbeddedRedis(folder, left.get().port(), left.get().password());
                adopted.started(orphan.get());
                return adopted;
            }
            orphan.filter(process -> isRedisIn(process, folder)).ifPresent(EmbeddedRedis::end);
            RedisFile.remove(folder);
        }
        var redis = new EmbeddedRedis(folder, LastingPort.find(), randomPassword());
        try {
            redis.started(launch(folder, redis.port, redis.password));
        } catch (IOException e) {
            if (!patient) {
                LastingPort.release(redis.port);
                throw e;
            }
            redis.failed(e);
        }
        return redis;
    }

    /** How to connect to the one that a running server keeps in a folder; empty if there is none. Never logged, for it holds a password. */
    public static Optional<String> running(Path folder) {
        return RedisFile.read(folder).map(file -> url(file.password(), file.port()));
    }

    private static String url(String password, int port) {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    /** How to connect; holds the password, so it is never logged. */
    public String url() {
        return url(password, port);
    }

    /** Where it listens on loopback. */
    public int port() {
        return port;
    }

    /** The process that runs now, or null if none does. */
    public @Nullable Long pid() {
        ProcessHandle now = process;
        return now == null ? null : now.pid();
    }

    /** Why it does not start, in a sentence; null while it runs. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** From now on its end is expected; it is not started again. */
    public void expectEnd() {
        stopping = true;
    }

    /** Hears the new process number after each restart. */
    public void onRestart(Consumer<Long> listener) {
        restartListeners.add(listener);
    }

    /**
     * Asks often, because of an adopted process the JDK's own {@code onExit} hears up to seconds late: it is no child, and is
     * asked after at growing intervals.
     */
    private void watch(ProcessHandle watched) {
        if (runs(watched)) {
            supervisor.schedule(() -> watch(watched), WATCH_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            died();
        }
    }

    /** A dead process whose new parent has not looked yet (state Z) still has a number, but runs no more. */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException noSuchFileHere) {
            return process.isAlive();
        }
    }

    /** A Ctrl-C reaches child and parent at once; a moment later it is known whether the parent is to end as well. */
    private void died() {
        if (!stopping) {
            supervisor.schedule(this::restartAfterDeath, GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void restartAfterDeath() {
        if (!stopping) {
            log.warn("the embedded Redis has died; starting it again");
            restart();
        }
    }

    private void restart() {
        if (stopping) {
            return;
        }
        try {
            ProcessHandle started = launch(folder, port, password);
            started(started);
            log.info("the embedded Redis is back (pid {})", started.pid());
            restartListeners.forEach(listener -> listener.accept(started.pid()));
        } catch (IOException e) {
            failed(e);
        }
    }

    private void started(ProcessHandle now) {
        process = now;
        trouble = null;
        retryMillis = RETRY_MILLIS;
        watch(now);
    }

    private void failed(IOException e) {
        String why = String.valueOf(e.getMessage());
        if (!why.equals(trouble)) {
            log.error("{}; it is tried again, every {} s in the end", why, LONGEST_RETRY_MILLIS / 1_000);
        }
        trouble = why;
        supervisor.schedule(this::restart, retryMillis, TimeUnit.MILLISECONDS);
        retryMillis = Math.min(2 * retryMillis, LONGEST_RETRY_MILLIS);
    }

    private static ProcessHandle launch(Path folder, int port, String password) throws IOException {
        Path output = folder.resolve(LOG);
        ProcessBuilder program = new ProcessBuilder(RedisBinary.find(folder).toString(), "-")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        program.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        Process started = RedisBinary.start(program);
        try (OutputStream configuration = started.getOutputStream()) {
            configuration.write(configuration(folder, port, password).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            started.destroyForcibly();
            throw new IOException("redis-server does not take its configuration; see redis.log in the data folder", e);
        }
        try {
            new RedisFile(started.pid(), port, password).write(folder);
        } catch (IOException e) {
            started.destroyForcibly();
            throw new IOException(
                    "the embedded Redis can't be started, for its pid file can't be written (" + e.getMessage()
                            + "); expected room on the disk of the data folder",
                    e);
        }
        awaitAnswer(folder, started, port, password);
        return started.toHandle();
    }

    private static String configuration(Path folder, int port, String password) {
        return String.join(
                "\n",
                "bind 127.0.0.1",
                "protected-mode yes",
                "port " + port,
                "requirepass " + password,
                "dir \""
                        + folder.toAbsolutePath()
                                .toString()
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"") + "\"",
                "appendonly yes",
                "appendfsync always",
                "save \"\"",
                "databases 1",
                "maxmemory-policy noeviction",
                "daemonize no",
                "");
    }

    private static void awaitAnswer(Path folder, Process started, int port, String password) throws IOException {
        IOException last = new IOException("it never answered");
        for (int poll = 0; started.isAlive() && poll < MOST_POLLS; poll++) {
            try (var probe = new RedisProbe(port, password)) {
                probe.ping();
                return;
            } catch (IOException e) {
                last = e;
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
        started.destroyForcibly();
        throw new IOException(
                "the embedded Redis did not come up (" + lastWords(folder) + "); see redis.log in the data folder",
                last);
    }

    /** What Redis itself said last, as a warning: {@code 17:M 21 Nov 2026 08:00:00.123 # Bad file format ...}. */
    private static String lastWords(Path folder) {
        try (Stream<String> lines = Files.lines(folder.resolve(LOG), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(WARNING))
                    .reduce((before, after) -> after)
                    .map(line -> line.substring(line.indexOf(WARNING) + WARNING.length()))
                    .orElse(NO_WORDS);
        } catch (IOException | UncheckedIOException e) {
            return NO_WORDS;
        }
    }

    private static boolean isOurs(RedisFile file, Path folder) {
        try (var probe = new RedisProbe(file.port(), file.password())) {
            return probe.pid() == file.pid() && Files.isSameFile(Path.of(probe.folder()), folder);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** A hung Redis of ours is known by its program and its working folder. */
    private static boolean isRedisIn(ProcessHandle process, Path folder) {
        boolean redis = process.info()
                .command()
                .map(command -> new File(command).getName().startsWith("redis-"))
                .orElse(false);
        try {
            return redis && Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static void end(ProcessHandle process) {
        log.warn("ending a Redis of a server before (pid {}) that does not answer", process.pid());
        process.destroy();
        if (!ended(process)) {
            process.destroyForcibly();
            ended(process);
        }
    }

    /** Waits for its end for a while, also on a thread that is told to stop. */
    private static boolean ended(ProcessHandle process) {
        boolean interrupted = Thread.interrupted();
        for (long waited = 0; runs(process) && waited < STOP_MILLIS; waited += POLL_MILLIS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !runs(process);
    }

    private static String randomPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Ends the process, its data on disk. */
    @Override
    public void close() {
        stopping = true;
        supervisor.shutdownNow();
        ProcessHandle last = process;
        if (last != null) {
            last.destroy();
            if (!ended(last)) {
                last.destroyForcibly();
            }
        }
        LastingPort.release(port);
        try {
            RedisFile.remove(folder);
        } catch (IOException e) {
            log.debug("the pid file stays behind", e);
        }
    }
}
