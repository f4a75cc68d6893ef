package dev.sluice.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.cli.Remote.Answer;
import dev.sluice.server.cli.Remote.FailedException;
import java.time.Duration;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command that changes who gets what. */
abstract class ActCommand extends OfEnvironment {
    @CommandLine.Parameters(index = "0", paramLabel = "FLAG", description = "The flag's key.")
    @SuppressWarnings("NullAway.Init") // picocli sets what is required
    String flag;

    @CommandLine.Option(
            names = {"-m", "--comment"},
            paramLabel = "TEXT",
            description = "Why, for the audit log.")
    private @Nullable String comment;

    @CommandLine.Option(
            names = "--wait",
            arity = "0..1",
            paramLabel = "DURATION",
            fallbackValue = "PT10S",
            preprocessor = Attached.class,
            description = "Wait until it is in force everywhere, at most so long; ${FALLBACK-VALUE} without =DURATION.")
    private @Nullable Duration wait;

    ActCommand(Map<String, String> environment) {
        super(environment);
    }

    /** Has an option take its value by {@code =} alone: what stands behind {@code --wait} is an argument of its own, such as the flag. */
    static final class Attached implements CommandLine.IParameterPreprocessor {
        private static final String APART = " ";

        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> parsing) {
            if (APART.equals(parsing.get("separator")) && option instanceof OptionSpec known) {
                arguments.push(known.fallbackValue());
            }
            return false;
        }
    }

    /** Sends an act, and tells what it led to. */
    final int act(Remote remote, String method, String path, ObjectNode body)
            throws FailedException, InterruptedException {
        if (comment != null) {
            body.put("comment", comment);
        }
        String query = wait == null ? "" : "?waitFor=converged&timeoutMillis=" + wait.toMillis();
        Answer answer = remote.send(method, path + query, body);
        JsonNode json = answer.json();
        if (asJson()) {
            sayJson(json);
        } else {
            say(flag + " in " + environment() + ": " + json.path("note").asText()
                    + (json.path("changed").asBoolean() ? "" : " (as before)"));
            String sentence = json.path("convergence").path("sentence").asText();
            if (!sentence.isEmpty()) {
                say(sentence);
            }
        }
        return answer.status() == 202 ? NOT_EVERYWHERE : CommandLine.ExitCode.OK;
    }
}
