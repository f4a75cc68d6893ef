package dev.sluice.rig.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Judges the file that a soak has written, by nothing but the file. */
final class SoakFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** From so many lines on, heap, threads and latencies are judged: fewer say nothing. */
    private static final int ENOUGH_LINES = 12;

    private static final long HEAP_SLACK_KILOBYTES = 16 << 10;
    private static final double LEAST_JUDGED = 0.9;

    private SoakFile() {}

    /** {@code java … SoakFile FILE}: exits with 1 when it does not pass. */
    public static void main(String[] args) throws IOException {
        List<String> failures = failures(Path.of(args[0]));
        failures.forEach(System.out::println);
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    /** What must not be, in sentences; empty when the soak holds. */
    static List<String> failures(Path file) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            all.add(JSON.readTree(line));
        }
        List<String> failures = new ArrayList<>();
        if (all.size() < 2 || !all.get(all.size() - 1).path("end").asBoolean()) {
            failures.add("the soak did not come to its end: " + all.size() + " lines");
            return failures;
        }
        JsonNode head = all.get(0);
        JsonNode end = all.get(all.size() - 1);
        List<JsonNode> lines = all.subList(1, all.size() - 1);
        expect(failures, head.path("commit").asText().length() >= 7, "the commit is missing");
        expect(failures, head.path("seed").isIntegralNumber(), "the seed is missing");
        expect(failures, end.path("exceptions").asLong(-1) == 0, "decisions threw: " + end.path("thrown"));
        expect(failures, end.path("wrong").asLong(-1) == 0, "decisions were wrong: " + end.path("mistakes"));
        expect(failures, end.path("readyAgain").asBoolean(), "not all clients were READY again after the last harm");
        double judged = end.path("right").asDouble();
        expect(
                failures,
                judged > 0 && judged / (judged + end.path("unjudged").asDouble()) >= LEAST_JUDGED,
                "too few decisions were judged: " + end);
        if (lines.size() >= ENOUGH_LINES) {
            overTime(failures, head, lines);
        }
        return failures;
    }

    private static void overTime(List<String> failures, JsonNode head, List<JsonNode> lines) {
        long wanted = head.path("decisionsPerSecondWanted").asLong();
        long rate = median(lines, "perSecond");
        expect(failures, rate >= wanted * 0.95, rate + " decisions a second, expected " + wanted);
        List<JsonNode> healthy =
                lines.stream().filter(line -> !line.path("harmed").asBoolean()).toList();
        List<JsonNode> harmed =
                lines.stream().filter(line -> line.path("harmed").asBoolean()).toList();
        long usual = median(healthy.subList(1, healthy.size()), "p99Nanos");
        long then = median(harmed, "p99Nanos");
        expect(failures, then <= 2 * usual, "p99 of a decision: " + then + " ns while harmed, " + usual + " ns before");
        List<JsonNode> middle = third(lines, 1);
        List<JsonNode> last = third(lines, 2);
        long heapBefore = median(middle, "heapKilobytes");
        long heapAfter = median(last, "heapKilobytes");
        expect(
                failures,
                heapAfter <= heapBefore + HEAP_SLACK_KILOBYTES,
                "the heap grew from " + heapBefore + " to " + heapAfter + " KB");
        long threadsBefore = median(middle, "threads");
        long threadsAfter = median(last, "threads");
        expect(
                failures,
                threadsAfter <= threadsBefore + 2,
                "threads became more: " + threadsBefore + ", then " + threadsAfter);
    }

    private static List<JsonNode> third(List<JsonNode> lines, int which) {
        int length = lines.size() / 3;
        return IntStream.range(which * length, (which + 1) * length)
                .mapToObj(lines::get)
                .toList();
    }

    private static long median(List<JsonNode> lines, String field) {
        long[] values = lines.stream()
                .mapToLong(line -> line.path(field).asLong())
                .sorted()
                .toArray();
        return values.length == 0 ? 0 : values[values.length / 2];
    }

    private static void expect(List<String> failures, boolean holds, String otherwise) {
        if (!holds) {
            failures.add(otherwise);
        }
    }
}
