package dev.sluice.server.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The folder that belongs to one server process: locked while it runs, its secrets readable by their owner only. */
public final class DataFolder implements AutoCloseable {

    private static final String OWNER_ONLY = "rw-------";
    private static final int SECRET_BYTES = 32;
    private static final String ANNOUNCEMENT = "server.json";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if need be and locks it.
     *
     * @throws IOException with one sentence that says what to do
     */
    public static DataFolder open(Path path) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(
                    "SLUICE_DATA: the folder \"" + path + "\" can't be written (" + e.getMessage()
                            + "); expected one that can, with room on its disk",
                    e);
        }
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException("SLUICE_DATA: another Sluice server uses the folder \"" + path
                    + "\"; stop it or name another folder");
        }
        Files.deleteIfExists(path.resolve(ANNOUNCEMENT)); // of a server that was killed
        return new DataFolder(path, channel);
    }

    /** Where the embedded Redis keeps its data. */
    public Path redis() {
        return path.resolve("redis");
    }

    /** Where this node keeps its copy of everything it holds. */
    public Path copy() {
        return path.resolve("copy");
    }

    /** The secret in a folder, made on the first start. */
    public static String secretIn(Path folder) throws IOException {
        Path file = folder.resolve("secret");
        if (!Files.exists(file)) {
            byte[] bytes = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(bytes);
            write(file, HexFormat.of().formatHex(bytes));
        }
        return Files.readString(file).trim();
    }

    /**
     * Tells other programs where this server is.
     *
     * @param redisPort port of the embedded Redis, or null if there is none
     * @param redisPid its process, or null
     */
    public void announce(int port, int managementPort, @Nullable Integer redisPort, @Nullable Long redisPid)
            throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("port", port);
        json.put("managementPort", managementPort);
        json.put("pid", ProcessHandle.current().pid());
        if (redisPort != null && redisPid != null) {
            json.putObject("redis").put("port", redisPort.intValue()).put("pid", redisPid.longValue());
        }
        write(path.resolve(ANNOUNCEMENT), json.toString());
    }

    private static void write(Path file, String text) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        Files.write(partial, (text + "\n").getBytes(StandardCharsets.UTF_8));
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes the announcement back and unlocks. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path.resolve(ANNOUNCEMENT));
        channel.close();
    }
}
