package dev.sluice.server.store.disk;

import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.History;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.StateCodec;
import dev.sluice.server.store.Survey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * Everything that a store holds of all projects, in one file: what people wrote, the wire records, keys by their digests, the whole
 * audit log. Each frame has its checksum and the file the SHA-256 of them all, so half a file is never taken for a whole one. It
 * holds no key and no password, but whoever can read it knows every rule: readable by the owner only.
 */
public final class BackupFile {

    private static final String KIND = "sluice backup 1 ";
    private static final int AUDIT_PAGE = 1_000;

    private BackupFile() {}

    /**
     * A backup as it was read.
     *
     * @param at when it was made
     * @param projects what it holds
     * @param digest SHA-256 of its content, 64 hex digits
     */
    public record Backup(Instant at, List<Survey> projects, String digest) {}

    /**
     * Writes a backup; the file appears when it is whole and on disk.
     *
     * @param projects each with a state
     * @return SHA-256 of its content
     */
    public static String write(Path file, Instant at, List<Survey> projects) throws IOException {
        MessageDigest digest = sha256();
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = Frames.create(partial)) {
            append(channel, digest, (KIND + at).getBytes(StandardCharsets.US_ASCII));
            for (Survey project : projects) {
                ProjectState state = project.state();
                if (state == null) {
                    throw new IllegalArgumentException("projects: one can't be read; expected only whole ones");
                }
                List<byte[]> parts = StateCodec.writeProject(state, new History());
                List<AuditRecord> audit = project.audit();
                int pages = (audit.size() + AUDIT_PAGE - 1) / AUDIT_PAGE;
                append(
                        channel,
                        digest,
                        ByteBuffer.allocate(8)
                                .putInt(parts.size())
                                .putInt(pages)
                                .array());
                for (byte[] part : parts) {
                    append(channel, digest, part);
                }
                for (int page = 0; page < pages; page++) {
                    int from = page * AUDIT_PAGE;
                    append(
                            channel,
                            digest,
                            StateCodec.writeAudit(audit.subList(from, Math.min(audit.size(), from + AUDIT_PAGE))));
                }
            }
            byte[] sum = digest.digest();
            Frames.append(channel, sum);
            Frames.append(channel, Frames.END);
            channel.force(true);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return HexFormat.of().formatHex(sum);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    /**
     * Reads a backup.
     *
     * @throws IllegalArgumentException with one sentence if it is not a whole one
     */
    public static Backup read(Path file) throws IOException {
        List<byte[]> frames = Frames.read(file);
        int count = frames.size();
        if (count < 3 || !Arrays.equals(frames.get(count - 1), Frames.END)) {
            throw new IllegalArgumentException(
                    "\"" + file + "\" is not a whole backup; expected one that `sluice store backup` has written");
        }
        MessageDigest digest = sha256();
        List<byte[]> content = frames.subList(0, count - 2);
        content.forEach(digest::update);
        byte[] sum = digest.digest();
        String head = new String(content.get(0), StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(sum, frames.get(count - 2))) {
            throw new IllegalArgumentException(
                    "\"" + file + "\" does not match its own checksum; expected it unchanged");
        }
        if (!head.startsWith(KIND)) {
            throw new IllegalArgumentException("\"" + file + "\" is a backup of another version; expected version 1");
        }
        try {
            return new Backup(
                    Instant.parse(head.substring(KIND.length())),
                    projects(content),
                    HexFormat.of().formatHex(sum));
        } catch (RuntimeException odd) {
            throw new IllegalArgumentException(
                    "\"" + file + "\" matches its checksums and can't be read: " + odd.getMessage()
                            + "; expected what `sluice store backup` has written, unchanged",
                    odd);
        }
    }

    private static List<Survey> projects(List<byte[]> content) {
        List<Survey> projects = new ArrayList<>();
        for (int next = 1; next < content.size(); ) {
            ByteBuffer counts = ByteBuffer.wrap(content.get(next));
            int parts = counts.getInt();
            int pages = counts.getInt();
            int audit = next + 1 + parts;
            ProjectState state =
                    StateCodec.readProject(content.subList(next + 1, audit)).state();
            List<AuditRecord> entries = new ArrayList<>();
            content.subList(audit, audit + pages).forEach(page -> entries.addAll(StateCodec.readAudit(page)));
            projects.add(new Survey(state, entries, new TreeMap<>()));
            next = audit + pages;
        }
        return projects;
    }

    private static void append(FileChannel channel, MessageDigest digest, byte[] content) throws IOException {
        digest.update(content);
        Frames.append(channel, content);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
