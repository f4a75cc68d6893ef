package dev.sluice.engine;

import java.util.Arrays;

/**
 * UTF-8 as splits have it: an unpaired surrogate becomes EF BF BD, where the JDK would write a question mark. Nothing is normalised.
 */
final class Utf8 {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int LONGEST = 4;

    private Utf8() {}

    /** The bytes of a text. */
    static byte[] bytes(String text) {
        int length = text.length();
        byte[] bytes = new byte[length];
        int seen = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            seen |= c;
            bytes[i] = (byte) c;
        }
        return seen < 0x80 ? bytes : bytesBeyondAscii(text);
    }

    private static byte[] bytesBeyondAscii(String text) {
        byte[] bytes = new byte[LONGEST * text.length()];
        int filled = 0;
        for (int i = 0; i < text.length(); ) {
            int point = codePoint(text, i);
            int size = size(point);
            long encoded = encoded(point, size);
            for (int j = 0; j < size; j++) {
                bytes[filled++] = (byte) (encoded >>> (8 * j));
            }
            i += Character.charCount(point);
        }
        return Arrays.copyOf(bytes, filled);
    }

    /** The code point at a place; an unpaired surrogate is the replacement character. */
    static int codePoint(String text, int at) {
        int point = text.codePointAt(at);
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point;
    }

    /** How many bytes a code point has. */
    static int size(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : LONGEST;
    }

    /** The bytes of a code point, the first one lowest. */
    static long encoded(int point, int size) {
        return switch (size) {
            case 1 -> point;
            case 2 -> lead(0xC0, point, 6) | trail(point, 0) << 8;
            case 3 -> lead(0xE0, point, 12) | trail(point, 6) << 8 | trail(point, 0) << 16;
            default -> lead(0xF0, point, 18) | trail(point, 12) << 8 | trail(point, 6) << 16 | trail(point, 0) << 24;
        };
    }

    private static long lead(int mark, int point, int shift) {
        return mark | (point >> shift);
    }

    private static long trail(int point, int shift) {
        return 0x80 | ((point >> shift) & 0x3F);
    }
}
