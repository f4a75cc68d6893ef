package dev.sluice.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * What is reported of one stretch of time. It has its number in its session, and once it may have arrived its content never
 * changes: that is what makes sending it again harmless.
 *
 * @param startedAt elapsed time at its beginning
 * @param millis how long it is
 * @param droppedBefore windows that were given up since the last one that was taken
 * @param declared flags that no window of the session has named yet
 */
record ReportWindow(
        String session,
        long seq,
        long startedAt,
        long millis,
        long droppedBefore,
        EvaluationCounts evaluations,
        OutcomeCounts outcomes,
        List<String> declared) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Compressed, as it is sent. */
    byte[] encoded(String instance) {
        ObjectNode json = JSON.createObjectNode();
        json.put("session", session);
        json.put("instance", instance);
        json.put("seq", seq);
        json.put("windowMillis", millis);
        json.put("droppedWindows", droppedBefore);
        ArrayNode rows = json.putArray("evaluations");
        evaluations.rows().forEach((evaluation, count) -> {
            ObjectNode row = rows.addObject();
            row.put("flag", evaluation.flag());
            row.put("version", evaluation.version());
            row.put("place", evaluation.place());
            row.put("variation", evaluation.variation());
            row.put("reason", evaluation.reason().name());
            if (evaluation.errorCode() != null) {
                row.put("errorCode", evaluation.errorCode().name());
            }
            row.put("count", count);
        });
        ArrayNode met = json.putArray("outcomes");
        outcomes.rows().forEach((arm, row) -> addOutcome(met, arm, row));
        ArrayNode numbers = json.putArray("metrics");
        outcomes.metrics().forEach((key, sums) -> {
            ObjectNode row = addArm(numbers, key.arm());
            row.put("metric", key.metric());
            row.put("count", sums.count);
            row.put("sum", sums.sum);
            row.put("sumOfSquares", sums.sumOfSquares);
        });
        ArrayNode names = json.putArray("declared");
        declared.forEach(names::add);
        return compressed(json);
    }

    private static void addOutcome(ArrayNode rows, Arm arm, OutcomeCounts.Row outcome) {
        ObjectNode row = addArm(rows, arm);
        row.put("successes", outcome.successes);
        ObjectNode errors = row.putObject("errors");
        outcome.errors.forEach(errors::put);
        ObjectNode latency = row.putObject("latency");
        latency.put("relativeAccuracy", OutcomeCounts.RELATIVE_ACCURACY);
        latency.put("zero", outcome.zeroLatencies());
        ArrayNode bins = latency.putArray("bins");
        outcome.latencies
                .getPositiveValueStore()
                .getAscendingIterator()
                .forEachRemaining(bin -> bins.addArray().add(bin.getIndex()).add((long) bin.getCount()));
    }

    private static ObjectNode addArm(ArrayNode rows, Arm arm) {
        ObjectNode row = rows.addObject();
        row.put("flag", arm.flag());
        row.put("version", arm.version());
        row.put("place", arm.place());
        row.put("assigned", arm.assigned());
        row.put("served", arm.served());
        row.put("replicate", arm.replicate());
        if (arm.region() != null) {
            row.put("region", arm.region());
        }
        return row;
    }

    private static byte[] compressed(ObjectNode json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of texts and numbers could not be written", impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException("An array could not be written to", impossible);
        }
        return bytes.toByteArray();
    }
}
