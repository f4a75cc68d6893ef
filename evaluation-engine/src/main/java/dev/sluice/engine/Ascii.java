package dev.sluice.engine;

/** Comparing texts as if ASCII capitals were small; every other character is itself, whatever the locale. */
final class Ascii {
    private Ascii() {}

    static char fold(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    static int foldedHash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + fold(text.charAt(i));
        }
        return hash;
    }

    static boolean equalsFolded(String a, String b) {
        return a.length() == b.length() && regionMatches(a, 0, b, true);
    }

    static int compareFolded(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            int order = Character.compare(fold(a.charAt(i)), fold(b.charAt(i)));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Whether a part of a text, from a place on, is the other text. */
    static boolean regionMatches(String text, int from, String part, boolean ignoreCase) {
        if (!ignoreCase) {
            return text.startsWith(part, from);
        }
        if (from < 0 || from + part.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < part.length(); i++) {
            if (fold(text.charAt(from + i)) != fold(part.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean contains(String text, String part, boolean ignoreCase) {
        if (!ignoreCase) {
            return text.contains(part);
        }
        for (int from = 0; from + part.length() <= text.length(); from++) {
            if (regionMatches(text, from, part, true)) {
                return true;
            }
        }
        return false;
    }
}
