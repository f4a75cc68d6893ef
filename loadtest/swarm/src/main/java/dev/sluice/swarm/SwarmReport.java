package dev.sluice.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.plot.LinePlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes, beside the raw results of a swarm, one table of all parts that are there, and plots of growth and of the heap over time. */
public final class SwarmReport {
    private static final String GREY = "#888";
    private static final String BLUE = "#0b6bcb";
    private static final String GROWTH = "swarm-growth";
    private static final String SLOW = "swarm-slow";
    private static final double GROWTH_BAR = 1.2;
    private static final int LABELS = 6;

    private final Path folder;
    private final StringBuilder rows = new StringBuilder();
    private final List<String> notes = new ArrayList<>();

    private SwarmReport(Path folder) {
        this.folder = folder;
    }

    /** {@code <folder of results>}: makes table and plots again. */
    public static void main(String[] args) throws IOException {
        System.out.println(write(Path.of(args[0])));
    }

    /** Makes table and plots; gives the table. */
    static String write(Path folder) throws IOException {
        return new SwarmReport(folder).write();
    }

    private String write() throws IOException {
        Map<String, JsonNode> parts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith("swarm-") && name.endsWith(".json")) {
                    parts.put(name.substring("swarm-".length(), name.length() - ".json".length()), Results.read(file));
                }
            }
        }
        parts.forEach((name, part) -> {
            if (part.has("failed")) {
                notes.add("**" + name + " failed half-way**: "
                        + part.path("failed").asText());
            }
            rows(name, part);
        });
        StringBuilder text = new StringBuilder("# swarm\n\n" + conditions(parts)
                + "\n\n| | bare broadcaster | Sluice | bar | |\n| --- | --- | --- | --- | --- |\n" + rows + "\n");
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        if (parts.containsKey("growth")) {
            Files.writeString(folder.resolve(GROWTH + ".svg"), growth(parts.get("growth")));
            text.append("\n![growth](" + GROWTH + ".svg)\n");
        }
        if (Files.exists(folder.resolve(SLOW + ".csv"))) {
            Files.writeString(folder.resolve(SLOW + ".svg"), heap(Files.readAllLines(folder.resolve(SLOW + ".csv"))));
            text.append("\n![heap with slow readers](" + SLOW + ".svg)\n");
        }
        Files.writeString(folder.resolve("swarm.md"), text);
        return text.toString();
    }

    private static String conditions(Map<String, JsonNode> parts) {
        JsonNode first = parts.values().stream().findFirst().orElse(Results.object());
        return "Made of `swarm-*.json` by `make swarm`; not written by hand. "
                + first.path("machine").asText() + "; "
                + first.path("java").asText() + ", " + first.path("jvmFlags").asText() + "; "
                + first.path("openFilesAProcess").asText() + " files a process; Redis: "
                + first.path("redis").asText()
                + "; TLS off but where it is named. Memory is of the server alone, Redis is told apart. A ratio is taken within a round,"
                + " and the middle one of the rounds is shown.";
    }

    private void rows(String name, JsonNode part) {
        if (name.startsWith("streams-")) {
            fanOut(part);
        } else {
            switch (name) {
                case "connections" -> connections(part);
                case "storm" -> {
                    storm(part.path("resumed"), "resumed");
                    storm(part.path("cold"), "cold, 5 MB");
                }
                case "polls" -> polls(part);
                case "ofrep" -> ofrep(part);
                case "writes" -> {
                    most("REST write, one client, p50", part.at("/writeMillis/p50"), 3, "ms");
                    most("REST write, one client, p99", part.at("/writeMillis/p99"), 12, "ms");
                }
                case "start" -> {
                    most("process start to ready, 1,000 flags", part.at("/archived/readySeconds/p50"), 2, "s");
                    most("the same without an archive of classes", part.at("/plain/readySeconds/p50"), 2, "s");
                    most(
                            "memory idle (Redis "
                                    + part.at("/archived/redisRssMegabytes/p50").asText() + " MB apart)",
                            part.at("/archived/idleRssMegabytes/p50"),
                            150,
                            "MB");
                    most("the same without an archive of classes", part.at("/plain/idleRssMegabytes/p50"), 150, "MB");
                }
                case "connect" -> {
                    most("SDK: connect to first decision, new JVM", part.at("/live/firstMillis/p50"), 300, "ms");
                    most("the same again in that JVM", part.at("/live/againMillis/p50"), 300, "ms");
                    most("SDK: from the disk copy, new JVM", part.at("/diskCopy/firstMillis/p50"), 100, "ms");
                    most("the same again in that JVM", part.at("/diskCopy/againMillis/p50"), 100, "ms");
                }
                case "reports" -> most("10,000 SDKs that report every 10 s", part.path("cores"), 0.15, "cores");
                case "acknowledgements" -> acknowledgements(part);
                case "tls" ->
                    row(
                            count(part) + " streams over TLS: write to the last, p50; processor a delivery",
                            "-",
                            number(part.at("/lastMillis/p50").asDouble()) + " ms; "
                                    + number(part.path("cpuMicrosADelivery").asDouble()) + " us",
                            "none",
                            true);
                case "growth" -> growthRows(part);
                case "slow" -> {
                    most(
                            count(part) + " streams, " + part.path("neverRead").asText() + " never read, "
                                    + number(part.path("minutes").asDouble())
                                    + " min: heap after collection, last third to first",
                            part.path("heapLastThirdToFirst"),
                            1.1,
                            "x");
                    most("the others' p99 meanwhile", part.at("/others/p99"), 500, "ms");
                }
                default -> notes.add(name + " is not in the table");
            }
        }
    }

    private void fanOut(JsonNode part) {
        boolean many = part.path("streams").asInt() >= 5_000;
        double bar = many ? 1.3 : 1.5;
        for (String what : List.of("p50", "max")) {
            ratio(
                    "REST write to the last of " + count(part) + ", " + what,
                    middle(part, "bare", "/lastMillis/" + what),
                    middle(part, "sluice", "/lastMillis/" + what),
                    "ms",
                    part.at("/ratioToBare/" + (what.equals("p50") ? "lastP50" : "lastMax")),
                    bar);
        }
        ratio(
                "processor a delivery, " + count(part) + " streams",
                middle(part, "bare", "/cpuMicrosADelivery"),
                middle(part, "sluice", "/cpuMicrosADelivery"),
                "us",
                part.at("/ratioToBare/cpuADelivery"),
                1.2);
    }

    private void connections(JsonNode part) {
        JsonNode ours = part.at("/rounds/0/sluice");
        JsonNode bare = part.at("/rounds/0/bare");
        boolean all = ours.path("live").asInt() == part.path("streams").asInt()
                && ours.path("mishaps").isEmpty();
        row(
                count(part) + " streams held by one process, failures",
                bare.path("mishaps").isEmpty() ? "0" : bare.path("mishaps").toString(),
                ours.path("mishaps").isEmpty() ? "0" : ours.path("mishaps").toString(),
                "0",
                all);
        double bytes = ours.path("rssBytesAConnection").asDouble(Double.NaN) / 1_000;
        row(
                "memory a connection",
                number(bare.path("rssBytesAConnection").asDouble(Double.NaN) / 1_000) + " kB",
                number(bytes) + " kB",
                "<= 20 kB",
                bytes <= 20);
    }

    private void storm(JsonNode one, String how) {
        most("all gone and back, " + how, one.path("allBackSeconds"), 20, "s");
        most("REST write meanwhile, p99, " + how, one.at("/writeMillis/p99"), 500, "ms");
        most("heap after collection meanwhile, most, to before, " + how, one.path("heapPeakRatio"), 2, "x");
    }

    private void polls(JsonNode part) {
        for (String status : List.of("200", "304")) {
            JsonNode ratio = part.at("/ratioToBare/" + status);
            row(
                    "polls a second, " + part.path("bodyBytes").asInt() / 1_024 + " KiB, 64 connections, " + status,
                    thousands(middle(part, "bare", "/" + status + "/requestsASecond")),
                    thousands(middle(part, "sluice", "/" + status + "/requestsASecond")) + ", "
                            + number(ratio.asDouble(Double.NaN)) + "x",
                    ">= 0.7x",
                    ratio.asDouble(Double.NaN) >= 0.7);
        }
    }

    private void ofrep(JsonNode part) {
        double single = part.path("singleRequestsASecond").asDouble(Double.NaN);
        row("OFREP, one flag, 64 connections, a second", "-", thousands(single), ">= 30,000", single >= 30_000);
        for (String name : List.of("bulk", "unchanged")) {
            String what = "OFREP, " + part.path("flags").asInt() + " flags, " + (name.equals("bulk") ? "200" : "304");
            row(what, "-", thousands(middle(part, name, "/requestsASecond")), "none", true);
        }
    }

    private void acknowledgements(JsonNode part) {
        for (boolean urgent : List.of(false, true)) {
            List<Double> millis = new ArrayList<>();
            boolean complete = true;
            for (JsonNode change : part.path("changes")) {
                if (change.path("urgent").asBoolean() == urgent) {
                    millis.add(change.path("millis").asDouble());
                    complete &= change.path("complete").asBoolean();
                }
            }
            row(
                    count(part) + " acknowledge, " + (urgent ? "at once (urgent)" : "spread as asked")
                            + ": REST write to \"in force everywhere\", p50",
                    "-",
                    number(Results.median(millis)) + " ms" + (complete ? "" : ", not complete"),
                    "complete",
                    complete);
        }
    }

    private void growthRows(JsonNode part) {
        JsonNode points = part.path("points");
        int half = points.size() / 2;
        if (half < 2) {
            return;
        }
        double times = points.path(half - 1).path("own").asDouble()
                / points.path(0).path("own").asDouble();
        double own = cost(points.path(half - 1)) / cost(points.path(0)) / times;
        double others = cost(points.path(points.size() - 1)) / cost(points.path(half));
        row(
                String.format(
                        Locale.ROOT,
                        "processor a change, %.0f times the streams in its environment: beside %.0f times the cost",
                        times,
                        times),
                "-",
                number(own) + "x",
                "<= 1.2x",
                own <= GROWTH_BAR);
        row(
                "processor a change, "
                        + points.path(points.size() - 1).path("others").asText()
                        + " more streams in another environment",
                "-",
                number(others) + "x",
                "<= 1.2x",
                others <= GROWTH_BAR);
    }

    private static double cost(JsonNode point) {
        return point.path("cpuMicrosAChange").asDouble(Double.NaN);
    }

    private void ratio(String what, double bare, double ours, String unit, JsonNode ratio, double bar) {
        row(
                what,
                number(bare) + " " + unit,
                number(ours) + " " + unit + ", " + number(ratio.asDouble(Double.NaN)) + "x",
                "<= " + bar + "x",
                ratio.asDouble(Double.NaN) <= bar);
    }

    private void most(String what, JsonNode figure, double bar, String unit) {
        double value = figure.asDouble(Double.NaN);
        row(what, "-", number(value) + " " + unit, "<= " + number(bar) + " " + unit, value <= bar);
    }

    private void row(String what, String bare, String ours, String bar, boolean met) {
        rows.append("| ")
                .append(what)
                .append(" | ")
                .append(bare)
                .append(" | ")
                .append(ours)
                .append(" | ");
        rows.append(bar)
                .append(" | ")
                .append(bar.equals("none") ? "" : met ? "met" : "**missed**")
                .append(" |\n");
    }

    /** The middle one of a figure over the rounds. */
    private static double middle(JsonNode part, String target, String pointer) {
        List<Double> figures = new ArrayList<>();
        part.path("rounds").forEach(round -> {
            JsonNode figure = round.path(target).at(pointer);
            if (figure.isNumber()) {
                figures.add(figure.asDouble());
            }
        });
        return Results.median(figures);
    }

    private static String count(JsonNode part) {
        return String.format(Locale.ROOT, "%,d", part.path("streams").asInt());
    }

    private static String number(double figure) {
        return Double.isNaN(figure)
                ? "not measured"
                : String.format(Locale.ROOT, figure < 10 ? "%.2f" : "%.0f", figure);
    }

    private static String thousands(double figure) {
        return Double.isNaN(figure) ? "not measured" : String.format(Locale.ROOT, "%,.0f", figure);
    }

    private static String growth(JsonNode part) {
        JsonNode points = part.path("points");
        int half = points.size() / 2;
        List<String> sizes = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (int i = 0; i < half; i++) {
            sizes.add(
                    String.format(Locale.ROOT, "%,d", points.path(i).path("own").asInt()));
            own.add(cost(points.path(i)) / 1_000);
            others.add(cost(points.path(half + i)) / 1_000);
        }
        return LinePlot.svg(List.of(new LinePlot(
                "ms of processor a change, by streams",
                sizes,
                List.of(
                        new LinePlot.Line("all its own", BLUE, own),
                        new LinePlot.Line("rest others'", GREY, others)))));
    }

    private static String heap(List<String> lines) {
        List<String> minutes = new ArrayList<>();
        List<Double> used = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        int every = Math.max(1, lines.size() / LABELS);
        double last = Double.NaN;
        for (int i = 1; i < lines.size(); i++) {
            String[] fields = lines.get(i).split(",");
            last = fields[2].isEmpty() ? last : Double.parseDouble(fields[2]);
            minutes.add(
                    i % every == 1 || every == 1
                            ? String.format(Locale.ROOT, "%.0f min", Double.parseDouble(fields[0]) / 60)
                            : "");
            used.add(Double.parseDouble(fields[1]));
            after.add(last);
            p99.add(Double.parseDouble(fields[7]));
        }
        return LinePlot.svg(List.of(
                new LinePlot(
                        "MB of heap",
                        minutes,
                        List.of(new LinePlot.Line("in use", GREY, used), new LinePlot.Line("live", BLUE, after))),
                new LinePlot(
                        "ms until the others have it, p99", minutes, List.of(new LinePlot.Line("p99", BLUE, p99)))));
    }
}
