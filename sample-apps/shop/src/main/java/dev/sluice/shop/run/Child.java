package dev.sluice.shop.run;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One supervised program: started again when it dies, until it is told to stop. Thread-safe.
 *
 * <p>A program that dies at once again and again is started at growing intervals, up to {@link #LONGEST_PAUSE}, so that a
 * broken one does not eat the machine; one that has lived a while is started at once.
 */
final class Child {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LIVED_A_WHILE = Duration.ofSeconds(5);
    private static final int TAIL_LINES = 12;

    private final String name;
    private final Path log;
    private final Path pidFile;
    private final Supplier<ProcessBuilder> command;
    private final ScheduledExecutorService executor;
    private final Consumer<String> tell;
    private boolean wanted;
    private int quickDeaths;
    private int deaths;
    private long startedNanos;
    private @Nullable Process process;

    Child(
            String name,
            Path data,
            Supplier<ProcessBuilder> command,
            ScheduledExecutorService executor,
            Consumer<String> tell) {
        this.name = name;
        this.log = data.resolve("logs").resolve(name + ".log");
        this.pidFile = data.resolve("pids").resolve(name + ".json");
        this.command = command;
        this.executor = executor;
        this.tell = tell;
    }

    String name() {
        return name;
    }

    /** How often it has died on its own. */
    synchronized int deaths() {
        return deaths;
    }

    synchronized void start() {
        wanted = true;
        launch();
    }

    /** Stops it for good: asked first, forced after the limit. */
    void stop(Duration limit) {
        askToStop();
        awaitEnd(limit);
    }

    synchronized void askToStop() {
        wanted = false;
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits for its end, and forces it after the limit. Its exit code; -1 if it does not run. */
    int awaitEnd(Duration limit) {
        Process ending;
        synchronized (this) {
            ending = process;
        }
        if (ending == null) {
            return -1;
        }
        try {
            if (!ending.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                tell.accept(name + " did not end within " + limit.toSeconds() + " s and is killed");
                ending.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending.destroyForcibly();
            return -1;
        } finally {
            deletePidFile();
        }
        return ending.exitValue();
    }

    /** The last lines it wrote. */
    String tail() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read)";
        }
    }

    Path log() {
        return log;
    }

    private synchronized void launch() {
        if (!wanted) {
            return;
        }
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process started = command.get()
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process = started;
            startedNanos = System.nanoTime();
            writePidFile(started);
            started.onExit().thenAcceptAsync(this::ended, executor);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    private synchronized void ended(Process gone) {
        if (!wanted || gone != process) {
            return;
        }
        deaths++;
        boolean livedAWhile = System.nanoTime() - startedNanos > LIVED_A_WHILE.toNanos();
        quickDeaths = livedAWhile ? 0 : quickDeaths + 1;
        long pause = Math.min(LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE.toMillis() << Math.min(quickDeaths, 10));
        tell.accept(name + " ended (" + how(gone.exitValue()) + "); it is started again");
        executor.schedule(this::relaunch, pause, TimeUnit.MILLISECONDS);
    }

    private void relaunch() {
        try {
            launch();
        } catch (UncheckedIOException e) {
            tell.accept(String.valueOf(e.getMessage()));
            executor.schedule(this::relaunch, LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static String how(int exit) {
        return exit > 128 ? "signal " + (exit - 128) : "exit " + exit;
    }

    private void writePidFile(Process started) throws IOException {
        JsonObject json = new JsonObject().put("name", name).put("pid", started.pid());
        started.info().startInstant().map(Instant::toString).ifPresent(start -> json.put("start", start));
        PrivateFiles.write(pidFile, json.encode());
    }

    private void deletePidFile() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            tell.accept(pidFile + " could not be deleted: " + e.getMessage());
        }
    }
}
