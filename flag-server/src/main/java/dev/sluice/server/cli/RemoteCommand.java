package dev.sluice.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.cli.Remote.FailedException;
import dev.sluice.server.cli.Remote.UnreadableException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What all commands on a running server have in common. The token comes from the environment and never from an argument. */
abstract class RemoteCommand implements Callable<Integer> {
    /** The server refuses, fails, or is not there. */
    static final int FAILED = 1;
    /** {@code apply --dry-run}: the server has something else than the file. */
    static final int DRIFT = 2;
    /** It is done, and not yet in force everywhere. */
    static final int NOT_EVERYWHERE = 3;
    /** The server took the request, and its answer can't be read. */
    static final int UNREADABLE = 4;
    /** Wrongly called. */
    static final int USAGE = 64;

    private static final String DEFAULT_URL = "http://localhost:7770";

    private final Map<String, String> environment;

    /** How an answer is shown. */
    enum Output {
        /** For people. */
        table,
        /** For programs: the server's own answer. */
        json
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server; SLUICE_URL, or " + DEFAULT_URL + ", if it is not named.")
    private @Nullable URI url;

    @CommandLine.Option(
            names = {"-p", "--project"},
            paramLabel = "KEY",
            description = "The project; SLUICE_PROJECT, or demo, if it is not named.")
    private @Nullable String project;

    @CommandLine.Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if it is not named.")
    @SuppressWarnings("NullAway.Init") // picocli sets what has a default
    private Output output;

    RemoteCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public final Integer call() throws InterruptedException {
        String token = environment.get("SLUICE_TOKEN");
        if (token == null || token.isBlank()) {
            complain("SLUICE_TOKEN: missing; expected an API token in the environment");
            return USAGE;
        }
        try {
            return run(new Remote(server(), token.strip()));
        } catch (UnreadableException e) {
            complain(String.valueOf(e.getMessage()));
            return UNREADABLE;
        } catch (FailedException | IOException e) {
            complain(String.valueOf(e.getMessage()));
            return FAILED;
        } catch (IllegalArgumentException e) {
            complain(String.valueOf(e.getMessage()));
            return USAGE;
        }
    }

    /** Does the work; gives the exit code. */
    abstract int run(Remote remote) throws FailedException, IOException, InterruptedException;

    private URI server() {
        return url == null ? URI.create(environment.getOrDefault("SLUICE_URL", DEFAULT_URL)) : url;
    }

    final String projectKey() {
        return project == null ? environment.getOrDefault("SLUICE_PROJECT", "demo") : project;
    }

    /** The path of the project, below the API's root. */
    final String projectPath() {
        return "projects/" + Remote.part(projectKey());
    }

    final String setting(String name, String otherwise) {
        return environment.getOrDefault(name, otherwise);
    }

    final boolean asJson() {
        return output == Output.json;
    }

    final void say(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    final void sayJson(JsonNode json) {
        say(json.toPrettyString());
    }

    /** Rows under a head, in columns as wide as they need to be. */
    final void sayTable(List<String> head, List<List<String>> rows) {
        say(Table.of(head, rows));
    }

    private void complain(String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }
}
