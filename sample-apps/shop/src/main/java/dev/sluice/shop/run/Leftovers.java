package dev.sluice.shop.run;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Ends programs that an earlier demo left behind because it was killed. A process counts as ours only if it has the recorded
 * ID <em>and</em> began at the recorded moment: an ID alone may belong to somebody else by now.
 */
final class Leftovers {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SAME_MOMENT = Duration.ofMillis(50);

    private Leftovers() {}

    static void sweep(Path data, Consumer<String> tell) throws IOException {
        Path pids = data.resolve("pids");
        if (!Files.isDirectory(pids)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(pids, "*.json")) {
            for (Path file : files) {
                ours(file).ifPresent(process -> end(process, file, tell));
                Files.deleteIfExists(file);
            }
        }
    }

    private static Optional<ProcessHandle> ours(Path file) throws IOException {
        try {
            JsonObject json = new JsonObject(Files.readString(file));
            Instant start = Instant.parse(json.getString("start", "-"));
            return ProcessHandle.of(json.getLong("pid"))
                    .filter(process -> process.info()
                            .startInstant()
                            .filter(began ->
                                    Duration.between(began, start).abs().compareTo(SAME_MOMENT) < 0)
                            .isPresent());
        } catch (DecodeException | java.time.format.DateTimeParseException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private static void end(ProcessHandle process, Path file, Consumer<String> tell) {
        tell.accept("ending process " + process.pid() + " of an earlier demo (" + file.getFileName() + ")");
        process.destroy();
        if (!Waiting.until(LIMIT, Duration.ofMillis(50), () -> !process.isAlive())) {
            process.destroyForcibly();
            Waiting.until(LIMIT, Duration.ofMillis(50), () -> !process.isAlive());
        }
    }
}
