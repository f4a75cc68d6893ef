package dev.sluice.server.measures;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;

/** The one form of latency sketch: DDSketch with a logarithmic mapping, in milliseconds, right to within a hundredth. */
public final class Latencies {

    /** How far a quantile may be from the truth, relative to it. */
    public static final double RELATIVE_ACCURACY = 0.01;

    /** Lowest index of a bin: below it is less than a picosecond. */
    static final int LOWEST_INDEX = -1_024;

    /** Highest index of a bin: above it are more than eight days. */
    static final int HIGHEST_INDEX = 1_023;

    private static final LogarithmicMapping MAPPING = new LogarithmicMapping(RELATIVE_ACCURACY);

    private Latencies() {}

    static DDSketch empty() {
        return new DDSketch(MAPPING, UnboundedSizeDenseStore::new);
    }

    /** The bin that a latency falls into. */
    static int index(double millis) {
        return MAPPING.index(millis);
    }
}
