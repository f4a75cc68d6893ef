package dev.sluice.server.measures;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One window of what an SDK instance has counted: aggregates only, nothing of any user.
 *
 * @param session the session it is told under; with {@code seq} it names the window
 * @param instance id of the instance
 * @param seq number of the window in its session, from 1
 * @param windowMillis how long the instance counted, by elapsed time; the window is placed where it arrives
 * @param droppedWindows windows that the instance had to drop since the last one that was taken
 * @param evaluations how often flags were decided
 * @param outcomes what users met at guarded places
 * @param metrics custom numbers likewise
 * @param declared flags that the code declares or has asked for
 * @param application whose it is, as {@code name/version}
 */
public record Report(
        String session,
        String instance,
        long seq,
        long windowMillis,
        long droppedWindows,
        List<Evaluation> evaluations,
        List<Outcome> outcomes,
        List<Metric> metrics,
        List<String> declared,
        String application) {

    /** Copies the lists. */
    public Report {
        evaluations = List.copyOf(evaluations);
        outcomes = List.copyOf(outcomes);
        metrics = List.copyOf(metrics);
        declared = List.copyOf(declared);
    }

    /** A report of an application without a name. */
    public Report(
            String session,
            String instance,
            long seq,
            long windowMillis,
            long droppedWindows,
            List<Evaluation> evaluations,
            List<Outcome> outcomes,
            List<Metric> metrics,
            List<String> declared) {
        this(session, instance, seq, windowMillis, droppedWindows, evaluations, outcomes, metrics, declared, "unnamed");
    }

    /** The same of this application. */
    public Report from(String named) {
        return new Report(
                session, instance, seq, windowMillis, droppedWindows, evaluations, outcomes, metrics, declared, named);
    }

    /** How many rows it has. */
    public int rows() {
        return evaluations.size() + outcomes.size() + metrics.size();
    }

    /** Decisions of one kind. */
    public record Evaluation(String flag, Decided decided, long count) {}

    /**
     * What was decided.
     *
     * @param version of the flag
     * @param place what decided, or null for none
     * @param variation that was given, or null for none
     * @param reason of the decision
     * @param errorCode why there was no decision, or null
     */
    public record Decided(
            long version,
            @Nullable String place,
            @Nullable String variation,
            String reason,
            @Nullable String errorCode) {}

    /** What users met in one arm. */
    public record Outcome(
            String flag, Arm arm, long successes, Map<String, Long> errors, long zeroLatencies, List<Bin> latencies) {

        /** Copies the collections. */
        public Outcome {
            errors = Map.copyOf(errors);
            latencies = List.copyOf(latencies);
        }
    }

    /**
     * Who is compared with whom: those of one arm reached the same place of the same version.
     *
     * @param assigned variation that the flag gave, or null
     * @param served variation that was used in the end, or null
     * @param replicate 0 to 15, by the user's key
     * @param region where the user is, or null if the release does not tell regions apart
     */
    public record Arm(
            long version,
            @Nullable String place,
            @Nullable String assigned,
            @Nullable String served,
            int replicate,
            @Nullable String region) {}

    /** One bin of a latency sketch: the latencies from gamma^index to gamma^(index+1) milliseconds. */
    public record Bin(int index, long count) {}

    /** A custom number in one arm. */
    public record Metric(String flag, Arm arm, String metric, long count, double sum, double sumOfSquares) {}
}
