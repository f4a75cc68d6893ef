package dev.sluice.server.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the keys a person may have meant: those within a third of the letters by edit distance, case ignored. */
final class NearKeys {
    private static final int MOST = 3;
    private static final int LONGEST = 100;

    private NearKeys() {}

    private record Near(String key, int distance) {}

    /** Up to three known keys near the given one, nearest first. */
    static List<String> of(String given, Collection<String> known) {
        if (given.isEmpty() || given.length() > LONGEST) {
            return List.of();
        }
        int allowed = Math.max(1, given.length() / 3);
        String wanted = given.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(key -> Math.abs(key.length() - given.length()) <= allowed)
                .map(key -> new Near(key, distance(wanted, key.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance() <= allowed)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::key))
                .limit(MOST)
                .map(Near::key)
                .toList();
    }

    /** Levenshtein's distance: letters to insert, remove or replace. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
