package dev.sluice.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hands the large environment from the program that starts a benchmark to the process that runs it. */
final class SnapshotFile {
    private static final String PROPERTY = "sluice.bench.snapshot";

    private SnapshotFile() {}

    /** Writes it; gives the option that tells a new process where it is. */
    static String write() throws IOException {
        Path file = Files.createTempFile("sluice-bench", ".json");
        file.toFile().deleteOnExit();
        Files.write(file, Workloads.encoded(Compiling.flags()));
        return "-D" + PROPERTY + "=" + file;
    }

    static byte[] read() {
        String file = System.getProperty(PROPERTY);
        if (file == null) {
            throw new IllegalStateException(
                    "the property " + PROPERTY + " is not set; start this benchmark by make bench");
        }
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
