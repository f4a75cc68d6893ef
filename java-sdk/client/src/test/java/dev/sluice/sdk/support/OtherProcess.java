package dev.sluice.sdk.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the test tree in a JVM of its own, which is started with what this one can't be given any more. */
public final class OtherProcess {

    private OtherProcess() {}

    /** Runs the program to its end, for two minutes at most; gives its exit code. */
    public static int run(List<String> options, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new AssertionError(program.getName() + " did not end within two minutes");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
