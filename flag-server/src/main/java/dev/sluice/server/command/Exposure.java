package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    /**
     * Whether fewer get something else than {@code offVariation} at one place at least, and more at none: the rules and what they ask for
     * are the same, and so are targets and prerequisites.
     */
    static boolean onlyReduces(FlagDefinition definition, Targeting before, Targeting after) {
        if (definition.archived() || !before.enabled()) {
            return false;
        }
        if (!after.enabled()) {
            return after.enabled(true).equals(before) && exposesAnybody(definition, before);
        }
        boolean sameReach = before.targets().equals(after.targets())
                && before.prerequisites().equals(after.prerequisites())
                && Objects.equals(before.offVariation(), after.offVariation())
                && before.ruleIds().equals(after.ruleIds());
        if (!sameReach) {
            return false;
        }
        boolean reduces = false;
        for (int i = 0; i <= before.rules().size(); i++) {
            boolean last = i == before.rules().size();
            if (!last
                    && !before.rules().get(i).when().equals(after.rules().get(i).when())) {
                return false;
            }
            int one = exposed(
                    definition,
                    before,
                    last ? before.fallthrough() : before.rules().get(i).serve());
            int other = exposed(
                    definition,
                    after,
                    last ? after.fallthrough() : after.rules().get(i).serve());
            if (other > one) {
                return false;
            }
            reduces |= other < one;
        }
        return reduces;
    }

    private static boolean exposesAnybody(FlagDefinition definition, Targeting targeting) {
        return exposed(definition, targeting, targeting.fallthrough()) > 0
                || targeting.rules().stream().anyMatch(rule -> exposed(definition, targeting, rule.serve()) > 0)
                || targeting.targets().stream()
                        .anyMatch(target -> !target.variation().equals(targeting.offVariation()));
    }

    private static int exposed(FlagDefinition definition, Targeting targeting, Serving serving) {
        String off = targeting.offVariation();
        Map<String, Integer> shares = of(definition, off, serving);
        return off == null
                ? shares.values().stream().mapToInt(Integer::intValue).sum()
                : Percent.WHOLE - shares.getOrDefault(off, 0);
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
