package dev.sluice.jmh.report;

import dev.sluice.jmh.report.Results.Result;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** How a decision grows with flags and lists, drawn and as a table. */
final class GrowthPlot {
    private static final List<Integer> SIZES = List.of(10, 100, 1_000, 10_000);
    private static final double BAR = 1.2;
    private static final int WIDTH = 360;
    private static final int HEIGHT = 260;
    private static final int LEFT = 56;
    private static final int TOP = 40;
    private static final int BOTTOM = 44;
    private static final int RIGHT = 84;

    private final Results results;
    private final StringBuilder svg = new StringBuilder();

    private GrowthPlot(Results results) {
        this.results = results;
    }

    /** A picture of two plots; empty where no growth was measured. */
    static String of(Results results) {
        if (time(results, "flagsLimit", SIZES.get(0)).isEmpty()) {
            return "";
        }
        GrowthPlot plot = new GrowthPlot(results);
        plot.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"11\" fill=\"#222\">%n",
                2 * WIDTH, HEIGHT);
        plot.add("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n");
        plot.draw(0, "flags", "flags, all asked in turn");
        plot.draw(WIDTH, "list", "users in a list, half of the askers in it");
        plot.add("</svg>%n");
        return plot.svg.toString();
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

    private void draw(int x, String what, String label) {
        double most = 0;
        for (int size : SIZES) {
            most = Math.max(most, time(results, what + "Limit", size).orElse(0));
            most = Math.max(most, time(results, what + "Engine", size).orElse(0));
        }
        double step = step(most);
        double top = step * Math.ceil(most / step);
        add("<g transform=\"translate(%d 0)\">%n", x);
        add("<text x=\"%d\" y=\"22\" font-size=\"13\">ns a decision, by %s</text>%n", LEFT - 40, label);
        for (double value = 0; value <= top; value += step) {
            double y = y(value, top);
            add("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n", LEFT, y, WIDTH - RIGHT);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>%n", LEFT - 6, y + 4, value);
        }
        for (int i = 0; i < SIZES.size(); i++) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>%n",
                    at(i), HEIGHT - BOTTOM + 18, SIZES.get(i));
        }
        line(what + "Limit", "limit", "#888", top);
        line(what + "Engine", "Sluice", "#0b6bcb", top);
        add("</g>%n");
    }

    private void line(String method, String name, String colour, double top) {
        StringBuilder points = new StringBuilder();
        double last = 0;
        for (int i = 0; i < SIZES.size(); i++) {
            OptionalDouble time = time(results, method, SIZES.get(i));
            if (time.isPresent()) {
                last = y(time.getAsDouble(), top);
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", at(i), last));
                add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", at(i), last, colour);
            }
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                points.toString().strip(), colour);
        add("<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>%n", WIDTH - RIGHT + 8, last + 4, colour, name);
    }

    private static double at(int index) {
        return LEFT + 16 + index * (WIDTH - LEFT - RIGHT - 32) / (SIZES.size() - 1.0);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    /** A round distance of grid lines, of which there are five or fewer. */
    private static double step(double most) {
        double step = 1;
        for (int i = 0; most / step > 5; i++) {
            step *= i % 3 == 1 ? 2.5 : 2;
        }
        return step;
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), arguments));
    }
}
