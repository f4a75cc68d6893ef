package dev.sluice.rig.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a small program of the system to its end. */
final class Commands {
    private Commands() {}

    /** Its output and errors, when it left with 0; else throws with them. */
    static String run(String... command) {
        Result result = tried(command);
        if (result.code() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " left with " + result.code() + ": " + result.text());
        }
        return result.text();
    }

    /** The same, whatever it left with; 127 when there is no such program. */
    static Result tried(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), text.strip());
        } catch (IOException noSuchProgram) {
            return new Result(127, String.valueOf(noSuchProgram.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
        }
    }

    record Result(int code, String text) {}
}
