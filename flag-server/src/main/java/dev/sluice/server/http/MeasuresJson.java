package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.measures.FlagWindow;
import dev.sluice.server.measures.FlagWindow.MetricKey;
import dev.sluice.server.measures.FlagWindow.Outcomes;
import dev.sluice.server.measures.FlagWindow.Sums;
import dev.sluice.server.measures.Report.Arm;
import dev.sluice.server.measures.Report.Decided;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How measures look in JSON: for each kind of row its total, and its points in time. Replicates are put together. */
final class MeasuresJson {

    private static final double[] QUANTILES = {0.5, 0.9, 0.95, 0.99};

    private MeasuresJson() {}

    static ObjectNode of(String flag, Instant from, Instant to, long step, SortedMap<Long, FlagWindow> windows) {
        SortedMap<Long, FlagWindow> points = new TreeMap<>();
        FlagWindow total = new FlagWindow();
        windows.forEach((start, window) -> {
            FlagWindow whole = withoutReplicates(window);
            points.computeIfAbsent(Math.floorDiv(start, step) * step, key -> new FlagWindow())
                    .merge(whole);
            total.merge(whole);
        });
        ObjectNode json = Json.object()
                .put("flag", flag)
                .put("from", from.toString())
                .put("to", to.toString())
                .put("stepSeconds", step);
        json.set("evaluations", evaluations(total, points));
        json.set("outcomes", outcomes(total, points));
        json.set("metrics", metrics(total, points));
        return json;
    }

    private static FlagWindow withoutReplicates(FlagWindow window) {
        FlagWindow whole = new FlagWindow();
        window.evaluations().forEach((decided, count) -> whole.evaluations().merge(decided, count, Long::sum));
        window.outcomes()
                .forEach((arm, cell) -> whole.outcomes()
                        .computeIfAbsent(withoutReplicate(arm), key -> new Outcomes())
                        .merge(cell));
        window.metrics()
                .forEach((key, sums) -> whole.metrics()
                        .merge(new MetricKey(withoutReplicate(key.arm()), key.metric()), sums, MeasuresJson::plus));
        return whole;
    }

    private static Arm withoutReplicate(Arm arm) {
        return new Arm(arm.version(), arm.place(), arm.assigned(), arm.served(), 0, arm.region());
    }

    private static Sums plus(Sums one, Sums other) {
        return new Sums(
                one.count() + other.count(), one.sum() + other.sum(), one.sumOfSquares() + other.sumOfSquares());
    }

    private static ArrayNode evaluations(FlagWindow total, SortedMap<Long, FlagWindow> points) {
        ArrayNode rows = Json.array();
        for (Decided decided : ordered(total.evaluations().keySet())) {
            ObjectNode row = rows.addObject()
                    .put("version", decided.version())
                    .put("place", decided.place())
                    .put("variation", decided.variation())
                    .put("reason", decided.reason());
            if (decided.errorCode() != null) {
                row.put("errorCode", decided.errorCode());
            }
            row.put("count", total.evaluations().get(decided));
            ArrayNode times = row.putArray("points");
            points.forEach((start, window) -> {
                Long count = window.evaluations().get(decided);
                if (count != null) {
                    times.addObject().put("at", at(start)).put("count", count);
                }
            });
        }
        return rows;
    }

    private static ArrayNode outcomes(FlagWindow total, SortedMap<Long, FlagWindow> points) {
        ArrayNode rows = Json.array();
        for (Arm arm : ordered(total.outcomes().keySet())) {
            ObjectNode row = arm(rows.addObject(), arm);
            put(row, cell(total, arm));
            ArrayNode times = row.putArray("points");
            points.forEach((start, window) -> {
                Outcomes cell = window.outcomes().get(arm);
                if (cell != null) {
                    put(times.addObject().put("at", at(start)), cell);
                }
            });
        }
        return rows;
    }

    private static Outcomes cell(FlagWindow window, Arm arm) {
        return window.outcomes().getOrDefault(arm, new Outcomes());
    }

    private static void put(ObjectNode json, Outcomes cell) {
        json.put("successes", cell.successes());
        ObjectNode errors = json.putObject("errors");
        new TreeMap<>(cell.errors()).forEach(errors::put);
        ObjectNode latency = json.putObject("latencyMillis").put("count", cell.latencyCount());
        if (cell.latencyCount() > 0) {
            for (double quantile : QUANTILES) {
                latency.put("p" + Math.round(100 * quantile), cell.latency(quantile));
            }
        }
    }

    private static ArrayNode metrics(FlagWindow total, SortedMap<Long, FlagWindow> points) {
        ArrayNode rows = Json.array();
        for (MetricKey key : ordered(total.metrics().keySet())) {
            ObjectNode row = arm(rows.addObject(), key.arm()).put("metric", key.metric());
            Sums sums = total.metrics().get(key);
            if (sums != null) {
                put(row, sums);
            }
            ArrayNode times = row.putArray("points");
            points.forEach((start, window) -> {
                Sums here = window.metrics().get(key);
                if (here != null) {
                    put(times.addObject().put("at", at(start)), here);
                }
            });
        }
        return rows;
    }

    private static void put(ObjectNode json, Sums sums) {
        json.put("count", sums.count()).put("sum", sums.sum()).put("sumOfSquares", sums.sumOfSquares());
    }

    private static ObjectNode arm(ObjectNode json, Arm arm) {
        json.put("version", arm.version())
                .put("place", arm.place())
                .put("assigned", arm.assigned())
                .put("served", arm.served());
        if (arm.region() != null) {
            json.put("region", arm.region());
        }
        return json;
    }

    private static String at(long second) {
        return Instant.ofEpochSecond(second).toString();
    }

    private static <T> List<T> ordered(Set<T> keys) {
        Map<String, T> byText = keys.stream()
                .collect(Collectors.toMap(Object::toString, key -> key, (one, other) -> one, LinkedHashMap::new));
        return byText.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .toList();
    }
}
