package dev.sluice.jmh.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes, beside each file of JMH's results, a table ({@code .md}) and, where growth was measured, a plot ({@code .svg}). */
public final class Report {
    private Report() {}

    public static void main(String... files) throws IOException {
        for (String file : files) {
            Results results = Results.read(Path.of(file));
            String stem = file.replaceFirst("\\.json$", "");
            String name = String.valueOf(Path.of(stem).getFileName());
            String plot = GrowthPlot.of(results);
            StringBuilder text = new StringBuilder("# " + name + "\n\n" + results.machine()
                    + ". Made of `" + name + ".json` by `make bench`; not written by hand. Times are those of this"
                    + " machine on that day, medians of the rounds; a ratio is taken within a round.\n\n");
            text.append(DecidingTable.of(results)).append(CompilingTable.of(results));
            if (!plot.isEmpty()) {
                String picture = "growth-" + name + ".svg";
                Files.writeString(Path.of(stem).resolveSibling(picture), plot);
                text.append(GrowthPlot.table(results))
                        .append("![growth](")
                        .append(picture)
                        .append(")\n");
            }
            Files.writeString(Path.of(stem + ".md"), text.toString(), StandardCharsets.UTF_8);
            System.out.println(text);
        }
    }
}
