package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Guard;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Target;
import dev.sluice.engine.model.WhenUnknown;
import dev.sluice.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who gets what in one environment, as people write it. Immutable.
 *
 * @param enabled the switch
 * @param offVariation what everyone gets while it is disabled; null = the code's default
 * @param prerequisites other flags that must serve what is named
 * @param targets individuals
 * @param rules in their order
 * @param fallthrough what everyone else gets
 * @param guard limits for the SDK's local breaker, or null
 * @param whenUnknown what an SDK that is out of touch serves, or null
 */
public record Targeting(
        boolean enabled,
        @Nullable String offVariation,
        List<Prerequisite> prerequisites,
        List<Target> targets,
        List<AuthoredRule> rules,
        Serving fallthrough,
        @Nullable Guard guard,
        @Nullable WhenUnknown whenUnknown) {
    /** Copies the lists. */
    public Targeting {
        prerequisites = List.copyOf(prerequisites);
        targets = List.copyOf(targets);
        rules = List.copyOf(rules);
    }

    /** A disabled flag that will serve one variation to everyone. */
    static Targeting initial(@Nullable String offVariation, Serving fallthrough) {
        return new Targeting(false, offVariation, List.of(), List.of(), List.of(), fallthrough, null, null);
    }

    Targeting enabled(boolean value) {
        return new Targeting(value, offVariation, prerequisites, targets, rules, fallthrough, guard, whenUnknown);
    }

    Targeting rules(List<AuthoredRule> changed) {
        return new Targeting(enabled, offVariation, prerequisites, targets, changed, fallthrough, guard, whenUnknown);
    }

    Targeting fallthrough(Serving changed) {
        return new Targeting(enabled, offVariation, prerequisites, targets, rules, changed, guard, whenUnknown);
    }

    /** The rule with this id. */
    Optional<AuthoredRule> rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    List<String> ruleIds() {
        return rules.stream().map(AuthoredRule::id).toList();
    }

    /** What the place gives: the rule with this id, or with null the fallthrough. */
    Optional<Serving> serving(@Nullable String rule) {
        return rule == null ? Optional.of(fallthrough) : rule(rule).map(AuthoredRule::serve);
    }

    /** The same, but for what the place gives. */
    Targeting serving(@Nullable String rule, Serving changed) {
        if (rule == null) {
            return fallthrough(changed);
        }
        List<AuthoredRule> all = new ArrayList<>(rules);
        all.replaceAll(each -> each.id().equals(rule) ? new AuthoredRule(rule, each.when(), changed) : each);
        return rules(all);
    }

    /** The document as people see it. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("enabled", enabled);
        if (offVariation != null) {
            json.put("offVariation", offVariation);
        }
        ArrayNode needed = json.putArray("prerequisites");
        for (Prerequisite prerequisite : prerequisites) {
            needed.addObject()
                    .put("flag", prerequisite.flag())
                    .set("variations", Json.array(prerequisite.variations()));
        }
        ArrayNode individuals = json.putArray("targets");
        for (Target target : targets) {
            individuals
                    .addObject()
                    .put("variation", target.variation())
                    .put("attribute", target.attribute())
                    .set("keys", Json.array(target.keys()));
        }
        ArrayNode list = json.putArray("rules");
        rules.forEach(rule -> list.add(rule.json()));
        json.set("fallthrough", fallthrough.json());
        if (guard != null) {
            json.set("guard", GuardJson.write(guard));
        }
        if (whenUnknown != null) {
            json.set("whenUnknown", WhenUnknownJson.write(whenUnknown));
        }
        return json;
    }
}
