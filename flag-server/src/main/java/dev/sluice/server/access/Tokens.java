package dev.sluice.server.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * Makes and recognises secrets: 256 random bits in base 62, and for keys and tokens a prefix and a checksum, so that a scanner
 * finds a leaked one and a mistyped one is known as such without a look-up.
 *
 * <pre>slc_sdk_, slc_client_ or slc_api_ + 43 digits of the random part + 6 digits of the CRC-32 of both</pre>
 */
final class Tokens {
    /** How every API token begins. */
    static final String API_PREFIX = "slc_api_";

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

    /** A new key of this kind. */
    String key(KeyKind kind) {
        return checked(kind.prefix() + secret());
    }

    /** A new API token. */
    String apiToken() {
        return checked(API_PREFIX + secret());
    }

    private static String checked(String text) {
        return text + checksum(text);
    }

    /** Whether this text has the form of a key of this kind, checksum included; says nothing about whether it is known. */
    static boolean isKey(KeyKind kind, String text) {
        int checked = kind.prefix().length() + RANDOM_DIGITS;
        return text.length() == checked + CHECK_DIGITS
                && text.startsWith(kind.prefix())
                && text.endsWith(checksum(text.substring(0, checked)));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        long rest = crc.getValue();
        char[] digits = new char[CHECK_DIGITS];
        for (int i = CHECK_DIGITS - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
