package dev.sluice.server.measures;

import com.datadoghq.sketch.ddsketch.DDSketch;
import dev.sluice.server.measures.Report.Arm;
import dev.sluice.server.measures.Report.Decided;
import dev.sluice.server.measures.Report.Evaluation;
import dev.sluice.server.measures.Report.Metric;
import dev.sluice.server.measures.Report.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was counted of one flag in one stretch of time. Windows are sums: in whatever order and portions they are put together, the same
 * comes out. Not thread-safe.
 */
public final class FlagWindow {

    private final Map<Decided, Long> evaluations = new HashMap<>();
    private final Map<Arm, Outcomes> outcomes = new HashMap<>();
    private final Map<MetricKey, Sums> metrics = new HashMap<>();

    /** Which custom number, in which arm. */
    public record MetricKey(Arm arm, String metric) {}

    /** What users met in one arm. */
    public static final class Outcomes {

        private long successes;
        private final Map<String, Long> errors = new TreeMap<>();
        private final DDSketch latencies = Latencies.empty();

        /** How many went well. */
        public long successes() {
            return successes;
        }

        /** How many went wrong, by kind. */
        public Map<String, Long> errors() {
            return Map.copyOf(errors);
        }

        /** How many went wrong in all. */
        public long failures() {
            return errors.values().stream().mapToLong(Long::longValue).sum();
        }

        /** How many latencies there are. */
        public long latencyCount() {
            return (long) latencies.getCount();
        }

        /** A quantile of the latencies in milliseconds, right to within a hundredth; NaN if there are none. */
        public double latency(double quantile) {
            return latencies.isEmpty() ? Double.NaN : latencies.getValueAtQuantile(quantile);
        }

        DDSketch sketch() {
            return latencies;
        }

        void add(long more, Map<String, Long> moreErrors) {
            successes += more;
            moreErrors.forEach((kind, count) -> errors.merge(kind, count, Long::sum));
        }

        void addLatency(int index, long count) {
            latencies.getPositiveValueStore().add(index, count);
        }

        void addZeroLatencies(long count) {
            if (count > 0) {
                latencies.accept(0, (double) count);
            }
        }

        /** Takes another one's counts in. */
        public void merge(Outcomes other) {
            add(other.successes, other.errors);
            latencies.mergeWith(other.latencies);
        }
    }

    /** A custom number: how often, its sum, the sum of its squares. */
    public record Sums(long count, double sum, double sumOfSquares) {
        Sums plus(Sums other) {
            return new Sums(count + other.count, sum + other.sum, sumOfSquares + other.sumOfSquares);
        }
    }

    /** Decisions by kind. */
    public Map<Decided, Long> evaluations() {
        return evaluations;
    }

    /** Outcomes by arm. */
    public Map<Arm, Outcomes> outcomes() {
        return outcomes;
    }

    /** Custom numbers by arm and name. */
    public Map<MetricKey, Sums> metrics() {
        return metrics;
    }

    int rows() {
        return evaluations.size() + outcomes.size() + metrics.size();
    }

    boolean knows(Evaluation row) {
        return evaluations.containsKey(row.decided());
    }

    boolean knows(Outcome row) {
        return outcomes.containsKey(row.arm());
    }

    boolean knows(Metric row) {
        return metrics.containsKey(new MetricKey(row.arm(), row.metric()));
    }

    void add(Evaluation row) {
        evaluations.merge(row.decided(), row.count(), Long::sum);
    }

    void add(Outcome row) {
        Outcomes cell = outcomes.computeIfAbsent(row.arm(), arm -> new Outcomes());
        cell.add(row.successes(), row.errors());
        cell.addZeroLatencies(row.zeroLatencies());
        row.latencies().forEach(bin -> cell.addLatency(bin.index(), bin.count()));
    }

    void add(Metric row) {
        metrics.merge(
                new MetricKey(row.arm(), row.metric()),
                new Sums(row.count(), row.sum(), row.sumOfSquares()),
                Sums::plus);
    }

    /** Takes another window's counts in. */
    public void merge(FlagWindow other) {
        other.evaluations.forEach((decided, count) -> evaluations.merge(decided, count, Long::sum));
        other.outcomes.forEach((arm, more) ->
                outcomes.computeIfAbsent(arm, key -> new Outcomes()).merge(more));
        other.metrics.forEach((key, more) -> metrics.merge(key, more, Sums::plus));
    }
}
