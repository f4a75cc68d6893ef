package dev.sluice.engine;

import org.jspecify.annotations.Nullable;

/**
 * A version by Semantic Versioning 2.0.0, strictly: three numbers without leading zeros, perhaps a pre-release, perhaps build
 * metadata, which does not count when versions are compared. Numbers may have any length.
 */
final class SemVer implements Comparable<SemVer> {
    private static final int LONGEST = 256;

    private final String[] numbers;
    private final String[] preRelease;

    private SemVer(String[] numbers, String[] preRelease) {
        this.numbers = numbers;
        this.preRelease = preRelease;
    }

    /** The version that a text is, or null if it is none. */
    static @Nullable SemVer parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        int plus = text.indexOf('+');
        String precedence = plus < 0 ? text : text.substring(0, plus);
        if (plus >= 0 && !areIdentifiers(text.substring(plus + 1).split("\\.", -1), true)) {
            return null;
        }
        int dash = precedence.indexOf('-');
        String[] numbers = (dash < 0 ? precedence : precedence.substring(0, dash)).split("\\.", -1);
        String[] preRelease =
                dash < 0 ? new String[0] : precedence.substring(dash + 1).split("\\.", -1);
        if (numbers.length != 3 || !areIdentifiers(preRelease, false)) {
            return null;
        }
        for (String number : numbers) {
            if (!isNumber(number) || hasLeadingZero(number)) {
                return null;
            }
        }
        return new SemVer(numbers, preRelease);
    }

    private static boolean areIdentifiers(String[] identifiers, boolean leadingZeros) {
        for (String identifier : identifiers) {
            if (!isIdentifier(identifier) || (!leadingZeros && isNumber(identifier) && hasLeadingZero(identifier))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIdentifier(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = Ascii.fold(text.charAt(i));
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && c != '-') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean hasLeadingZero(String number) {
        return number.length() > 1 && number.charAt(0) == '0';
    }

    @Override
    public int compareTo(SemVer other) {
        for (int i = 0; i < numbers.length; i++) {
            int order = compareNumbers(numbers[i], other.numbers[i]);
            if (order != 0) {
                return order;
            }
        }
        if (preRelease.length == 0 || other.preRelease.length == 0) {
            return Integer.compare(other.preRelease.length, preRelease.length);
        }
        for (int i = 0; i < Math.min(preRelease.length, other.preRelease.length); i++) {
            int order = compareIdentifiers(preRelease[i], other.preRelease[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.length, other.preRelease.length);
    }

    private static int compareIdentifiers(String a, String b) {
        boolean aIsNumber = isNumber(a);
        boolean bIsNumber = isNumber(b);
        if (aIsNumber && bIsNumber) {
            return compareNumbers(a, b);
        }
        return aIsNumber == bIsNumber ? a.compareTo(b) : aIsNumber ? -1 : 1;
    }

    private static int compareNumbers(String a, String b) {
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }
}
