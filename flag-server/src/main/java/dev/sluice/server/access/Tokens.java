package dev.sluice.server.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * Makes and recognises secrets: 256 random bits in base 62, and for SDK keys a prefix and a checksum, so that a scanner
 * finds a leaked one and a mistyped one is known as such without a look-up.
 *
 * <pre>slc_sdk_ + 43 digits of the random part + 6 digits of its CRC-32</pre>
 */
final class Tokens {
    /** How every SDK key begins. */
    static final String SDK_PREFIX = "slc_sdk_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_DIGITS = 43;
    private static final int CHECK_DIGITS = 6;

    private final SecureRandom random;

    Tokens(SecureRandom random) {
        this.random = random;
    }

    /** A new secret of 43 base-62 digits, each drawn without bias: just over 256 bits. */
    String secret() {
        StringBuilder text = new StringBuilder(RANDOM_DIGITS);
        for (int i = 0; i < RANDOM_DIGITS; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.toString();
    }

    /** A new SDK key. */
    String sdkKey() {
        String secret = secret();
        return SDK_PREFIX + secret + checksum(secret);
    }

    /** Whether this text has the form of an SDK key, checksum included; says nothing about whether it is known. */
    static boolean isSdkKey(String text) {
        int length = SDK_PREFIX.length() + RANDOM_DIGITS + CHECK_DIGITS;
        if (text.length() != length || !text.startsWith(SDK_PREFIX)) {
            return false;
        }
        String secret = text.substring(SDK_PREFIX.length(), length - CHECK_DIGITS);
        return text.endsWith(checksum(secret));
    }

    private static String checksum(String secret) {
        CRC32 crc = new CRC32();
        crc.update((SDK_PREFIX + secret).getBytes(StandardCharsets.UTF_8));
        long rest = crc.getValue();
        char[] digits = new char[CHECK_DIGITS];
        for (int i = CHECK_DIGITS - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
