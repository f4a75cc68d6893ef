package dev.sluice.engine;

import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Consumer;

/** An immutable set of texts that is searched by halves, whatever their hashes are. */
final class SortedTexts {
    private final String[] texts;
    private final boolean ignoreCase;

    private SortedTexts(String[] texts, boolean ignoreCase) {
        this.texts = texts;
        this.ignoreCase = ignoreCase;
    }

    static SortedTexts of(Collection<String> texts, boolean ignoreCase) {
        TreeSet<String> sorted = new TreeSet<>((a, b) -> compare(a, b, ignoreCase));
        sorted.addAll(texts);
        return new SortedTexts(sorted.toArray(String[]::new), ignoreCase);
    }

    int size() {
        return texts.length;
    }

    void forEach(Consumer<String> consumer) {
        for (String text : texts) {
            consumer.accept(text);
        }
    }

    /** From 0 to the size - 1, or {@link StringSet#ABSENT}. */
    int place(String text) {
        int low = 0;
        int high = texts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(texts[middle], text, ignoreCase);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order > 0 ? middle - 1 : high;
        }
        return StringSet.ABSENT;
    }

    private static int compare(String a, String b, boolean ignoreCase) {
        return ignoreCase ? Ascii.compareFolded(a, b) : a.compareTo(b);
    }
}
