package dev.sluice.plot;

import java.util.List;
import java.util.Locale;

/** Lines over positions at even distances, as a picture in SVG: the values upwards from zero, the positions by name. Immutable. */
public final class LinePlot {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 260;
    private static final int LEFT = 56;
    private static final int TOP = 40;
    private static final int BOTTOM = 44;
    private static final int RIGHT = 84;
    private static final int MOST_DOTS = 20;

    private final String title;
    private final List<String> positions;
    private final List<Line> lines;

    /**
     * @param title what the values are, with their unit
     * @param positions a name for each; an empty one is not written
     * @param lines each with a value for each position
     */
    public LinePlot(String title, List<String> positions, List<Line> lines) {
        this.title = title;
        this.positions = List.copyOf(positions);
        this.lines = List.copyOf(lines);
        for (Line line : lines) {
            if (line.values().size() != positions.size()) {
                throw new IllegalArgumentException("line " + line.name() + " has "
                        + line.values().size() + " values; expected " + positions.size() + ", one a position");
            }
        }
    }

    /**
     * One line.
     *
     * @param name written at its end
     * @param colour as SVG names it
     * @param values 0 or more; NaN where nothing was measured
     */
    public record Line(String name, String colour, List<Double> values) {
        /** Keeps a copy of the values. */
        public Line {
            values = List.copyOf(values);
        }
    }

    /** A picture of these plots, side by side. */
    public static String svg(List<LinePlot> plots) {
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"11\" fill=\"#222\">%n",
                plots.size() * WIDTH,
                HEIGHT);
        add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n");
        for (int i = 0; i < plots.size(); i++) {
            plots.get(i).draw(svg, i * WIDTH);
        }
        add(svg, "</svg>%n");
        return svg.toString();
    }

    private void draw(StringBuilder svg, int x) {
        double most = lines.stream()
                .flatMap(line -> line.values().stream())
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double step = step(most);
        double top = step * Math.max(1, Math.ceil(most / step));
        add(svg, "<g transform=\"translate(%d 0)\">%n", x);
        add(svg, "<text x=\"%d\" y=\"22\" font-size=\"13\">%s</text>%n", LEFT - 40, escaped(title));
        for (double value = 0; value <= top; value += step) {
            double y = y(value, top);
            add(svg, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n", LEFT, y, WIDTH - RIGHT);
            add(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 6,
                    y + 4,
                    String.format(Locale.ROOT, step < 1 ? "%.2f" : "%,.0f", value));
        }
        for (int i = 0; i < positions.size(); i++) {
            if (!positions.get(i).isEmpty()) {
                add(
                        svg,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                        at(i),
                        HEIGHT - BOTTOM + 18,
                        escaped(positions.get(i)));
            }
        }
        lines.forEach(line -> draw(svg, line, top));
        add(svg, "</g>%n");
    }

    private void draw(StringBuilder svg, Line line, double top) {
        StringBuilder points = new StringBuilder();
        double last = 0;
        for (int i = 0; i < positions.size(); i++) {
            double value = line.values().get(i);
            if (!Double.isNaN(value)) {
                last = y(value, top);
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", at(i), last));
                if (positions.size() <= MOST_DOTS) {
                    add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", at(i), last, line.colour());
                }
            }
        }
        add(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                points.toString().strip(),
                line.colour());
        add(
                svg,
                "<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>%n",
                WIDTH - RIGHT + 8,
                last + 4,
                line.colour(),
                escaped(line.name()));
    }

    private double at(int index) {
        return LEFT + 16 + index * (WIDTH - LEFT - RIGHT - 32) / Math.max(1, positions.size() - 1.0);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    /** A round distance of grid lines, of which there are five or fewer. */
    private static double step(double most) {
        double step = most <= 5 ? 0.05 : 1;
        for (int i = 0; most / step > 5; i++) {
            step *= i % 3 == 1 ? 2.5 : 2;
        }
        return step;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static void add(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), arguments));
    }
}
