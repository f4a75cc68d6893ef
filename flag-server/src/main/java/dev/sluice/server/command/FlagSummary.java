package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;

/** A flag with what it does in each environment, in words and numbers: what lists and pages show. */
public final class FlagSummary {
    private FlagSummary() {}

    /** The summary of a flag that is there, without the environments in which its targeting can't be read. */
    public static ObjectNode json(ProjectView view, String key) {
        Stored<FlagDefinition> flag = view.flag(key);
        ObjectNode json = flag.json(flag.document().json());
        ObjectNode environments = json.putObject("environments");
        for (String environment : view.environments()) {
            view.findTargeting(environment, key)
                    .ifPresent(targeting ->
                            environments.set(environment, json(view, environment, flag.document(), targeting)));
        }
        return json;
    }

    private static ObjectNode json(
            ProjectView view, String environment, FlagDefinition definition, Stored<Targeting> targeting) {
        Targeting document = targeting.document();
        ObjectNode json = Json.object()
                .put("enabled", document.enabled())
                .put("revision", view.environment(environment).stateId().revision())
                .put("version", targeting.version())
                .put("sentence", Words.sentence(definition, document))
                .put("switching", Words.switching(document));
        json.set("exposure", Exposure.json(Exposure.now(definition, document)));
        if (document.fallthrough() instanceof Serving.Split split) {
            ObjectNode percentage = json.putObject("percentage").put("by", split.by());
            percentage.set("percent", Exposure.json(split.percent()));
            percentage.put("rest", split.restOr(document.offVariation()));
        } else {
            json.putNull("percentage");
        }
        json.put("rules", document.rules().size());
        json.set("lastChange", targeting.last().json());
        return json;
    }
}
