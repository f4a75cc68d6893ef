package dev.sluice.server.store.redis;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/**
 * The pid file of an embedded Redis: which process it is and how to speak to it. Readable by its owner only, for it holds the password.
 *
 * @param pid the process
 * @param port where it listens on loopback
 * @param password its password
 */
record RedisFile(long pid, int port, String password) {

    private static final String NAME = "redis.pid";

    static Optional<RedisFile> read(Path folder) {
        Path file = folder.resolve(NAME);
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(new RedisFile(
                    Long.parseLong(properties.getProperty("pid", "")),
                    Integer.parseInt(properties.getProperty("port", "")),
                    properties.getProperty("password", "")));
        } catch (IOException | IllegalArgumentException absentOrTorn) {
            return Optional.empty();
        }
    }

    void write(Path folder) throws IOException {
        var properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("password", password);
        var text = new StringWriter();
        properties.store(text, null);
        Path partial = folder.resolve(NAME + ".part");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(partial, text.toString().getBytes(StandardCharsets.UTF_8));
        Files.move(partial, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "RedisFile[pid=" + pid + ", port=" + port + "]";
    }
}
