package dev.sluice.server.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A command on one environment. */
abstract class OfEnvironment extends RemoteCommand {
    @CommandLine.Option(
            names = {"-e", "--environment"},
            paramLabel = "KEY",
            description = "The environment; SLUICE_ENVIRONMENT, or production, if it is not named.")
    private @Nullable String environmentKey;

    OfEnvironment(Map<String, String> environment) {
        super(environment);
    }

    final String environment() {
        return environmentKey == null ? setting("SLUICE_ENVIRONMENT", "production") : environmentKey;
    }

    final String environmentPath() {
        return projectPath() + "/environments/" + Remote.part(environment());
    }

    final String placePath(String flag) {
        return projectPath() + "/flags/" + Remote.part(flag) + "/environments/" + Remote.part(environment());
    }
}
