package dev.sluice.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Cells for threads that own none: one for each ordinal in each of several stripes, added to atomically. The thread's number says which
 * stripe is its; two threads that share one only wait for each other's addition, they lose none. A block of cells is made when one of
 * its ordinals is counted first, and is never copied. Thread-safe.
 */
final class SharedCells {

    /** What {@link #add} says when there is no memory left. */
    static final long FULL = -1;

    /** As many stripes as keep the threads apart that can run at the same moment, with some to spare. */
    private static final int STRIPES =
            Math.min(64, Integer.highestOneBit(Math.max(2, Runtime.getRuntime().availableProcessors()) * 4));

    private static final int BLOCK_BITS = 6;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int STRIDE = BLOCK + 8; // a cache line between two stripes
    private static final long[] NO_CELLS = {};
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private volatile long[][] blocks = {}; // an old one leads to the slow path, which takes the lock
    private int blocksLeft;
    private volatile boolean full;

    SharedCells(int mostBytes) {
        this.blocksLeft = mostBytes / (STRIDE * STRIPES * Long.BYTES);
    }

    /** Adds one; says what the cell held before, or {@link #FULL}. */
    long add(int ordinal, long thread) {
        int block = ordinal >>> BLOCK_BITS;
        long[] found = known(block);
        if (found == NO_CELLS) {
            found = full ? known(block) : made(block); // the last one may have been made just now
        }
        if (found == NO_CELLS) {
            return FULL;
        }
        int stripe = (int) thread & (STRIPES - 1);
        return (long) CELL.getAndAdd(found, stripe * STRIDE + (ordinal & (BLOCK - 1)), 1L);
    }

    private long[] known(int block) {
        long[][] known = blocks;
        return block < known.length ? known[block] : NO_CELLS;
    }

    /** Never changes an array that others read: they would see it without order. */
    private synchronized long[] made(int block) {
        long[] found = known(block);
        if (found != NO_CELLS || blocksLeft == 0) {
            return found;
        }
        long[][] old = blocks;
        long[][] more = Arrays.copyOf(old, Math.max(block + 1, old.length));
        Arrays.fill(more, old.length, more.length, NO_CELLS);
        more[block] = new long[STRIDE * STRIPES];
        blocks = more;
        blocksLeft--;
        full = blocksLeft == 0;
        return more[block];
    }

    /** What all stripes hold, by ordinal. */
    long[] sums() {
        long[][] now = blocks; // a block that is made meanwhile waits for the next time
        long[] sums = new long[now.length * BLOCK];
        for (int i = 0; i < sums.length; i++) {
            long[] cells = now[i >>> BLOCK_BITS];
            for (int stripe = 0; cells != NO_CELLS && stripe < STRIPES; stripe++) {
                sums[i] += (long) CELL.getAcquire(cells, stripe * STRIDE + (i & (BLOCK - 1)));
            }
        }
        return sums;
    }
}
