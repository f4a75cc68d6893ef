package dev.sluice.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The identity of one record's content: {@code h = SHA-256(kind 0x00 key 0x00 bytes)}, over the bytes as their writer stored
 * them. Written as 64 lower-case hex digits.
 */
public final class RecordHash {
    private final byte[] digest;

    private RecordHash(byte[] digest) {
        this.digest = digest;
    }

    /** The hash of a record's bytes under its kind and key. */
    public static RecordHash of(RecordKind kind, String key, byte[] bytes) {
        MessageDigest sha256 = sha256();
        sha256.update(kind.toString().getBytes(UTF_8));
        sha256.update((byte) 0);
        sha256.update(key.getBytes(UTF_8));
        sha256.update((byte) 0);
        return new RecordHash(sha256.digest(bytes));
    }

    /** Reads 64 lower-case hex digits; throws {@link IllegalArgumentException} for anything else. */
    public static RecordHash parse(String hex) {
        return new RecordHash(Hex.parse(hex, "record hash"));
    }

    byte[] digest() {
        return digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordHash that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return Hex.format(digest);
    }
}
