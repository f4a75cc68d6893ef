package dev.sluice.engine;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * An immutable open-addressed set of texts, at most half full; each text has an index in the order it was given (the first
 * one, if given twice). May be blind to the case of ASCII letters. Looking up allocates nothing.
 */
final class StringSet {
    static final int ABSENT = -1;

    private final @Nullable String[] table;
    private final int[] hashes;
    private final int[] indexes;
    private final int shift;
    private final boolean ignoreCase;

    private StringSet(int slots, boolean ignoreCase) {
        table = new String[slots];
        hashes = new int[slots];
        indexes = new int[slots];
        shift = Scatter.shift(slots);
        this.ignoreCase = ignoreCase;
    }

    static StringSet of(Collection<String> texts, boolean ignoreCase) {
        StringSet set = new StringSet(Scatter.slots(texts.size()), ignoreCase);
        int index = 0;
        for (String text : texts) {
            set.add(text, index++);
        }
        return set;
    }

    private void add(String text, int index) {
        int hash = hash(text);
        int mask = table.length - 1;
        int at = Scatter.slot(hash, shift);
        String found;
        while ((found = table[at]) != null) {
            if (hashes[at] == hash && same(found, text)) {
                return;
            }
            at = (at + 1) & mask;
        }
        table[at] = text;
        hashes[at] = hash;
        indexes[at] = index;
    }

    boolean contains(String text) {
        return slot(text) >= 0;
    }

    int indexOf(String text) {
        int slot = slot(text);
        return slot < 0 ? ABSENT : indexes[slot];
    }

    /** Where a text is; negative if it is not here. */
    private int slot(String text) {
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

    private int hash(String text) {
        return ignoreCase ? Ascii.foldedHash(text) : text.hashCode();
    }

    private boolean same(String a, String b) {
        return ignoreCase ? Ascii.equalsFolded(a, b) : a.equals(b);
    }
}
