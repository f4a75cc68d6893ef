package dev.sluice.server.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digests of secrets: HMAC-SHA256 under a pepper derived from the server's secret, one per purpose, so that a digest of
 * one kind is never valid as another. A fast hash is right here because everything digested is random and 256 bits
 * long. Immutable.
 */
final class Digests {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec pepper;

    private Digests(byte[] pepper) {
        this.pepper = new SecretKeySpec(pepper, ALGORITHM);
    }

    /** The digests for one purpose. */
    static Digests of(byte[] secret, String purpose) {
        return new Digests(hmac(new SecretKeySpec(secret, ALGORITHM), "sluice " + purpose));
    }

    /** HMAC-SHA256(pepper, secret) as 64 lower-case hex digits. */
    String of(String secret) {
        return HexFormat.of().formatHex(hmac(pepper, secret));
    }

    /** Whether two digests are equal, in a time that does not depend on where they differ. */
    static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}
