package dev.sluice.sdk.internal.disk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file that is whole or not there, whenever the process or the machine stops.
 *
 * <p>New content is written beside the file and forced to disk, then the file that was there becomes the previous one, and the new
 * one takes its name. So at every moment there is a whole file under one of the two names. The first line names the format and
 * the SHA-256 of all that follows it: a file that is torn, cut or changed is known as such, and the previous one is read. The
 * time of the file's last change says when its content was last known to be true.
 *
 * <p>Only the owner may read or write what is made here. A lock file keeps two processes from writing at the same time; the lock
 * goes with its process, however that ends. Used by one thread at a time.
 */
public final class CopyFile {

    private static final String FORMAT = "sluice-copy 1 ";
    private static final int DIGEST_LENGTH = 64;
    private static final int HEAD_LENGTH = FORMAT.length() + DIGEST_LENGTH + 1;
    private static final long LARGEST = 256 << 20;

    private final Path folder;
    private final Path current;
    private final Path previous;
    private final Path next;
    private final Path lock;
    private @Nullable String mine; // the head of what was written here last

    /** What came of writing. */
    public enum Outcome {
        /** The new content is there. */
        WRITTEN,
        /** Another process is writing just now; nothing has changed. */
        BUSY,
        /** What was there is not to be replaced; nothing has changed. */
        STAYED
    }

    /**
     * What was read.
     *
     * @param content as {@code readable} gave it
     * @param trueAt when it was last known to be true
     */
    public record Read<T>(T content, Instant trueAt) {}

    /**
     * A file that may not be there yet, nor its folder.
     *
     * @param folder made when something is written
     * @param name of the file; others beside it begin with the same
     */
    public CopyFile(Path folder, String name) {
        this.folder = folder;
        this.current = folder.resolve(name);
        this.previous = folder.resolve(name + ".previous");
        this.next = folder.resolve(name + ".next");
        this.lock = folder.resolve(name + ".lock");
    }

    /** Where it is. */
    public Path path() {
        return current;
    }

    /**
     * Reads the file, or the previous one if the file cannot be used; empty when there is neither.
     *
     * @param reader of the content; what it throws makes the file one that cannot be used
     * @param complaint hears once, and of all that cannot be used
     */
    public <T> Optional<Read<T>> read(Function<byte[], T> reader, Consumer<String> complaint) {
        List<String> unusable = new ArrayList<>();
        Optional<Read<T>> read = Optional.empty();
        for (Path file : List.of(current, previous)) {
            try {
                read = Optional.of(new Read<>(
                        reader.apply(content(Files.readAllBytes(sized(file)))),
                        Files.getLastModifiedTime(file).toInstant()));
                break;
            } catch (NoSuchFileException missing) {
                // as it is before the first write
            } catch (IOException | RuntimeException bad) {
                unusable.add(file + " (" + reason(bad) + ")");
            }
        }
        if (!unusable.isEmpty()) {
            complaint.accept("The copy on disk cannot be used: " + String.join(", ", unusable)
                    + (read.isPresent() ? "; the one before it is used" : ""));
        }
        return read;
    }

    /**
     * Puts new content in the place of the old.
     *
     * @param stays asked of the content that is there, if another wrote it: whether it is not to be replaced
     */
    public Outcome write(byte[] content, Predicate<byte[]> stays) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownersOnly(folder, "rwx------"));
        }
        try (FileChannel locking = open(lock, StandardOpenOption.CREATE);
                FileLock held = tried(locking)) {
            if (held == null) {
                return Outcome.BUSY;
            }
            byte[] there = whole(current);
            byte[] kept = there == null ? whole(previous) : there;
            if (kept != null && !head(kept).equals(mine) && stays.test(kept)) {
                return Outcome.STAYED;
            }
            try {
                writeNext(content);
            } catch (IOException full) {
                Files.deleteIfExists(next);
                throw full;
            }
            if (there != null) {
                Files.move(current, previous, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
            mine = head(content);
            forceFolder();
        }
        return Outcome.WRITTEN;
    }

    private void writeNext(byte[] content) throws IOException {
        Files.deleteIfExists(next); // whoever left it there, and whoever may read it
        try (FileChannel writing = open(next, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer bytes = ByteBuffer.wrap(withHead(content));
            while (bytes.hasRemaining()) {
                writing.write(bytes);
            }
            writing.force(true);
        }
    }

    private static @Nullable FileLock tried(FileChannel locking) throws IOException {
        try {
            return locking.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    /**
     * Says that the content which was written here last was true at this time.
     *
     * @return false when other content is there, or another process is writing just now; nothing has changed then
     */
    public boolean confirm(Instant when) throws IOException {
        try (FileChannel locking = open(lock, StandardOpenOption.CREATE);
                FileLock held = tried(locking)) {
            if (held == null || !isMine()) {
                return false;
            }
            Files.setLastModifiedTime(current, FileTime.from(when));
            return true;
        }
    }

    private boolean isMine() throws IOException {
        try (InputStream in = Files.newInputStream(current)) {
            return new String(in.readNBytes(HEAD_LENGTH), StandardCharsets.ISO_8859_1).equals(mine);
        }
    }

    private static byte @Nullable [] whole(Path file) {
        try {
            return content(Files.readAllBytes(sized(file)));
        } catch (IOException unusable) {
            return null;
        }
    }

    private static Path sized(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new IOException("it has " + size + " bytes, and may have " + LARGEST);
        }
        return file;
    }

    private static byte[] content(byte[] file) throws IOException {
        if (file.length < HEAD_LENGTH) {
            throw new IOException("it ends after " + file.length + " bytes");
        }
        String head = new String(file, 0, HEAD_LENGTH, StandardCharsets.ISO_8859_1);
        byte[] content = Arrays.copyOfRange(file, HEAD_LENGTH, file.length);
        if (!head.equals(head(content))) {
            throw new IOException("its checksum is another one");
        }
        return content;
    }

    private static byte[] withHead(byte[] content) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(HEAD_LENGTH + content.length);
        file.writeBytes(head(content).getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes(content);
        return file.toByteArray();
    }

    private static String head(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return FORMAT + HexFormat.of().formatHex(digest) + "\n";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    private static FileChannel open(Path file, OpenOption creating) throws IOException {
        Set<OpenOption> options = Set.of(creating, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, options, ownersOnly(file, "rw-------"));
    }

    private static FileAttribute<?>[] ownersOnly(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private void forceFolder() {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException notHere) {
            // some systems cannot open folders; there the names reach the disk a little later
        }
    }

    private static String reason(Exception bad) {
        return bad.getMessage() == null ? bad.getClass().getSimpleName() : bad.getMessage();
    }
}
