package dev.sluice.jmh.report;

import dev.sluice.jmh.report.Results.Result;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time, bytes and ratio of every program in every workload, and whether the bars are met. */
final class DecidingTable {
    private static final Pattern NAME =
            Pattern.compile("(?<group>\\w+)\\.(?<workload>w\\d(?:Hit|Miss)?)(?<program>\\w+)");
    private static final List<String> WORKLOADS = List.of("w1", "w2", "w3", "w4Hit", "w4Miss", "w5");
    private static final Map<String, Double> BARS =
            Map.of("w1", 1.5, "w2", 1.2, "w3", 1.0, "w4Hit", 1.5, "w4Miss", 1.5, "w5", 1.2);
    private static final double FRESH_BAR = 1.2;
    private static final double FRESH_BYTES = 200;
    private static final double SCALING_BAR = 0.95;
    private static final double NO_BYTES = 0.5;
    private static final String LIMIT = "Limit";
    private static final String CLIENT = "Client";
    private static final String OPEN_FEATURE = "OpenFeature";
    private static final String OPEN_FEATURE_ALONE = "OpenFeatureAlone";
    private static final double OWN_SHARE_BAR = 40;

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private DecidingTable(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        DecidingTable table = new DecidingTable(results);
        table.section("Contexts that are there already, 1 thread", "Deciding", 1);
        table.section("Context built inside the call, 1 thread", "DecidingFresh", 1);
        table.section("2 threads", "Deciding", 2);
        table.section("Context built inside the call, 2 threads", "DecidingFresh", 2);
        return table.text.toString();
    }

    /** A table of one group of benchmarks; programs of other groups, the peers', stand with those of contexts that are there. */
    private void section(String title, String group, int threads) {
        Set<String> programs = new LinkedHashSet<>(List.of(LIMIT, "Engine", CLIENT));
        for (String name : results.names()) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                programs.add(matcher.group("program"));
            }
        }
        programs.removeIf(program -> WORKLOADS.stream()
                .allMatch(workload -> rounds(group, workload, program, threads).isEmpty()));
        if (!programs.contains(LIMIT)) {
            return;
        }
        text.append("## ").append(title).append("\n\nns a decision (bytes a decision), times the limit.\n\n|");
        text.append(" | W1 | W2 | W3 | W4 hit | W4 miss | W5 |\n|");
        text.append(" --- |".repeat(WORKLOADS.size() + 1)).append('\n');
        for (String program : programs) {
            text.append("| ").append(program);
            for (String workload : WORKLOADS) {
                text.append(" | ").append(cell(group, workload, program, threads));
            }
            text.append(" |\n");
        }
        if (programs.contains(CLIENT)) {
            verdict(group, threads);
        }
        if (programs.contains(OPEN_FEATURE) && programs.contains(OPEN_FEATURE_ALONE)) {
            ownShare(group, threads);
        }
        text.append('\n');
    }

    private List<Result> rounds(String group, String workload, String program, int threads) {
        List<Result> found = results.rounds(group + "." + workload + program, threads, 0);
        return !found.isEmpty() || !group.equals("Deciding") || program.equals(LIMIT)
                ? found
                : results.names().stream()
                        .filter(name -> name.endsWith("Peer." + workload + program))
                        .flatMap(name -> results.rounds(name, threads, 0).stream())
                        .toList();
    }

    private String cell(String group, String workload, String program, int threads) {
        List<Result> rounds = rounds(group, workload, program, threads);
        OptionalDouble time = Results.median(rounds, Result::score);
        if (time.isEmpty()) {
            return "-";
        }
        String ratio = program.equals(LIMIT) ? "" : ", " + times(ratio(group, workload, program, threads));
        return number(time.getAsDouble()) + " (" + bytes(allocated(rounds)) + ")" + ratio;
    }

    private OptionalDouble ratio(String group, String workload, String program, int threads) {
        return Results.median(
                rounds(group, workload, program, threads), rounds(group, workload, LIMIT, threads), (a, b) -> a / b);
    }

    private void verdict(String group, int threads) {
        boolean fresh = group.equals("DecidingFresh");
        text.append("| *bar for the client* |");
        for (String workload : WORKLOADS) {
            text.append(' ')
                    .append(fresh || threads == 1 ? costs(group, workload, fresh, threads) : scaling(group, workload))
                    .append(" |");
        }
        text.append('\n');
    }

    /** What is ours of a decision through OpenFeature: what it takes above its API on a provider that decides nothing. */
    private void ownShare(String group, int threads) {
        text.append("| *OpenFeature above its API alone, bar <= 40 ns* |");
        for (String workload : WORKLOADS) {
            OptionalDouble share = Results.median(
                    rounds(group, workload, OPEN_FEATURE, threads),
                    rounds(group, workload, OPEN_FEATURE_ALONE, threads),
                    (ours, alone) -> ours - alone);
            text.append(' ')
                    .append(share.isEmpty() ? "-" : number(share.getAsDouble()))
                    .append(share.isEmpty() ? "" : share.getAsDouble() <= OWN_SHARE_BAR ? ": met" : ": **missed**")
                    .append(" |");
        }
        text.append('\n');
    }

    private String costs(String group, String workload, boolean fresh, int threads) {
        OptionalDouble ratio = ratio(group, workload, CLIENT, threads);
        if (ratio.isEmpty()) {
            return "-";
        }
        double bar = fresh ? FRESH_BAR : BARS.getOrDefault(workload, 1.0);
        double most = fresh ? FRESH_BYTES : NO_BYTES;
        double allocated = allocated(rounds(group, workload, CLIENT, threads));
        return "<= " + times(OptionalDouble.of(bar)) + ", <= " + (fresh ? "200 B" : "0 B") + ": "
                + (ratio.getAsDouble() <= bar && allocated <= most ? "met" : "**missed**");
    }

    /** How much two threads decide, beside what one decides; times the limit's own. */
    private String scaling(String group, String workload) {
        OptionalDouble ours = scaling(group, workload, CLIENT);
        OptionalDouble limit = scaling(group, workload, LIMIT);
        if (ours.isEmpty() || limit.isEmpty()) {
            return "-";
        }
        double share = ours.getAsDouble() / limit.getAsDouble();
        return String.format(Locale.ROOT, "scales %.2f of the limit's, >= %.2f: ", share, SCALING_BAR)
                + (share >= SCALING_BAR ? "met" : "**missed**");
    }

    private OptionalDouble scaling(String group, String workload, String program) {
        return Results.median(
                rounds(group, workload, program, 1), rounds(group, workload, program, 2), (one, two) -> 2 * one / two);
    }

    private static double allocated(List<Result> rounds) {
        return Results.median(rounds, Result::allocated).orElse(Double.NaN);
    }

    private static String number(double figure) {
        return String.format(Locale.ROOT, figure < 100 ? "%.1f" : "%,.0f", figure);
    }

    private static String bytes(double figure) {
        return Double.isNaN(figure) ? "?" : String.format(Locale.ROOT, "%,.0f", figure);
    }

    private static String times(OptionalDouble ratio) {
        return ratio.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2fx", ratio.getAsDouble());
    }
}
