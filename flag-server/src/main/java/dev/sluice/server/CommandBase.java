package dev.sluice.server;

import dev.sluice.server.json.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What all commands on a store have in common: their settings, and one sentence when something fails. */
abstract class CommandBase implements Callable<Integer> {

    private final Map<String, String> environment;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings, one NAME=value a line; the environment wins.")
    private @Nullable Path config;

    CommandBase(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public final Integer call() throws InterruptedException {
        try {
            ServerConfig settings = ServerConfig.of(config, environment);
            try (OpenedStore opened = OpenedStore.open(settings)) {
                return run(settings, opened);
            }
        } catch (IllegalArgumentException e) {
            complain(e);
            return CommandLine.ExitCode.USAGE;
        } catch (IOException | RefusedException | IllegalStateException e) {
            complain(e);
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Does the work; gives the exit code. */
    abstract int run(ServerConfig settings, OpenedStore opened) throws IOException, InterruptedException;

    final void say(String line) {
        spec.commandLine().getOut().println(line);
    }

    final void complain(Exception e) {
        spec.commandLine().getErr().println(e.getMessage());
    }
}
