package dev.sluice.server.store.redis;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a {@code redis-server} to run: the machine's own, for it gets security fixes, else the one that ships in the jar. */
final class RedisBinary {

    private static final Logger log = LoggerFactory.getLogger(RedisBinary.class);
    private static final String BUNDLED_VERSION = "7.0.15";
    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");

    private static final int MOST_ATTEMPTS = 20;
    private static final long BUSY_MILLIS = 20;

    private RedisBinary() {}

    /** An executable; unpacks the bundled one into {@code folder} if the machine has none of 6.2 or newer. */
    static Path find(Path folder) throws IOException {
        Path installed = onThePath();
        if (installed != null && isNewEnough(installed)) {
            return installed;
        }
        return unpack(folder);
    }

    /** A program that has just been unpacked is "busy" while a child of another thread, not yet itself, still holds it open. */
    static Process start(ProcessBuilder program) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return program.start();
            } catch (IOException e) {
                if (attempt == MOST_ATTEMPTS || !String.valueOf(e.getMessage()).contains("Text file busy")) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS));
            }
        }
    }

    private static @Nullable Path onThePath() {
        String path = System.getenv("PATH");
        if (path == null) {
            return null;
        }
        for (String folder : path.split(File.pathSeparator)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, "redis-server");
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isNewEnough(Path binary) throws IOException {
        Process process = new ProcessBuilder(binary.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readNBytes(1_000), StandardCharsets.UTF_8);
            process.waitFor(2, TimeUnit.SECONDS);
            Matcher version = VERSION.matcher(text);
            boolean enough = version.find()
                    && (Integer.parseInt(version.group(1)) > 6
                            || (version.group(1).equals("6") && Integer.parseInt(version.group(2)) >= 2));
            if (!enough) {
                log.info("the redis-server on the PATH is older than 6.2; using the bundled one");
            }
            return enough;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroy();
        }
    }

    private static Path unpack(Path folder) throws IOException {
        String name = "redis-server-" + BUNDLED_VERSION + "-" + platform();
        Path target = folder.resolve(name);
        if (Files.isExecutable(target)) {
            return target;
        }
        try (InputStream in = RedisBinary.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IOException("no redis-server on the PATH and none for " + platform()
                        + " in the jar; install Redis 6.2 or newer, or set SLUICE_REDIS_URL");
            }
            Path partial = Files.createTempFile(folder, name, ".part");
            try {
                Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
        return target;
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String machine = switch (arch) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "i386", "i686", "x86" -> "386";
            default -> arch;
        };
        return (os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : os.replace(' ', '-')) + "-" + machine;
    }
}
