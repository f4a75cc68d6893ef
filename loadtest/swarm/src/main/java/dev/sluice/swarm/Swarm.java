package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/** Measures the flag server with thousands of streams, beside the least program that could serve them. */
public final class Swarm {
    private static final List<String> FLAGS = List.of("-Xmx512m");
    private static final int ROUNDS = 3;
    private static final int CHANGES = 50;

    private Swarm() {}

    /** {@code <folder for results> streams <number>}: a change from REST to the last of so many streams. */
    public static void main(String[] args) throws Exception {
        if (args.length != 3 || !args[1].equals("streams")) {
            throw new IllegalArgumentException(
                    String.join(" ", args) + " given; expected <folder for results> streams <number>");
        }
        int streams = Integer.parseInt(args[2]);
        ObjectNode result =
                new FanOut(streams, ROUNDS, CHANGES).run("make swarm SWARM_ARGS=\"streams " + streams + "\"", FLAGS);
        new Results(Path.of(args[0])).write("streams-" + streams, result);
    }
}
