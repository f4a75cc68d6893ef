package dev.sluice.sdk;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what users met, from all threads: in a few parts, each under a lock of its own that is held for a sketch's addition and
 * by the reporter only to put an empty part in its place. Thread-safe.
 */
final class Outcomes {

    /** The most rows that one part holds between two reports. */
    static final int MOST_ROWS = 500;

    private static final int PARTS = 4;

    private final Part[] parts = new Part[PARTS];
    private final LongAdder uncounted;

    private static final class Part {

        private OutcomeCounts counts = new OutcomeCounts(MOST_ROWS);

        synchronized void add(Consumer<OutcomeCounts> what) {
            what.accept(counts);
        }

        synchronized OutcomeCounts take() {
            OutcomeCounts taken = counts;
            counts = new OutcomeCounts(MOST_ROWS);
            return taken;
        }
    }

    Outcomes(LongAdder uncounted) {
        this.uncounted = uncounted;
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part();
        }
    }

    /** Adds an outcome; a null error is a success. */
    void add(Arm arm, double millis, @Nullable String error) {
        mine().add(counts -> counts.add(arm, millis, error));
    }

    void add(Arm arm, String metric, double value) {
        mine().add(counts -> counts.add(arm, metric, value));
    }

    /** Adds everything that came since the last call. */
    void takeInto(OutcomeCounts counts) {
        for (Part part : parts) {
            counts.addAll(part.take());
        }
        uncounted.add(counts.takeRefused());
    }

    private Part mine() {
        return parts[(int) Thread.currentThread().getId() & (PARTS - 1)];
    }
}
