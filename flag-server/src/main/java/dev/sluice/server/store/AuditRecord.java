package dev.sluice.server.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One stored entry of a project's audit log. {@code digest = SHA-256(previous, seq, at, actor, action, comment, details)}, each
 * part preceded by its length in bytes, so that no two different entries share their bytes.
 *
 * @param seq number in the project, from 1 without gaps
 * @param at when, by the writing node's clock, in whole milliseconds
 * @param actor who
 * @param action what
 * @param comment why
 * @param details JSON with the subject, before and after
 * @param previous digest of the entry before; empty for the first
 * @param digest digest of this entry, 64 hex digits
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are opaque here, shared and never changed
public record AuditRecord(
        long seq,
        Instant at,
        String actor,
        String action,
        String comment,
        byte[] details,
        String previous,
        String digest) {

    static AuditRecord after(AuditHead head, Instant at, AuditEntry entry) {
        long seq = head.seq() + 1;
        Instant millis = Instant.ofEpochMilli(at.toEpochMilli());
        return new AuditRecord(
                seq,
                millis,
                entry.actor(),
                entry.action(),
                entry.comment(),
                entry.details(),
                head.digest(),
                digest(head.digest(), seq, millis, entry));
    }

    /** The chain's head once this entry is in it. */
    public AuditHead head() {
        return new AuditHead(seq, digest);
    }

    /** About how many bytes it takes. */
    int size() {
        return details.length + comment.length() + 400;
    }

    /** Whether this tells of the same deed, perhaps in another place of the chain. */
    boolean sameDeed(AuditRecord other) {
        return at.equals(other.at)
                && actor.equals(other.actor)
                && action.equals(other.action)
                && comment.equals(other.comment)
                && Arrays.equals(details, other.details);
    }

    /** Whether the stored digest is that of the stored parts. */
    public boolean intact() {
        return digest.equals(digest(previous, seq, at, new AuditEntry(actor, action, comment, details)));
    }

    private static String digest(String previous, long seq, Instant at, AuditEntry entry) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            part(out, previous.getBytes(StandardCharsets.US_ASCII));
            out.writeLong(seq);
            out.writeLong(at.toEpochMilli());
            part(out, entry.actor().getBytes(StandardCharsets.UTF_8));
            part(out, entry.action().getBytes(StandardCharsets.UTF_8));
            part(out, entry.comment().getBytes(StandardCharsets.UTF_8));
            part(out, entry.details());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void part(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }
}
