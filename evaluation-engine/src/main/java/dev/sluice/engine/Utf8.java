package dev.sluice.engine;

/**
 * UTF-8 as splits have it: an unpaired surrogate becomes EF BF BD, where the JDK would write a question mark. Nothing is normalised.
 */
final class Utf8 {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int LONGEST = 4;
    private static final int WORD_SHIFT = 3;

    private Utf8() {}

    /** How many bytes a text has. */
    static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            int point = c < 0x80 ? c : codePoint(text, i);
            bytes += size(point);
            i += Character.charCount(point);
        }
        return bytes;
    }

    /**
     * How many bytes a text has, and behind that its bytes, eight to a word, the first one lowest. There is a last word of less than
     * eight bytes, which may be none; the rest of it is zero.
     */
    static long[] words(String text) {
        int length = length(text);
        long[] words = new long[(length >>> WORD_SHIFT) + 2];
        words[0] = length;
        if (length == text.length()) {
            fillAscii(words, text);
        } else {
            fill(words, text);
        }
        return words;
    }

    private static void fillAscii(long[] words, String text) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word |= (long) text.charAt(i) << (8 * (i & 7));
            if ((i & 7) == 7) {
                words[(i >>> WORD_SHIFT) + 1] = word;
                word = 0;
            }
        }
        words[words.length - 1] = word;
    }

    private static void fill(long[] words, String text) {
        int filled = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            int point = c < 0x80 ? c : codePoint(text, i);
            int size = size(point);
            long encoded = encoded(point, size);
            for (int j = 0; j < size; j++, filled++) {
                words[(filled >>> WORD_SHIFT) + 1] |= (encoded >>> (8 * j) & 0xFF) << (8 * (filled & 7));
            }
            i += Character.charCount(point);
        }
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
