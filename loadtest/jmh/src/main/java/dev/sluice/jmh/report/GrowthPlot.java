package dev.sluice.jmh.report;

import dev.sluice.jmh.report.Results.Result;
import dev.sluice.plot.LinePlot;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** How a decision grows with flags and lists, drawn and as a table. */
final class GrowthPlot {
    private static final List<Integer> SIZES = List.of(10, 100, 1_000, 10_000);
    private static final double BAR = 1.2;

    private GrowthPlot() {}

    /** A picture of two plots; empty where no growth was measured. */
    static String of(Results results) {
        if (time(results, "flagsLimit", SIZES.get(0)).isEmpty()) {
            return "";
        }
        return LinePlot.svg(List.of(
                plot(results, "flags", "flags, all asked in turn"),
                plot(results, "list", "users in a list, half of the askers in it")));
    }

    /** The figures, and the growth of the engine beside that of the limit. */
    static String table(Results results) {
        StringBuilder text =
                new StringBuilder("## Growth\n\nns a decision; growth from the smallest size on, in the engine, times"
                        + " that in the limit program; the bar is 1.2x.\n\n| |");
        SIZES.forEach(size -> text.append(String.format(Locale.ROOT, " %,d |", size)));
        text.append("\n|").append(" --- |".repeat(SIZES.size() + 1)).append('\n');
        for (String what : List.of("flags", "list")) {
            for (String program : List.of("Limit", "Engine")) {
                text.append("| ").append(what).append(", ").append(program).append(" |");
                for (int size : SIZES) {
                    text.append(String.format(
                            Locale.ROOT,
                            " %.1f |",
                            time(results, what + program, size).orElse(Double.NaN)));
                }
                text.append('\n');
            }
            text.append("| ").append(what).append(", growth beside the limit's |");
            for (int size : SIZES) {
                double growth = growth(results, what + "Engine", size) / growth(results, what + "Limit", size);
                text.append(String.format(Locale.ROOT, " %.2fx%s |", growth, growth <= BAR ? "" : " **missed**"));
            }
            text.append('\n');
        }
        return text.append('\n').toString();
    }

    private static double growth(Results results, String method, int size) {
        return time(results, method, size).orElse(Double.NaN)
                / time(results, method, SIZES.get(0)).orElse(Double.NaN);
    }

    private static OptionalDouble time(Results results, String method, int size) {
        return Results.median(results.rounds("Growth." + method, 1, size), Result::score);
    }

    private static LinePlot plot(Results results, String what, String label) {
        return new LinePlot(
                "ns a decision, by " + label,
                SIZES.stream()
                        .map(size -> String.format(Locale.ROOT, "%,d", size))
                        .toList(),
                List.of(
                        new LinePlot.Line("limit", "#888", times(results, what + "Limit")),
                        new LinePlot.Line("Sluice", "#0b6bcb", times(results, what + "Engine"))));
    }

    private static List<Double> times(Results results, String method) {
        return SIZES.stream()
                .map(size -> time(results, method, size).orElse(Double.NaN))
                .toList();
    }
}
