package dev.sluice.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Writes what was measured as JSON, one file a part. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double MICROS = 1_000;

    private final Path folder;

    Results(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode read(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    Path folder() {
        return folder;
    }

    /** Where the result of a part is. */
    Path file(String part) {
        return folder.resolve("swarm-" + part + ".json");
    }

    void write(String part, ObjectNode result) throws IOException {
        Files.write(file(part), JSON.writeValueAsBytes(result));
    }

    /** What must be known to judge a figure. */
    static ObjectNode conditions(String command, List<String> jvmFlags) throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        return object().put("command", command)
                .put(
                        "machine",
                        Runtime.getRuntime().availableProcessors() + " processors (" + processor
                                + "), shared by server, Redis and swarm")
                .put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"))
                .put("jvmFlags", String.join(" ", jvmFlags))
                .put("openFilesAProcess", Processes.mostOpenFiles())
                .put("redis", "embedded, appendonly yes, appendfsync always")
                .put("tls", "off");
    }

    /** Percentiles in milliseconds of a histogram of microseconds. */
    static ObjectNode millis(Histogram micros) {
        return object().put("count", micros.getTotalCount())
                .put("p50", micros.getValueAtPercentile(50) / MICROS)
                .put("p99", micros.getValueAtPercentile(99) / MICROS)
                .put("max", micros.getMaxValue() / MICROS);
    }

    /** Middle, 99th percentile and largest of some figures, and the figures. */
    static ObjectNode figures(List<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        ObjectNode result = object().put("p50", rounded(percentile(sorted, 0.5)))
                .put("p99", rounded(percentile(sorted, 0.99)))
                .put("max", rounded(percentile(sorted, 1)));
        ArrayNode raw = result.putArray("raw");
        figures.forEach(figure -> raw.add(rounded(figure)));
        return result;
    }

    static double median(List<Double> figures) {
        return percentile(
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray(), 0.5);
    }

    private static double percentile(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }

    /** Three decimals are enough for anybody. */
    static double rounded(double figure) {
        return Math.round(figure * 1_000) / 1_000.0;
    }

    @Override
    public String toString() {
        return "results in " + folder + ": " + Arrays.toString(folder.toFile().list());
    }
}
