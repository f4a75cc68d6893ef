package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Target;
import dev.sluice.server.json.Json;
import org.jspecify.annotations.Nullable;

/** How one place splits at present. */
public final class PercentageView {
    private PercentageView() {}

    /**
     * The split of a place; a place that serves one variation shows it with 100.
     *
     * @param rule the rule, or null for the fallthrough
     */
    public static ObjectNode json(ProjectView view, FlagPlace place, @Nullable String rule) {
        FlagDefinition definition = view.flag(place.flag()).document();
        Stored<Targeting> stored = view.targeting(place.environment(), place.flag());
        Targeting targeting = stored.document();
        Serving serving = targeting
                .serving(rule)
                .orElseThrow(() -> NotFoundException.of("rule", String.valueOf(rule), targeting.ruleIds()));
        Acted here = new Acted(place, definition, stored, stored, rule, false);
        ObjectNode json = Json.object()
                .put("place", here.placeName())
                .put("by", serving instanceof Serving.Split split ? split.by() : Target.TARGETING_KEY)
                .put("enabled", targeting.enabled());
        if (serving instanceof Serving.Split split) {
            json.set("percent", Exposure.json(split.percent()));
            json.put("rest", split.restOr(targeting.offVariation()));
        }
        json.set("effective", here.effective());
        return json.put("note", here.note());
    }
}
