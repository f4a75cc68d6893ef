package dev.sluice.server.measures;

import com.datadoghq.sketch.ddsketch.store.Bin;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.measures.FlagWindow.MetricKey;
import dev.sluice.server.measures.FlagWindow.Outcomes;
import dev.sluice.server.measures.FlagWindow.Sums;
import dev.sluice.server.measures.Report.Arm;
import dev.sluice.server.measures.Report.Decided;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** How windows lie in the store: compact JSON, packed. What a later version adds to a window's object is ignored. */
final class WindowCodec {

    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

    private WindowCodec() {}

    /** One window, by itself. */
    static byte[] write(long start, FlagWindow window) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("t", start);
            evaluations(json, window.evaluations());
            outcomes(json, window.outcomes());
            metrics(json, window.metrics());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("bytes in memory could not be written", impossible);
        }
        return bytes.toByteArray();
    }

    private static void evaluations(JsonGenerator json, Map<Decided, Long> evaluations) throws IOException {
        if (evaluations.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("e");
        for (Map.Entry<Decided, Long> entry : evaluations.entrySet()) {
            Decided decided = entry.getKey();
            json.writeStartArray();
            json.writeNumber(decided.version());
            json.writeString(decided.place());
            json.writeString(decided.variation());
            json.writeString(decided.reason());
            json.writeString(decided.errorCode());
            json.writeNumber(entry.getValue());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void outcomes(JsonGenerator json, Map<Arm, Outcomes> outcomes) throws IOException {
        if (outcomes.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("o");
        for (Map.Entry<Arm, Outcomes> entry : outcomes.entrySet()) {
            Outcomes cell = entry.getValue();
            json.writeStartObject();
            json.writeArrayFieldStart("k");
            arm(json, entry.getKey());
            json.writeEndArray();
            json.writeNumberField("s", cell.successes());
            json.writeObjectFieldStart("x");
            for (Map.Entry<String, Long> error : cell.errors().entrySet()) {
                json.writeNumberField(error.getKey(), error.getValue());
            }
            json.writeEndObject();
            double binned = cell.sketch().getPositiveValueStore().getTotalCount();
            json.writeNumberField("z", (long) (cell.sketch().getCount() - binned));
            json.writeArrayFieldStart("b");
            for (Iterator<Bin> bins = cell.sketch().getPositiveValueStore().getAscendingIterator(); bins.hasNext(); ) {
                Bin bin = bins.next();
                json.writeNumber(bin.getIndex());
                json.writeNumber((long) bin.getCount());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void metrics(JsonGenerator json, Map<MetricKey, Sums> metrics) throws IOException {
        if (metrics.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("m");
        for (Map.Entry<MetricKey, Sums> entry : metrics.entrySet()) {
            json.writeStartArray();
            arm(json, entry.getKey().arm());
            json.writeString(entry.getKey().metric());
            json.writeNumber(entry.getValue().count());
            json.writeNumber(entry.getValue().sum());
            json.writeNumber(entry.getValue().sumOfSquares());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void arm(JsonGenerator json, Arm arm) throws IOException {
        json.writeNumber(arm.version());
        json.writeString(arm.place());
        json.writeString(arm.assigned());
        json.writeString(arm.served());
        json.writeNumber(arm.replicate());
        json.writeString(arm.region());
    }

    /** Several windows of {@link #write}, packed. */
    static byte[] pack(List<byte[]> windows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream packed = new DeflaterOutputStream(bytes, deflater)) {
            packed.write('[');
            for (int i = 0; i < windows.size(); i++) {
                if (i > 0) {
                    packed.write(',');
                }
                packed.write(windows.get(i));
            }
            packed.write(']');
        } catch (IOException impossible) {
            throw new UncheckedIOException("bytes in memory could not be packed", impossible);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** The windows that were packed, by their start; several of one start are put together. */
    static SortedMap<Long, FlagWindow> unpack(byte[] packed) {
        JsonNode tree;
        try (InflaterInputStream bytes = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            tree = MAPPER.readTree(bytes);
        } catch (IOException damaged) {
            throw new IllegalStateException("stored measures cannot be read", damaged);
        }
        SortedMap<Long, FlagWindow> windows = new TreeMap<>();
        for (JsonNode each : tree) {
            windows.computeIfAbsent(each.path("t").asLong(), start -> new FlagWindow())
                    .merge(window(each));
        }
        return windows;
    }

    private static FlagWindow window(JsonNode json) {
        var window = new FlagWindow();
        for (JsonNode row : json.path("e")) {
            window.evaluations()
                    .merge(
                            new Decided(
                                    row.path(0).asLong(),
                                    text(row.path(1)),
                                    text(row.path(2)),
                                    row.path(3).asText(),
                                    text(row.path(4))),
                            row.path(5).asLong(),
                            Long::sum);
        }
        for (JsonNode row : json.path("o")) {
            Outcomes cell = window.outcomes().computeIfAbsent(arm(row.path("k")), arm -> new Outcomes());
            Map<String, Long> errors = new TreeMap<>();
            row.path("x")
                    .properties()
                    .forEach(
                            error -> errors.put(error.getKey(), error.getValue().asLong()));
            cell.add(row.path("s").asLong(), errors);
            cell.addZeroLatencies(row.path("z").asLong());
            JsonNode bins = row.path("b");
            for (int i = 0; i + 1 < bins.size(); i += 2) {
                cell.addLatency(bins.path(i).asInt(), bins.path(i + 1).asLong());
            }
        }
        for (JsonNode row : json.path("m")) {
            window.metrics()
                    .merge(
                            new MetricKey(arm(row), row.path(6).asText()),
                            new Sums(
                                    row.path(7).asLong(),
                                    row.path(8).asDouble(),
                                    row.path(9).asDouble()),
                            Sums::plus);
        }
        return window;
    }

    private static Arm arm(JsonNode row) {
        return new Arm(
                row.path(0).asLong(),
                text(row.path(1)),
                text(row.path(2)),
                text(row.path(3)),
                row.path(4).asInt(),
                text(row.path(5)));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}
