package dev.sluice.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.cli.Remote.FailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code sluice export}, {@code apply}, {@code changes}. */
final class FileCommands {
    private FileCommands() {}

    /** Writes a project as a file. */
    @CommandLine.Command(
            name = "export",
            description = "Write a project as YAML, or with -o json as JSON, to standard output.")
    static final class Export extends RemoteCommand {
        Export(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(Remote remote) throws FailedException, InterruptedException {
            if (asJson()) {
                sayJson(remote.get(projectPath() + "/export").json());
            } else {
                say(remote.get(projectPath() + "/export?format=yaml").text().stripTrailing());
            }
            return CommandLine.ExitCode.OK;
        }
    }

    /** Has in force what a file says. */
    @CommandLine.Command(
            name = "apply",
            description = "Have in force what a file says: all of it or nothing.",
            footer = {"", "Exit code 2 of a dry run: the server has something else than the file."})
    static final class Apply extends RemoteCommand {
        @CommandLine.Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "FILE",
                description = "What `sluice export` writes, YAML or JSON; - for standard input.")
        @SuppressWarnings("NullAway.Init") // picocli sets what is required
        private Path file;

        @CommandLine.Option(names = "--prune", description = "Remove flags and segments that the file does not name.")
        private boolean prune;

        @CommandLine.Option(names = "--force", description = "With --prune: remove flags that are enabled, too.")
        private boolean force;

        @CommandLine.Option(names = "--dry-run", description = "Only tell what would change.")
        private boolean dryRun;

        @CommandLine.Option(
                names = {"-m", "--comment"},
                paramLabel = "TEXT",
                description = "Why, for the audit log.")
        private @Nullable String comment;

        Apply(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(Remote remote) throws FailedException, IOException, InterruptedException {
            byte[] document = file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
            String query = "?dryRun=" + dryRun + "&prune=" + prune + "&force=" + force
                    + (comment == null ? "" : "&comment=" + Remote.part(comment));
            JsonNode answer = remote.send("POST", projectPath() + "/import" + query, document, type(document))
                    .json();
            if (asJson()) {
                sayJson(answer);
            } else {
                tell(answer);
            }
            return dryRun && answer.path("changed").asBoolean() ? DRIFT : CommandLine.ExitCode.OK;
        }

        private static String type(byte[] document) {
            String start = new String(document, 0, Math.min(document.length, 200), StandardCharsets.UTF_8);
            return start.stripLeading().startsWith("{") ? "application/json" : "application/yaml";
        }

        private void tell(JsonNode answer) {
            if (!answer.path("changed").asBoolean()) {
                say("nothing to change");
                return;
            }
            for (JsonNode change : answer.path("changes")) {
                String environment = change.path("environment").asText();
                say(change.path("action").asText() + " " + change.path("what").asText() + " "
                        + change.path("key").asText() + (environment.isEmpty() ? "" : " in " + environment));
                if (change.path("action").asText().equals("change")) {
                    change.path("diff").forEach(line -> say("  " + line));
                }
            }
            if (dryRun) {
                say("nothing is changed: this was a dry run");
            }
        }
    }

    /** Lists recent changes. */
    @CommandLine.Command(name = "changes", description = "List the latest changes of all projects, newest first.")
    static final class Changes extends RemoteCommand {
        @CommandLine.Option(
                names = "--since",
                paramLabel = "DURATION",
                defaultValue = "PT24H",
                description = "How far back, such as PT30M; ${DEFAULT-VALUE} if it is not said.")
        @SuppressWarnings("NullAway.Init") // picocli sets what has a default
        private Duration since;

        Changes(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(Remote remote) throws FailedException, InterruptedException {
            JsonNode page = remote.get("changes?since=" + since).json();
            if (asJson()) {
                sayJson(page.path("items"));
                return CommandLine.ExitCode.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode change : page.path("items")) {
                rows.add(List.of(
                        change.path("at").asText(),
                        change.path("actor").asText(),
                        change.path("action").asText(),
                        place(change),
                        change.path("sentence").path("after").asText()));
            }
            sayTable(List.of("AT", "WHO", "WHAT", "WHERE", "SINCE THEN"), rows);
            return CommandLine.ExitCode.OK;
        }

        private static String place(JsonNode change) {
            List<String> parts = new ArrayList<>();
            for (String part : new String[] {"project", "environment", "flag"}) {
                if (change.path(part).isTextual()) {
                    parts.add(change.path(part).asText());
                }
            }
            return String.join("/", parts);
        }
    }
}
