package dev.sluice.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What JMH has measured, in its order: a benchmark that ran in several rounds is there several times. Immutable. */
final class Results {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /**
     * One benchmark in one round.
     *
     * @param name class and method
     * @param size the parameter of that name, or 0
     * @param score time a call, in JMH's unit for it: the middle one of the iterations
     * @param allocated bytes a call; NaN where they were not measured
     * @param retained bytes that stay; NaN where they were not measured
     */
    record Result(String name, int threads, int size, double score, String unit, double allocated, double retained) {}

    private final List<Result> all;
    private final String machine;

    private Results(List<Result> all, String machine) {
        this.all = List.copyOf(all);
        this.machine = machine;
    }

    static Results read(Path json) throws IOException {
        JsonNode tree = new ObjectMapper().readTree(json.toFile());
        List<Result> results = new ArrayList<>();
        for (JsonNode node : tree) {
            String[] path = node.path("benchmark").asText().split("\\.");
            JsonNode metric = node.path("primaryMetric");
            results.add(new Result(
                    path[path.length - 2] + "." + path[path.length - 1],
                    node.path("threads").asInt(),
                    node.path("params").path("size").asInt(),
                    typical(metric),
                    metric.path("scoreUnit").asText(),
                    secondary(node, ALLOCATED),
                    retained(node)));
        }
        JsonNode first = tree.path(0);
        return new Results(
                results,
                "JDK " + first.path("jdkVersion").asText() + ", "
                        + first.path("vmName").asText());
    }

    /** The middle one of all iterations: what else the machine did for a moment counts for nothing. */
    private static double typical(JsonNode metric) {
        List<Double> scores = new ArrayList<>();
        metric.path("rawData").forEach(fork -> fork.forEach(score -> scores.add(score.asDouble())));
        return median(scores.stream().mapToDouble(Double::doubleValue).toArray())
                .orElse(metric.path("score").asDouble());
    }

    private static double secondary(JsonNode node, String name) {
        return node.path("secondaryMetrics").path(name).path("score").asDouble(Double.NaN);
    }

    /** JMH adds up what its iterations count; here each of them tells the same. */
    private static double retained(JsonNode node) {
        JsonNode metric = node.path("secondaryMetrics").path("retainedBytes");
        return metric.isMissingNode() ? Double.NaN : typical(metric);
    }

    /** What it was measured with. */
    String machine() {
        return machine;
    }

    /** The names of the benchmarks, each once, in order. */
    List<String> names() {
        return all.stream().map(Result::name).distinct().toList();
    }

    /** All rounds of a benchmark. */
    List<Result> rounds(String name, int threads, int size) {
        return rounds(result -> result.name().equals(name) && result.threads() == threads && result.size() == size);
    }

    private List<Result> rounds(Predicate<Result> which) {
        return all.stream().filter(which).toList();
    }

    /** The middle one of a figure's rounds; empty where there is none. */
    static OptionalDouble median(List<Result> rounds, ToDoubleFunction<Result> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    /** The middle one of what comes of the scores of each round; so a machine that changes pace moves both alike. */
    static OptionalDouble median(List<Result> some, List<Result> others, DoubleBinaryOperator figure) {
        double[] figures = new double[Math.min(some.size(), others.size())];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = figure.applyAsDouble(some.get(i).score(), others.get(i).score());
        }
        return median(figures);
    }

    private static OptionalDouble median(double[] figures) {
        double[] sorted = Arrays.stream(figures)
                .filter(figure -> !Double.isNaN(figure))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
