package dev.sluice.sdk;

import dev.sluice.engine.DecisionNumbering;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the decisions of one numbering, each by one addition to one cell: no lock, no look-up, no garbage, and no cell that
 * threads wait for each other at.
 *
 * <p>A thread that {@link Owners} gave a column counts in cells of its own, one for each ordinal; the others count in
 * {@link SharedCells}. A cell never shrinks: the collector remembers what it read last and takes the difference, so that it may read
 * while others count. That is the whole law by which nothing is lost, or counted under another name, while flags change: an ordinal
 * is never given twice in a numbering, and {@link Cells} are read to the end, which has come when nobody holds the tally any more.
 *
 * <p>Bounds: usually {@value #MOST_BYTES} bytes of cells for one numbering, a half for either kind. What is asked beyond them is decided all
 * the same, and counted as uncounted. Thread-safe.
 */
final class Tally {

    /** The most memory that the cells of one numbering take. */
    static final int MOST_BYTES = 32 << 20;

    private static final int FIRST_CELLS = 64;
    private static final int ASK_EVERY = 64;
    private static final long[] NO_CELLS = {};
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle COLUMN = MethodHandles.arrayElementVarHandle(long[][].class);

    private final Cells cells;
    private final long[][] columns; // each read without order by its owner, who alone writes it

    Tally(DecisionNumbering numbering, LongAdder uncounted, int mostBytes) {
        this.cells = new Cells(numbering, uncounted, mostBytes);
        this.columns = cells.columns;
    }

    /**
     * Counts a decision in a cell of the calling thread's own, if it has one.
     *
     * @param ordinal of this tally's numbering; may be that of an error, which has no cell
     * @return false if nothing was counted: then {@link #countElsewhere} does
     */
    boolean count(int ordinal) {
        try {
            Thread self = Thread.currentThread();
            int column = Owners.column(self);
            long[] mine = columns[column];
            if (ordinal < 0 || ordinal >= mine.length || !Owners.owns(self, column)) {
                return false;
            }
            CELL.setOpaque(mine, ordinal, (long) CELL.getOpaque(mine, ordinal) + 1);
            return true;
        } finally {
            Reference.reachabilityFence(this); // whoever counts holds the tally until the cell has it
        }
    }

    /** Counts a decision that is none of an error, for a thread that has no cell for it. */
    void countElsewhere(int ordinal) {
        try {
            Thread self = Thread.currentThread();
            if (countedAsOwner(ordinal, self)) {
                return;
            }
            long before = cells.shared.add(ordinal, self.getId());
            if (before % ASK_EVERY == 0 || before == SharedCells.FULL) {
                Owners.claim(self);
            }
            if (before == SharedCells.FULL && !countedAsOwner(ordinal, self)) {
                cells.uncounted.increment();
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private boolean countedAsOwner(int ordinal, Thread self) {
        int column = Owners.column(self);
        return Owners.owns(self, column) && cells.lengthen(column, ordinal) && count(ordinal);
    }

    /** What is read when this tally is gone; holds no way back to it. */
    Counts.Source cells() {
        return cells;
    }

    /** The cells of a tally, as the collector sees them. One thread at a time may collect. */
    private static final class Cells implements Counts.Source {

        private final DecisionNumbering numbering;
        private final LongAdder uncounted;
        private final long[][] columns = new long[Owners.COLUMNS][];
        private final SharedCells shared;
        private long[] taken = NO_CELLS;
        private long bytesLeft;

        /** There was no memory to lengthen a column, and nobody waits to hear so again. */
        private volatile boolean usedUp;

        private Cells(DecisionNumbering numbering, LongAdder uncounted, int mostBytes) {
            this.numbering = numbering;
            this.uncounted = uncounted;
            this.shared = new SharedCells(mostBytes / 2);
            this.bytesLeft = mostBytes / 2;
            Arrays.fill(columns, NO_CELLS);
        }

        /** Gives the owner of a column a cell for an ordinal; false if there is no memory left for it. */
        private boolean lengthen(int column, int ordinal) {
            long[] old = columns[column];
            if (ordinal < old.length) {
                return true;
            }
            int length = Math.max(FIRST_CELLS, Integer.highestOneBit(ordinal) << 1);
            if (usedUp || !reserve((length - old.length) * (long) Long.BYTES)) {
                return false;
            }
            COLUMN.setRelease(columns, column, Arrays.copyOf(old, length));
            return true;
        }

        private synchronized boolean reserve(long bytes) {
            if (bytes > bytesLeft) {
                usedUp = true;
                return false;
            }
            bytesLeft -= bytes;
            return true;
        }

        @Override
        public void takeInto(EvaluationCounts counts) {
            long[] sums = shared.sums();
            for (int column = 0; column < columns.length; column++) {
                long[] of = (long[]) COLUMN.getAcquire(columns, column);
                sums = of.length > sums.length ? Arrays.copyOf(sums, of.length) : sums;
                for (int ordinal = 0; ordinal < of.length; ordinal++) {
                    sums[ordinal] += (long) CELL.getOpaque(of, ordinal);
                }
            }
            for (int ordinal = 0; ordinal < sums.length; ordinal++) {
                long since = sums[ordinal] - (ordinal < taken.length ? taken[ordinal] : 0);
                if (since != 0) {
                    counts.add(Evaluation.of(numbering.key(ordinal)), since);
                }
            }
            taken = sums;
        }
    }
}
