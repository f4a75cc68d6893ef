package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Target;
import dev.sluice.server.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a flag's targeting came to.
 *
 * @param place where
 * @param definition the flag
 * @param before who got what until then
 * @param targeting who gets what now
 * @param rule the rule that the change was about, or null for the fallthrough or the whole
 * @param emergency whether it is an act that only takes exposure away
 */
public record Acted(
        FlagPlace place,
        FlagDefinition definition,
        Stored<Targeting> before,
        Stored<Targeting> targeting,
        @Nullable String rule,
        boolean emergency) {
    /** Who gets what now, and would once the flag is enabled. */
    public String note() {
        return Words.note(definition, targeting.document());
    }

    /** What it changes: sentence and exposure before and after, the difference, and the share of each bucket line that moves. */
    public ObjectNode changes() {
        ObjectNode json = Json.object();
        ObjectNode sentence = json.putObject("sentence");
        sentence.put("before", Words.sentence(definition, before.document()));
        sentence.put("after", Words.sentence(definition, targeting.document()));
        ObjectNode exposure = json.putObject("exposure");
        exposure.set("before", Exposure.json(Exposure.now(definition, before.document())));
        exposure.set("after", Exposure.json(Exposure.now(definition, targeting.document())));
        json.set("diff", diff());
        json.set("moves", Moves.of(before.document(), targeting.document()));
        return json;
    }

    /** How the targeting differs from what it was until then. */
    public ArrayNode diff() {
        return Diff.of(before.document().json(), targeting.document().json());
    }

    /** What those get who reach the place while the flag is enabled, by variation. */
    public ObjectNode effective() {
        Targeting document = targeting.document();
        Map<String, Integer> shares = document.serving(rule)
                .map(serving -> Exposure.of(definition, document.offVariation(), serving))
                .orElse(Map.of());
        return Exposure.json(shares);
    }

    /** The attribute by which the place splits. */
    public String by() {
        return targeting.document().serving(rule).orElse(null) instanceof Serving.Split split
                ? split.by()
                : Target.TARGETING_KEY;
    }

    /** The id of the rule, or {@code fallthrough}. */
    public String placeName() {
        return rule == null ? Rule.FALLTHROUGH : rule;
    }

    /** The other places that give this variation to anybody. */
    public ArrayNode alsoServedBy(String variation) {
        ArrayNode places = Json.array();
        Targeting document = targeting.document();
        boolean individuals = document.targets().stream()
                .anyMatch(target ->
                        target.variation().equals(variation) && !target.keys().isEmpty());
        if (individuals) {
            places.add(Rule.TARGET);
        }
        for (AuthoredRule other : document.rules()) {
            if (!other.id().equals(rule) && gives(other.serve(), variation)) {
                places.add(other.id());
            }
        }
        if (rule != null && gives(document.fallthrough(), variation)) {
            places.add(Rule.FALLTHROUGH);
        }
        return places;
    }

    private boolean gives(Serving serving, String variation) {
        Integer share = Exposure.of(definition, targeting.document().offVariation(), serving)
                .get(variation);
        return share != null && share > 0;
    }
}
