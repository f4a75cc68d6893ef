package dev.sluice.server.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes backups as somebody does who knows their form: every checksum is right again. */
public final class Backups {
    private Backups() {}

    /** Puts a text in the place of another one of the same length, wherever it stands. */
    public static void replace(Path backup, String text, String other) throws IOException {
        if (text.length() != other.length()) {
            throw new IllegalArgumentException("other: another length; expected " + text.length());
        }
        int[] found = {0};
        change(backup, backup, frame -> {
            String before = new String(frame, StandardCharsets.ISO_8859_1);
            String after = before.replace(text, other);
            found[0] += after.equals(before) ? 0 : 1;
            return after.getBytes(StandardCharsets.ISO_8859_1);
        });
        if (found[0] == 0) {
            throw new IllegalArgumentException("text: " + text + " is nowhere in the backup");
        }
    }

    /** Changes each frame of the content but the first, which says what it is, and writes the whole to another file. */
    public static void change(Path backup, Path to, UnaryOperator<byte[]> change) throws IOException {
        List<byte[]> frames = Frames.read(backup);
        List<byte[]> content = new ArrayList<>(frames.subList(0, 1));
        frames.subList(1, frames.size() - 2).forEach(frame -> content.add(change.apply(frame.clone())));
        try (FileChannel channel = Frames.create(to)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] frame : content) {
                digest.update(frame);
                Frames.append(channel, frame);
            }
            Frames.append(channel, digest.digest());
            Frames.append(channel, Frames.END);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
