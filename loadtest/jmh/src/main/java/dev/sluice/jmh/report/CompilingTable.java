package dev.sluice.jmh.report;

import dev.sluice.jmh.report.Results.Result;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What a change costs whoever follows. */
final class CompilingTable {
    private static final double MILLION = 1_000_000;

    private CompilingTable() {}

    static String of(Results results) {
        StringBuilder rows = new StringBuilder();
        row(rows, "delta of 1 flag", millis(results, "Compiling.deltaOfOneFlag"), 1, "ms");
        row(rows, "snapshot of all flags", millis(results, "Compiling.snapshotOfAllFlags"), 150, "ms");
        row(
                rows,
                "snapshot of all flags, first thing after a start",
                millis(results, "Compiling.snapshotOfAllFlagsAtStart"),
                Double.NaN,
                "ms");
        OptionalDouble retained =
                Results.median(results.rounds("Retained.replica", 1, 0), result -> result.retained() / MILLION);
        row(rows, "retained by a replica", retained, 30, "MB");
        return rows.isEmpty()
                ? ""
                : "## Compiling, 5,000 flags\n\nFrom the bytes of an event to the snapshot that decides: decoded, every hash checked.\n\n"
                        + "| | measured | bar |\n| --- | --- | --- |\n" + rows + "\n";
    }

    private static OptionalDouble millis(Results results, String name) {
        List<Result> rounds = results.rounds(name, 1, 0);
        return Results.median(rounds, result -> result.score() / (result.unit().startsWith("us") ? 1_000 : 1));
    }

    private static void row(StringBuilder rows, String what, OptionalDouble figure, double bar, String unit) {
        if (figure.isPresent()) {
            String verdict = Double.isNaN(bar)
                    ? "none"
                    : String.format(Locale.ROOT, "<= %.0f %s: ", bar, unit)
                            + (figure.getAsDouble() <= bar ? "met" : "**missed**");
            rows.append(
                    String.format(Locale.ROOT, "| %s | %.2f %s | %s |\n", what, figure.getAsDouble(), unit, verdict));
        }
    }
}
