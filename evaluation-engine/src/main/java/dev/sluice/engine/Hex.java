package dev.sluice.engine;

import java.util.HexFormat;

/** 256-bit numbers as 64 lower-case hex digits; one text per number, so upper case is refused. */
final class Hex {
    private static final int BYTES = 32;

    private Hex() {}

    static String format(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] parse(String text, String what) {
        if (text.length() != 2 * BYTES || !isLowerHex(text)) {
            throw new IllegalArgumentException(
                    what + ": \"" + text + "\" is not allowed; expected 64 lower-case hex digits");
        }
        return HexFormat.of().parseHex(text);
    }

    static boolean isLowerHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
