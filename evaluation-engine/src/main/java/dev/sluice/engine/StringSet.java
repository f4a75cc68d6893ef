package dev.sluice.engine;

import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable open-addressed set of texts, at most half full; each text has a place of its own. May be blind to the case of ASCII
 * letters. Looking up allocates nothing.
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
    private final int shift;
    private final boolean ignoreCase;
    private final @Nullable SortedTexts crowded;

    /** A set of nothing but what is in {@code crowded}. */
    private StringSet(int slots, boolean ignoreCase, @Nullable SortedTexts crowded) {
        this.table = new String[slots];
        this.hashes = new int[slots];
        this.shift = Scatter.shift(slots);
        this.ignoreCase = ignoreCase;
        this.crowded = crowded;
    }

    static StringSet of(Collection<String> texts, boolean ignoreCase) {
        StringSet set = new StringSet(Scatter.slots(texts.size()), ignoreCase, null);
        for (String text : texts) {
            if (!set.add(text)) {
                return new StringSet(Scatter.slots(0), ignoreCase, SortedTexts.of(texts, ignoreCase));
            }
        }
        return set;
    }

    /** False if the text would lie too far from its place. */
    private boolean add(String text) {
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
        return true;
    }

    /** Hands over each text, in no promised order. */
    void forEach(Consumer<String> consumer) {
        for (String text : table) {
            if (text != null) {
                consumer.accept(text);
            }
        }
        if (crowded != null) {
            crowded.forEach(consumer);
        }
    }

    boolean ignoresCase() {
        return ignoreCase;
    }

    boolean contains(String text) {
        return slot(text) >= 0;
    }

    /** How many places there are for texts. */
    int slots() {
        return crowded == null ? table.length : crowded.size();
    }

    /** In which place a text is, or {@link #ABSENT}. */
    int slot(String text) {
        int hash = hash(text);
        int[] kept = hashes;
        @Nullable String[] texts = table;
        int mask = kept.length - 1;
        int at = Scatter.slot(hash, shift);
        String found;
        while ((found = texts[at]) != null) {
            if (kept[at] == hash && same(found, text)) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return crowded == null ? ABSENT : crowded.place(text);
    }

    private int hash(String text) {
        return ignoreCase ? Ascii.foldedHash(text) : text.hashCode();
    }

    private boolean same(String a, String b) {
        return ignoreCase ? Ascii.equalsFolded(a, b) : a.equals(b);
    }
}
