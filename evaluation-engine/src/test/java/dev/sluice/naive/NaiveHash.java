package dev.sluice.naive;

import java.io.ByteArrayOutputStream;

/** UTF-8 and MurmurHash3 by their definitions, without help. */
public final class NaiveHash {
    private NaiveHash() {}

    /** Character by character; a surrogate without its other half becomes U+FFFD. */
    public static byte[] utf8(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            if (c >= 0xD800 && c <= 0xDFFF) {
                boolean paired = c <= 0xDBFF
                        && i + 1 < text.length()
                        && text.charAt(i + 1) >= 0xDC00
                        && text.charAt(i + 1) <= 0xDFFF;
                c = paired ? 0x10000 + (c - 0xD800) * 0x400 + text.charAt(++i) - 0xDC00 : 0xFFFD;
            }
            if (c < 0x80) {
                bytes.write(c);
                continue;
            }
            int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
            bytes.write(new int[] {0, 0xC0, 0xE0, 0xF0}[more] | c >> 6 * more);
            for (int j = more - 1; j >= 0; j--) {
                bytes.write(0x80 | c >> 6 * j & 0x3F);
            }
        }
        return bytes.toByteArray();
    }

    /** MurmurHash3 x86_32 with seed 0, as its definition says it, in 64-bit arithmetic modulo 2^32. */
    public static int murmur3(byte[] bytes) {
        long h = 0;
        int whole = bytes.length / 4 * 4;
        for (int i = 0; i < whole; i += 4) {
            long k = bytes[i] & 0xFFL
                    | (bytes[i + 1] & 0xFFL) << 8
                    | (bytes[i + 2] & 0xFFL) << 16
                    | (bytes[i + 3] & 0xFFL) << 24;
            h ^= scrambled(k);
            h = (rotated(h, 13) * 5 + 0xE6546B64L) & 0xFFFFFFFFL;
        }
        long tail = 0;
        for (int i = whole; i < bytes.length; i++) {
            tail |= (bytes[i] & 0xFFL) << 8 * (i - whole);
        }
        h ^= scrambled(tail) ^ bytes.length;
        h ^= h >> 16;
        h = h * 0x85EBCA6BL & 0xFFFFFFFFL;
        h ^= h >> 13;
        h = h * 0xC2B2AE35L & 0xFFFFFFFFL;
        return (int) (h ^ h >> 16);
    }

    private static long scrambled(long k) {
        return rotated(k * 0xCC9E2D51L & 0xFFFFFFFFL, 15) * 0x1B873593L & 0xFFFFFFFFL;
    }

    private static long rotated(long x, int bits) {
        return (x << bits | x >> 32 - bits) & 0xFFFFFFFFL;
    }
}
