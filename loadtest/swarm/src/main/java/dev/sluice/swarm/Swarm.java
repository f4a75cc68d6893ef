package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the flag server with thousands of streams, beside the least program that could serve them. A part that fails says so in its
 * result, and the others go on.
 */
public final class Swarm {
    private static final List<String> DEFAULT_FLAGS = List.of("-Xmx512m");
    private static final int MANY = 10_000;
    private static final int MOST = 18_000;
    private static final int SLOW_STREAMS = 5_000;
    private static final long OTHER_FILES = 500;
    private static final String SLOW = "slow";
    private static final String SMOKE = "smoke";

    private final Results results;
    private final String command;
    private final List<String> jvmFlags;
    private boolean failed;

    private Swarm(Results results, String command, List<String> jvmFlags) {
        this.results = results;
        this.command = command;
        this.jvmFlags = jvmFlags;
    }

    /**
     * {@code <folder for results> [smoke] [part] [number]}: all parts but {@code slow}, or one; the number is that of the streams, for
     * {@code slow} that of the minutes; {@code smoke} does everything for a moment, to see that it runs.
     * {@code -Dswarm.jvmFlags} replaces the flags of both servers' JVMs.
     */
    public static void main(String[] args) throws IOException {
        List<String> words = List.of(args).subList(1, args.length);
        boolean smoke = words.contains(SMOKE);
        List<String> what = words.stream().filter(word -> !word.equals(SMOKE)).toList();
        String flags = System.getProperty("swarm.jvmFlags", "");
        Swarm swarm = new Swarm(
                new Results(Path.of(args[0])),
                "make swarm" + (words.isEmpty() ? "" : " SWARM_ARGS=\"" + String.join(" ", words) + "\""),
                flags.isBlank() ? DEFAULT_FLAGS : List.of(flags.strip().split("\\s+")));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        boolean fine = swarm.run(
                what.isEmpty() ? "" : what.get(0),
                what.size() > 1 ? Integer.parseInt(what.get(1)) : 0,
                smoke ? Scale.SMOKE : Scale.FULL);
        System.exit(fine ? 0 : 1);
    }

    /** Runs a part for a moment, to see that it runs. */
    static boolean smoke(Path folder, String part, int number) throws IOException {
        return new Swarm(new Results(folder), "a smoke test", DEFAULT_FLAGS).run(part, number, Scale.SMOKE);
    }

    private boolean run(String only, int number, Scale scale) throws IOException {
        Map<String, Part> parts = parts(only, number, scale);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("part \"" + only + "\" is not known; expected one of "
                    + String.join(", ", parts("", 0, scale).keySet()) + ", streams <number>, slow <minutes>");
        }
        Progress.say("up to %,d files a process; %s", Processes.mostOpenFiles(), String.join(", ", parts.keySet()));
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            measure(part.getKey(), part.getValue());
        }
        Progress.say("%s", SwarmReport.write(results.folder()));
        return !failed;
    }

    private Map<String, Part> parts(String only, int number, Scale scale) throws IOException {
        Map<String, Part> parts = new LinkedHashMap<>();
        if (only.equals(SLOW)) {
            int streams = Math.min(SLOW_STREAMS, scale.streams());
            Duration time = number > 0 ? Duration.ofMinutes(number) : scale.hold();
            parts.put(SLOW, new SlowReaders(streams, time, results.folder().resolve("swarm-slow.csv"), jvmFlags));
            return parts;
        }
        if (only.equals("streams") && number > 0) {
            parts.put("streams-" + number, new FanOut(number, scale.rounds(), Duration.ZERO, scale, jvmFlags));
            return parts;
        }
        if (number > 0) {
            return parts(only, 0, scale.ofStreams(number));
        }
        int most = Math.min(scale.streams() * MOST / MANY, (int) (Processes.mostOpenFiles() - OTHER_FILES));
        parts.put("start", new StartUp(scale, jvmFlags));
        parts.put("connect", new Connect(scale, jvmFlags));
        parts.put("writes", new Writes(scale, jvmFlags));
        parts.put("reports", new Reports(scale, jvmFlags));
        parts.put("polls", new Polls(scale, jvmFlags));
        parts.put("ofrep", new Ofrep(scale, jvmFlags));
        for (int streams : List.of(scale.streams() / 10, scale.streams())) {
            parts.put("streams-" + streams, new FanOut(streams, scale.rounds(), Duration.ZERO, scale, jvmFlags));
        }
        parts.put("connections", new FanOut(most, 1, scale.hold(), scale, jvmFlags));
        parts.put("storm", new Storm(scale, jvmFlags));
        parts.put("acknowledgements", new Acks(scale, jvmFlags));
        parts.put("growth", new Growth(scale, jvmFlags));
        parts.put("tls", new Tls(scale, jvmFlags));
        parts.keySet().removeIf(name -> !only.isEmpty() && !name.equals(only) && !name.startsWith(only + "-"));
        return parts;
    }

    private void measure(String name, Part part) throws IOException {
        ObjectNode result = Results.conditions(command, jvmFlags);
        long from = System.nanoTime();
        try {
            part.run(result);
        } catch (Exception e) {
            failed = true;
            result.put("failed", e.toString());
            Progress.say("%s FAILED: %s", name, e);
        }
        result.put("tookSeconds", Math.round(Crowd.seconds(System.nanoTime() - from)));
        results.write(name, result);
    }
}
