package dev.sluice.sdk;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What users met, by arm: successes, errors by kind, latencies as a sketch, and custom numbers as sums. A sum, so that two of them
 * make one. Holds a bounded number of rows, and refuses others. Not thread-safe.
 */
final class OutcomeCounts {

    /** How far a quantile of the latencies may be from the truth, relative to it. */
    static final double RELATIVE_ACCURACY = 0.01;

    private static final LogarithmicMapping MAPPING = new LogarithmicMapping(RELATIVE_ACCURACY);
    private static final double LONGEST_MILLIS = 6e8; // a week; the sketch's bins are bounded with it
    private static final double SHORTEST_MILLIS = 1e-6;
    private static final int MOST_KINDS = 20;
    private static final String OTHER_KIND = "other";

    /** Outcomes of one arm. */
    static final class Row {

        long successes;
        final Map<String, Long> errors = new TreeMap<>();
        final DDSketch latencies = new DDSketch(MAPPING, UnboundedSizeDenseStore::new);

        void add(double millis, @Nullable String error) {
            latencies.accept(millis < SHORTEST_MILLIS ? 0 : Math.min(millis, LONGEST_MILLIS));
            if (error == null) {
                successes++;
            } else {
                addError(error, 1);
            }
        }

        void addAll(Row other) {
            successes += other.successes;
            other.errors.forEach(this::addError);
            latencies.mergeWith(other.latencies);
        }

        /** How many took no time that can be told. */
        long zeroLatencies() {
            return Math.round(
                    latencies.getCount() - latencies.getPositiveValueStore().getTotalCount());
        }

        private void addError(String kind, long count) {
            boolean known = errors.size() < MOST_KINDS || errors.containsKey(kind);
            errors.merge(known ? kind : OTHER_KIND, count, Long::sum);
        }
    }

    /** A custom number of one arm. */
    record MetricKey(Arm arm, String metric) {}

    /** Its sums. */
    static final class Sums {

        long count;
        double sum;
        double sumOfSquares;

        void addAll(Sums other) {
            count += other.count;
            sum += other.sum;
            sumOfSquares += other.sumOfSquares;
        }
    }

    private final int mostRows;
    private final LinkedHashMap<Arm, Row> rows = new LinkedHashMap<>();
    private final LinkedHashMap<MetricKey, Sums> metrics = new LinkedHashMap<>();
    private long refused;

    /**
     * Counts of nothing yet.
     *
     * @param mostRows of outcomes, and as many of metrics
     */
    OutcomeCounts(int mostRows) {
        this.mostRows = mostRows;
    }

    /** Adds an outcome; a null error is a success. */
    void add(Arm arm, double millis, @Nullable String error) {
        Row row = row(arm);
        if (row == null) {
            refused++;
        } else {
            row.add(millis, error);
        }
    }

    void add(Arm arm, String metric, double value) {
        Sums one = new Sums();
        one.count = 1;
        one.sum = value;
        one.sumOfSquares = value * value;
        add(new MetricKey(arm, metric), one);
    }

    void addAll(OutcomeCounts others) {
        others.rows.forEach((arm, other) -> {
            Row row = row(arm);
            if (row == null) {
                refused += (long) other.latencies.getCount();
            } else {
                row.addAll(other);
            }
        });
        others.metrics.forEach(this::add);
        refused += others.takeRefused();
    }

    /** Takes out rows until they have so many bins, or more by one row, and metrics up to a number. */
    OutcomeCounts takeFirst(int mostBins, int mostMetrics) {
        OutcomeCounts first = new OutcomeCounts(mostRows);
        int bins = 0;
        for (Iterator<Map.Entry<Arm, Row>> each = rows.entrySet().iterator(); each.hasNext() && bins < mostBins; ) {
            Map.Entry<Arm, Row> row = each.next();
            first.rows.put(row.getKey(), row.getValue());
            bins += BINS_OF_A_ROW + bins(row.getValue());
            each.remove();
        }
        Iterator<Map.Entry<MetricKey, Sums>> each = metrics.entrySet().iterator();
        while (each.hasNext() && first.metrics.size() < mostMetrics) {
            Map.Entry<MetricKey, Sums> metric = each.next();
            first.metrics.put(metric.getKey(), metric.getValue());
            each.remove();
        }
        return first;
    }

    /** What was refused since this was asked last. */
    long takeRefused() {
        long since = refused;
        refused = 0;
        return since;
    }

    boolean isEmpty() {
        return rows.isEmpty() && metrics.isEmpty();
    }

    Map<Arm, Row> rows() {
        return rows;
    }

    Map<MetricKey, Sums> metrics() {
        return metrics;
    }

    private static final int BINS_OF_A_ROW = 40; // its names take as much room as so many bins

    private static int bins(Row row) {
        int bins = 0;
        for (var each = row.latencies.getPositiveValueStore().getAscendingIterator(); each.hasNext(); each.next()) {
            bins++;
        }
        return bins;
    }

    private @Nullable Row row(Arm arm) {
        Row row = rows.get(arm);
        if (row == null && rows.size() < mostRows) {
            row = new Row();
            rows.put(arm, row);
        }
        return row;
    }

    private void add(MetricKey key, Sums added) {
        Sums sums = metrics.get(key);
        if (sums != null) {
            sums.addAll(added);
        } else if (metrics.size() < mostRows) {
            Sums copy = new Sums();
            copy.addAll(added);
            metrics.put(key, copy);
        } else {
            refused += added.count;
        }
    }
}
