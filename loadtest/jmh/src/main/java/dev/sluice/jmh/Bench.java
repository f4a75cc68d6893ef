package dev.sluice.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.jmh.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks that the bars are about, and writes the raw results with their table and plot:
 * {@code Bench <folder> [peers] [smoke] [only <regular expression>]}.
 *
 * <p>The benchmarks run in rounds, each in a process of its own and beside the program written by hand, so that a machine that grows
 * slower or faster meanwhile moves both; a ratio is taken within a round. {@code smoke} runs everything once, for a moment.
 */
public final class Bench {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String USAGE = "usage: Bench <folder> [peers] [smoke] [only <regular expression>]";
    private static final int ROUNDS = 3;

    private final boolean smoke;
    private final boolean peers;
    private final String only;
    private final String snapshotFile;
    private final List<RunResult> results = new ArrayList<>();

    private Bench(boolean smoke, boolean peers, String only, String snapshotFile) {
        this.smoke = smoke;
        this.peers = peers;
        this.only = only;
        this.snapshotFile = snapshotFile;
    }

    public static void main(String[] arguments) throws RunnerException, IOException {
        if (arguments.length == 0) {
            System.err.println(USAGE);
            System.exit(2);
        }
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        boolean smoke = rest.contains("smoke");
        boolean peers = rest.contains("peers");
        int filter = rest.indexOf("only");
        String only = filter >= 0 && filter + 1 < rest.size() ? rest.get(filter + 1) : "";
        System.out.println(SelfCheck.run() + " answers compared: the limit program, the engine and the client agree.");

        Bench bench = new Bench(smoke, peers, only, SnapshotFile.write());
        bench.run();

        String name = (smoke ? "smoke-" : "")
                + (peers ? "peers-" : "deciding-")
                + Runtime.version().feature();
        Path json = Path.of(arguments[0]).resolve(name + ".json");
        bench.write(json);
        Report.main(json.toString());
    }

    private void run() throws RunnerException {
        for (int round = 0; round < (smoke ? 1 : ROUNDS); round++) {
            if (peers) {
                add(deciding("(peers\\.\\w+|Deciding)\\.w(?!\\w+Engine$)", 1));
                continue;
            }
            add(deciding("Deciding\\.", 1));
            add(deciding("DecidingFresh\\.w\\w+(Limit|Client)$", 1));
            add(deciding("Deciding\\.w\\w+(Limit|Client)$", 2));
            add(deciding("DecidingFresh\\.w\\w+(Limit|Client)$", 2));
            if (round == 0) {
                add(deciding("(Growth|Remembering)\\.", 1));
            }
            add(timed(
                    "Compiling\\.(delta|snapshotOfAllFlags$)", 16, 8, 500)); // it is long until all of that is compiled
            add(options("(Compiling\\.snapshotOfAllFlagsAtStart|Retained\\.)").jvmArgsAppend(snapshotFile));
        }
    }

    private ChainedOptionsBuilder deciding(String include, int threads) {
        return timed(include, 8, 15, 100).threads(threads);
    }

    private ChainedOptionsBuilder timed(String include, int warmups, int measurements, int millis) {
        TimeValue time = TimeValue.milliseconds(smoke ? 200 : millis);
        return options(include)
                .warmupIterations(smoke ? 1 : warmups)
                .warmupTime(time)
                .measurementIterations(smoke ? 1 : measurements)
                .measurementTime(time)
                .addProfiler(GCProfiler.class);
    }

    private ChainedOptionsBuilder options(String include) {
        return new OptionsBuilder()
                .include("^(?=.*(?:" + only + ")).*\\." + include)
                .forks(1);
    }

    private void add(ChainedOptionsBuilder options) throws RunnerException {
        try {
            results.addAll(new Runner(options.build()).run());
        } catch (NoBenchmarksException noneOfThese) {
            System.out.println("None of these is asked for.");
        }
    }

    /** Writes what JMH measured, without where this machine keeps its programs. */
    private void write(Path file) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(raw, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
        JsonNode tree = JSON.readTree(raw.toByteArray());
        for (JsonNode result : tree) {
            ((ObjectNode) result).remove(List.of("jvm", "jvmArgs"));
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        JSON.writeValue(file.toFile(), tree);
    }
}
