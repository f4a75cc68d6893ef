package dev.sluice.sdk;

import dev.sluice.engine.DecisionNumbering;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the decisions of one numbering, each by one addition to one cell: no lock, no look-up, no garbage, and no cell that
 * all threads share.
 *
 * <p>The cells of an ordinal lie in several stripes; the thread's number says which one is its. Two threads that share a stripe
 * only wait for each other's addition, they lose none. A cell never shrinks: the collector remembers what it read last and
 * takes the difference, so that it may read while others count. A block of cells is made when one of its ordinals is counted
 * first, is never copied, and goes when the numbering goes. That is the whole law by which nothing is lost, or counted under
 * another name, while flags change: an ordinal is never given twice in a numbering, and {@link Cells} are read to the end,
 * which has come when nobody holds the tally any more.
 *
 * <p>Bounds: {@value #MOST_BYTES} bytes of cells for one numbering. What is asked beyond them is decided all the same, and
 * counted as uncounted. Thread-safe.
 */
final class Tally {

    /** As many stripes as keep the threads apart that can run at the same moment, with some to spare. */
    static final int STRIPES =
            Math.min(64, Integer.highestOneBit(Math.max(2, Runtime.getRuntime().availableProcessors()) * 4));

    /** The most memory that the cells of one numbering take. */
    static final int MOST_BYTES = 32 << 20;

    private static final int BLOCK_BITS = 6;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int STRIDE = BLOCK + 8; // a cache line between two stripes
    private static final int MOST_BLOCKS = MOST_BYTES / (STRIDE * STRIPES * Long.BYTES);
    private static final long[] NO_CELLS = {};
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final Cells cells;
    private long[][] blocks = {}; // read without order: an old one leads to the slow path, which takes the lock

    Tally(DecisionNumbering numbering, LongAdder uncounted) {
        this.cells = new Cells(numbering, uncounted);
    }

    /**
     * Counts a decision.
     *
     * @param ordinal of this tally's numbering
     */
    void count(int ordinal) {
        try {
            long[][] known = blocks;
            int block = ordinal >>> BLOCK_BITS;
            long[] found = block < known.length ? known[block] : NO_CELLS;
            if (found != NO_CELLS) {
                CELL.getAndAdd(found, place(ordinal), 1L);
            } else {
                countFirst(ordinal);
            }
        } finally {
            Reference.reachabilityFence(this); // whoever counts holds the tally until the cell has it
        }
    }

    /** What is read when this tally is gone; holds no way back to it. */
    Cells cells() {
        return cells;
    }

    private static int place(int ordinal) {
        int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
        return stripe * STRIDE + (ordinal & (BLOCK - 1));
    }

    private void countFirst(int ordinal) {
        long[] found = block(ordinal >>> BLOCK_BITS);
        if (found == NO_CELLS) {
            cells.uncounted.increment();
        } else {
            CELL.getAndAdd(found, place(ordinal), 1L);
        }
    }

    private long[] block(int block) {
        synchronized (cells) {
            if (block >= blocks.length) {
                long[][] more = Arrays.copyOf(blocks, Math.max(block + 1, 2 * blocks.length));
                Arrays.fill(more, blocks.length, more.length, NO_CELLS);
                cells.blocks = more;
                blocks = more;
            }
            if (blocks[block] == NO_CELLS && cells.made < MOST_BLOCKS) {
                cells.made++;
                blocks[block] = new long[STRIDE * STRIPES];
            }
            return blocks[block];
        }
    }

    /** The cells of a tally, as the collector sees them. One thread at a time may collect. */
    static final class Cells implements Counts.Source {

        private final DecisionNumbering numbering;
        private final LongAdder uncounted;
        private long[][] blocks = {};
        private long[][] taken = {};
        private int made;

        private Cells(DecisionNumbering numbering, LongAdder uncounted) {
            this.numbering = numbering;
            this.uncounted = uncounted;
        }

        @Override
        public void takeInto(EvaluationCounts counts) {
            long[][] now;
            synchronized (this) {
                now = blocks.clone(); // so that a block that is made meanwhile waits for the next time
            }
            int before = taken.length;
            taken = Arrays.copyOf(taken, now.length);
            Arrays.fill(taken, before, now.length, NO_CELLS);
            for (int block = 0; block < now.length; block++) {
                if (now[block] != NO_CELLS) {
                    taken[block] = taken[block] == NO_CELLS ? new long[BLOCK] : taken[block];
                    take(block, now[block], taken[block], counts);
                }
            }
        }

        private void take(int block, long[] cells, long[] takenBefore, EvaluationCounts counts) {
            for (int i = 0; i < BLOCK; i++) {
                long sum = 0;
                for (int stripe = 0; stripe < STRIPES; stripe++) {
                    sum += (long) CELL.getAcquire(cells, stripe * STRIDE + i);
                }
                if (sum != takenBefore[i]) {
                    counts.add(Evaluation.of(numbering.key(block * BLOCK + i)), sum - takenBefore[i]);
                    takenBefore[i] = sum;
                }
            }
        }
    }
}
