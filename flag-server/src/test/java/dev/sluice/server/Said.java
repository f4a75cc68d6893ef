package dev.sluice.server;

import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** What a command ended with and wrote. */
record Said(int code, String out, String err) {

    /** What is told of a store that did not take something in time: by a command that asks Redis itself, and by one that asks a server. */
    private static final List<String> OF_A_SLOW_STORE = List.of(
            "did not answer within a second",
            "took the write and did not answer",
            "no connection to Redis at",
            "nothing was stored: ",
            "the change may or may not be in force");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Runs the program as from a shell, in this process. */
    static Said run(Map<String, String> settings, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine command = Main.commandLine(settings);
        all(command, out, err);
        int code = command.execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }

    /** Runs what may be done twice, again and again while the store is slow; gives the last code and all that was written. */
    static Said act(Map<String, String> settings, String... arguments) {
        var out = new StringBuilder();
        var err = new StringBuilder();
        Said last = await("a command that ends for another reason than a slow store")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            Said said = run(settings, arguments);
                            out.append(said.out());
                            err.append(said.err());
                            return said;
                        },
                        said -> said.code() == 0 || !said.tellsOfASlowStore());
        return new Said(last.code(), out.toString(), err.toString());
    }

    /** Whether the store was too slow at least once: then nobody knows whether something was done that time. */
    boolean tellsOfASlowStore() {
        return OF_A_SLOW_STORE.stream().anyMatch(err::contains);
    }

    private static void all(CommandLine command, StringWriter out, StringWriter err) {
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        command.getSubcommands().values().forEach(each -> all(each, out, err));
    }
}
