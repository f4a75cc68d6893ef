package dev.sluice.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.cli.Remote.FailedException;
import java.util.Map;
import picocli.CommandLine;

/** {@code sluice audit verify}. */
final class AuditCommands {
    private AuditCommands() {}

    /** Holds the others. */
    @CommandLine.Command(name = "audit", description = "Check the audit log.")
    static final class Audit {}

    /** Reads a project's whole log and says whether it is as it was written. */
    @CommandLine.Command(
            name = "verify",
            description = "Tell whether the project's audit log is whole: nothing edited, moved or taken out.")
    static final class Verify extends RemoteCommand {
        Verify(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(Remote remote) throws FailedException, InterruptedException {
            JsonNode verdict = remote.get(projectPath() + "/audit/verify").json();
            if (asJson()) {
                sayJson(verdict);
            } else {
                say(verdict.path("words").asText());
            }
            return verdict.path("intact").asBoolean() ? CommandLine.ExitCode.OK : FAILED;
        }
    }
}
