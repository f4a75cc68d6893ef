package dev.sluice.engine;

/** Reads the decimal numbers of identities: digits only, no sign, no leading zero, so that each number has one text. */
final class Numerals {
    private static final int MOST_DIGITS = 18;

    private Numerals() {}

    static long parse(String digits, String what) {
        boolean plain = !digits.isEmpty() && digits.length() <= MOST_DIGITS;
        for (int i = 0; plain && i < digits.length(); i++) {
            plain = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (!plain || (digits.length() > 1 && digits.charAt(0) == '0')) {
            throw new IllegalArgumentException(
                    what + " \"" + digits + "\" is not allowed; expected a whole number, 0 or more");
        }
        return Long.parseLong(digits);
    }
}
