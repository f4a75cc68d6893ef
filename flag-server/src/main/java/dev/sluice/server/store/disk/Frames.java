package dev.sluice.server.store.disk;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A file of checksummed frames: {@code length (4 bytes), CRC-32C of the content (4 bytes), content}, the first of them the name of the
 * format. Whatever comes behind the first frame that is cut off or does not match its checksum does not exist. Readable by the
 * owner only.
 */
final class Frames {

    /** The last frame of a file that must be complete. */
    static final byte[] END = "end".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] FORMAT = "sluice frames 1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 8;

    private Frames() {}

    /** Makes a new file, empty but for its format; one that is there is replaced. */
    static FileChannel create(Path file) throws IOException {
        Files.deleteIfExists(file);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            append(channel, FORMAT);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    /** Adds a frame; it is on disk when the channel is forced. Gives the bytes it takes. */
    static long append(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER)
                .putInt(content.length)
                .putInt(checksum(content))
                .flip();
        ByteBuffer[] both = {header, ByteBuffer.wrap(content)};
        while (both[1].hasRemaining() || both[0].hasRemaining()) {
            channel.write(both);
        }
        return (long) HEADER + content.length;
    }

    /** The frames of a file up to its end or the first bad one, without the format; none if there is no such file or format. */
    static List<byte[]> read(Path file) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            long left = Files.size(file);
            while (left >= HEADER) {
                int length = in.readInt();
                int checksum = in.readInt();
                left -= HEADER;
                if (length < 0 || length > left) {
                    break;
                }
                byte[] content = in.readNBytes(length);
                left -= length;
                if (content.length < length || checksum(content) != checksum) {
                    break;
                }
                frames.add(content);
            }
        } catch (EOFException shrunk) {
            return named(frames);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return named(frames);
    }

    private static List<byte[]> named(List<byte[]> frames) {
        boolean known = !frames.isEmpty() && Arrays.equals(frames.get(0), FORMAT);
        return known ? List.copyOf(frames.subList(1, frames.size())) : List.of();
    }

    private static int checksum(byte[] content) {
        var crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }
}
