package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shares of a place's bucket line by variation, in thousandths of a percent, in the flag's variation order. */
final class Exposure {
    private Exposure() {}

    /** What those get who reach the fallthrough, now: everyone {@code offVariation} while disabled. */
    static Map<String, Integer> now(FlagDefinition definition, Targeting targeting) {
        if (!targeting.enabled() || definition.archived()) {
            Map<String, Integer> shares = none(definition);
            if (targeting.offVariation() != null) {
                shares.put(targeting.offVariation(), Percent.WHOLE);
            }
            return shares;
        }
        return of(definition, targeting.offVariation(), targeting.fallthrough());
    }

    /** What those get who reach this place while the flag is enabled. */
    static Map<String, Integer> of(FlagDefinition definition, @Nullable String offVariation, Serving serving) {
        Map<String, Integer> shares = none(definition);
        if (serving instanceof Serving.Fixed fixed) {
            shares.put(fixed.variation(), Percent.WHOLE);
        } else if (serving instanceof Serving.Split split) {
            shares.putAll(split.percent());
            String rest = split.restOr(offVariation);
            if (rest != null) {
                shares.merge(rest, Percent.WHOLE - split.given(), Integer::sum);
            }
        }
        return shares;
    }

    static ObjectNode json(Map<String, Integer> shares) {
        ObjectNode json = Json.object();
        shares.forEach((variation, share) -> json.set(variation, Percent.json(share)));
        return json;
    }

    private static Map<String, Integer> none(FlagDefinition definition) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        definition.variationNames().forEach(name -> shares.put(name, 0));
        return shares;
    }
}
