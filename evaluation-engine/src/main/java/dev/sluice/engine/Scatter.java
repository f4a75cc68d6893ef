package dev.sluice.engine;

/**
 * Where a hash code belongs in an open-addressed table. Keys that are numbered ({@code user-1}, {@code user-2}) have hash codes
 * that follow one another, and would fill such a table in long runs; multiplied by the golden ratio they lie apart:
 *
 * <pre>{@code  slot = uint32(hash * floor(2^32 / phi)) >>> (32 - log2(slots))}</pre>
 */
final class Scatter {
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private Scatter() {}

    /** A power of two that leaves at least half of the table empty; 2 or more. */
    static int slots(int entries) {
        return Integer.highestOneBit(Math.max(1, entries)) * 4;
    }

    /** What {@link #slot} needs to know of a table: its number of slots is a power of two, 2 or more. */
    static int shift(int slots) {
        return Integer.numberOfLeadingZeros(slots) + 1;
    }

    /** From 0 to the number of slots - 1. */
    static int slot(int hash, int shift) {
        return (hash * GOLDEN_RATIO) >>> shift;
    }
}
