package dev.sluice.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.cli.Remote.FailedException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.MalformedBodyException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code sluice flags}, {@code on}, {@code off}, {@code percentage}, {@code why}. */
final class FlagCommands {
    private FlagCommands() {}

    /** Lists flags. */
    @CommandLine.Command(name = "flags", description = "List the flags of a project.")
    static final class Flags extends OfEnvironment {
        @CommandLine.Option(names = "--tag", paramLabel = "TEXT", description = "Only those with this tag.")
        private @Nullable String tag;

        Flags(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(Remote remote) throws FailedException, InterruptedException {
            String path = projectPath() + "/flags?limit=1000" + (tag == null ? "" : "&tag=" + Remote.part(tag));
            var all = Json.array();
            String next = "";
            do {
                JsonNode page = remote.get(path + next).json();
                page.path("items").forEach(all::add);
                next = page.path("next").isTextual()
                        ? "&cursor=" + Remote.part(page.path("next").asText())
                        : "";
            } while (!next.isEmpty());
            if (asJson()) {
                sayJson(all);
                return CommandLine.ExitCode.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode flag : all) {
                JsonNode here = flag.path("environments").path(environment());
                rows.add(List.of(
                        flag.path("key").asText(),
                        flag.path("type").asText(),
                        here.path("enabled").asBoolean() ? "enabled" : "disabled",
                        here.path("sentence").asText()));
            }
            sayTable(List.of("FLAG", "TYPE", "IN " + environment().toUpperCase(Locale.ROOT), "WHO GETS WHAT"), rows);
            return CommandLine.ExitCode.OK;
        }
    }

    /** Enables a flag. */
    @CommandLine.Command(name = "on", description = "Enable a flag.")
    static final class On extends ActCommand {
        On(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(Remote remote) throws FailedException, InterruptedException {
            return act(remote, "POST", placePath(flag) + "/on", Json.object());
        }
    }

    /** Disables a flag. */
    @CommandLine.Command(name = "off", description = "Disable a flag: everyone gets its offVariation.")
    static final class Off extends ActCommand {
        Off(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(Remote remote) throws FailedException, InterruptedException {
            return act(remote, "POST", placePath(flag) + "/off", Json.object());
        }
    }

    /** Sets a percentage. */
    @CommandLine.Command(name = "percentage", description = "Set one variation's percentage.")
    static final class Percentage extends ActCommand {
        @CommandLine.Parameters(index = "1", paramLabel = "VARIATION", description = "The variation.")
        @SuppressWarnings("NullAway.Init") // picocli sets what is required
        private String variation;

        @CommandLine.Parameters(index = "2", paramLabel = "PERCENT", description = "0 to 100, with at most 3 decimals.")
        @SuppressWarnings("NullAway.Init") // picocli sets what is required
        private BigDecimal percentage;

        @CommandLine.Option(
                names = "--rule",
                paramLabel = "ID",
                description = "Of this rule; of the fallthrough if none is named.")
        private @Nullable String rule;

        @CommandLine.Option(names = "--by", paramLabel = "ATTRIBUTE", description = "What users are split by.")
        private @Nullable String by;

        @CommandLine.Option(names = "--enable", description = "Enable the flag as well.")
        private boolean enable;

        Percentage(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(Remote remote) throws FailedException, InterruptedException {
            ObjectNode body = Json.object().put("variation", variation).put("percentage", percentage);
            if (rule != null) {
                body.put("rule", rule);
            }
            if (by != null) {
                body.put("by", by);
            }
            if (enable) {
                body.put("enable", true);
            }
            return act(remote, "PUT", placePath(flag) + "/percentage", body);
        }
    }

    /** Explains a decision. */
    @CommandLine.Command(name = "why", description = "Tell what a flag decides for somebody, and why.")
    static final class Why extends OfEnvironment {
        @CommandLine.Parameters(index = "0", paramLabel = "FLAG", description = "The flag's key.")
        @SuppressWarnings("NullAway.Init") // picocli sets what is required
        private String flag;

        @CommandLine.Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "USER",
                description = "The targeting key; left out for somebody of whom none is known.")
        private @Nullable String user;

        @CommandLine.Option(
                names = {"-a", "--attribute"},
                paramLabel = "NAME=VALUE",
                description = "What is known of them. A value that is JSON is taken as such, another one as a text.")
        private Map<String, String> attributes = new LinkedHashMap<>();

        Why(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(Remote remote) throws FailedException, InterruptedException {
            ObjectNode context = Json.object();
            if (user != null) {
                context.put("targetingKey", user);
            }
            ObjectNode known = context.putObject("attributes");
            attributes.forEach((name, value) -> {
                if (name.equals("ip")) {
                    context.put("ip", value);
                } else {
                    known.set(name, value(value));
                }
            });
            ObjectNode body = Json.object().put("explain", true);
            body.putArray("flags").add(flag);
            body.putArray("contexts").add(context);
            JsonNode decision = remote.send("POST", environmentPath() + "/evaluate", body)
                    .json()
                    .path("results")
                    .path(0)
                    .path("decisions")
                    .path(flag);
            if (asJson()) {
                sayJson(decision);
            } else {
                say(decision.path("explanation").path("text").asText());
            }
            return decision.has("errorCode") ? FAILED : CommandLine.ExitCode.OK;
        }

        private static JsonNode value(String text) {
            try {
                return Json.parse(text.getBytes(StandardCharsets.UTF_8));
            } catch (MalformedBodyException noJson) {
                return Json.object().textNode(text);
            }
        }
    }
}
