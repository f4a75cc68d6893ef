package dev.sluice.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable open-addressed set of texts, at most half full; each text has an index in the order it was given (the first
 * one, if given twice). May be blind to the case of ASCII letters. Looking up allocates nothing.
 *
 * <p>Texts that all have one hash can be made at will, and a table full of them would be searched from end to end. So a set
 * in which some text lies far from its place is kept sorted instead, and searched by halves.
 */
final class StringSet {
    static final int ABSENT = -1;

    /** How far from its place a text may lie; among texts that nobody chose for their hashes none gets there. */
    private static final int FARTHEST = 256;

    private final @Nullable String[] table;
    private final int[] hashes;
    private final int[] indexes;
    private final int shift;
    private final boolean ignoreCase;
    private final boolean sorted;

    private StringSet(
            @Nullable String[] table, int[] hashes, int[] indexes, int shift, boolean ignoreCase, boolean sorted) {
        this.table = table;
        this.hashes = hashes;
        this.indexes = indexes;
        this.shift = shift;
        this.ignoreCase = ignoreCase;
        this.sorted = sorted;
    }

    static StringSet of(Collection<String> texts, boolean ignoreCase) {
        int slots = Scatter.slots(texts.size());
        StringSet set = new StringSet(
                new String[slots], new int[slots], new int[slots], Scatter.shift(slots), ignoreCase, false);
        int index = 0;
        for (String text : texts) {
            if (!set.add(text, index++)) {
                return sorted(texts, ignoreCase);
            }
        }
        return set;
    }

    /** False if the text would lie too far from its place. */
    private boolean add(String text, int index) {
        int hash = hash(text);
        int mask = table.length - 1;
        int at = Scatter.slot(hash, shift);
        String found;
        for (int steps = 0; (found = table[at]) != null; steps++) {
            if (hashes[at] == hash && same(found, text)) {
                return true;
            }
            if (steps == FARTHEST) {
                return false;
            }
            at = (at + 1) & mask;
        }
        table[at] = text;
        hashes[at] = hash;
        indexes[at] = index;
        return true;
    }

    private static StringSet sorted(Collection<String> texts, boolean ignoreCase) {
        record Entry(String text, int index) {}
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            entries.add(new Entry(text, entries.size()));
        }
        entries.sort(Comparator.<Entry, String>comparing(Entry::text, (a, b) -> compare(a, b, ignoreCase))
                .thenComparing(Entry::index));
        List<Entry> firsts = new ArrayList<>();
        for (Entry entry : entries) {
            if (firsts.isEmpty() || compare(firsts.get(firsts.size() - 1).text(), entry.text(), ignoreCase) != 0) {
                firsts.add(entry);
            }
        }
        return new StringSet(
                firsts.stream().map(Entry::text).toArray(String[]::new),
                new int[0],
                firsts.stream().mapToInt(Entry::index).toArray(),
                0,
                ignoreCase,
                true);
    }

    /** Hands over each text, in no promised order. */
    void forEach(Consumer<String> consumer) {
        for (String text : table) {
            if (text != null) {
                consumer.accept(text);
            }
        }
    }

    boolean ignoresCase() {
        return ignoreCase;
    }

    boolean contains(String text) {
        return slot(text) >= 0;
    }

    int indexOf(String text) {
        int slot = slot(text);
        return slot < 0 ? ABSENT : indexes[slot];
    }

    /** How many places there are for texts. */
    int slots() {
        return table.length;
    }

    /** In which place a text is, or {@link #ABSENT}. */
    int slot(String text) {
        if (sorted) {
            return searched(text);
        }
        int hash = hash(text);
        int[] kept = hashes;
        int mask = kept.length - 1;
        int at = Scatter.slot(hash, shift);
        String found;
        while ((found = table[at]) != null) {
            if (kept[at] == hash && same(found, text)) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return ABSENT;
    }

    private int searched(String text) {
        int low = 0;
        int high = table.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            String found = table[middle];
            int order = found == null ? 1 : compare(found, text, ignoreCase);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order > 0 ? middle - 1 : high;
        }
        return ABSENT;
    }

    private int hash(String text) {
        return ignoreCase ? Ascii.foldedHash(text) : text.hashCode();
    }

    private boolean same(String a, String b) {
        return ignoreCase ? Ascii.equalsFolded(a, b) : a.equals(b);
    }

    private static int compare(String a, String b, boolean ignoreCase) {
        return ignoreCase ? Ascii.compareFolded(a, b) : a.compareTo(b);
    }
}
