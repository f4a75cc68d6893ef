package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says in words who gets what: first what everyone gets whom nothing else decides, then who gets something else, then on
 * what all of it depends.
 *
 * <pre>10 % of users by targetingKey get on, everyone else gets off; users in Germany (rule de) get on.</pre>
 */
public final class Words {
    private static final String DEFAULT = "the default of the code";
    private static final int LONGEST = 2_000;

    private Words() {}

    /** Who gets what now. */
    public static String sentence(FlagDefinition definition, Targeting targeting) {
        if (definition.archived()) {
            return "Archived: everyone gets " + DEFAULT + ".";
        }
        if (!targeting.enabled()) {
            return "Off: everyone gets " + variation(targeting.offVariation()) + ".";
        }
        return upper(whenEnabled(targeting));
    }

    /** Who gets what now, and for a flag that is disabled, who would once it is enabled. */
    public static String note(FlagDefinition definition, Targeting targeting) {
        String now = sentence(definition, targeting);
        return targeting.enabled() || definition.archived() ? now : now + " Once enabled: " + whenEnabled(targeting);
    }

    /** What touching the switch will do. */
    public static String switching(Targeting targeting) {
        return targeting.enabled()
                ? "Disabling: everyone gets " + variation(targeting.offVariation()) + ", at once."
                : "Enabling: " + whenEnabled(targeting);
    }

    /** What a flag is. */
    static String about(FlagDefinition definition) {
        return "a " + definition.type() + " flag of " + String.join(", ", definition.variationNames()) + ".";
    }

    /** Which fields of a definition were changed. */
    static String changed(ArrayNode diff) {
        Set<String> fields = new LinkedHashSet<>();
        diff.forEach(entry -> fields.add(entry.path("pointer").asText().split("/", 3)[1]));
        return fields.isEmpty() ? "Nothing changed." : "Changed " + String.join(", ", fields) + ".";
    }

    /** With a full stop; of many rules the first words, and … for the rest. */
    private static String whenEnabled(Targeting targeting) {
        List<String> parts = new ArrayList<>();
        parts.add(everyone(targeting.fallthrough(), targeting.offVariation()));
        for (AuthoredRule rule : targeting.rules()) {
            parts.add(rule(rule, targeting.offVariation()));
        }
        Map<String, Integer> individuals = new TreeMap<>();
        for (Target target : targeting.targets()) {
            individuals.merge(target.variation(), target.keys().size(), Integer::sum);
        }
        individuals.forEach((variation, count) -> {
            if (count > 0) {
                parts.add(count == 1 ? "1 individual gets " + variation : count + " individuals get " + variation);
            }
        });
        if (!targeting.prerequisites().isEmpty()) {
            List<String> needed = new ArrayList<>();
            for (Prerequisite prerequisite : targeting.prerequisites()) {
                needed.add(prerequisite.flag() + " serves " + either(prerequisite.variations()));
            }
            parts.add("all this only where " + String.join(" and ", needed) + ", otherwise "
                    + variation(targeting.offVariation()));
        }
        String all = String.join("; ", parts);
        return all.length() < LONGEST ? all + "." : all.substring(0, all.lastIndexOf(' ', LONGEST - 2)) + " …";
    }

    private static String everyone(Serving serving, @Nullable String offVariation) {
        if (serving instanceof Serving.Split split) {
            String of = split.by().equals(Split.RANDOM) ? "evaluations at random" : "users by " + split.by();
            return shares(split, offVariation, " of " + of, "everyone else gets ");
        }
        return "everyone gets " + ((Serving.Fixed) serving).variation();
    }

    private static String rule(AuthoredRule rule, @Nullable String offVariation) {
        String who = "users " + ClauseWords.all(rule.when()) + " (rule " + rule.id() + ")";
        if (rule.serve() instanceof Serving.Split split) {
            String by = split.by().equals(Split.RANDOM) ? " at random" : " by " + split.by();
            return "of " + who + " " + shares(split, offVariation, by, "the rest get ");
        }
        return who + " get " + ((Serving.Fixed) rule.serve()).variation();
    }

    private static String shares(
            Serving.Split split, @Nullable String offVariation, String afterFirst, String beforeRest) {
        List<String> parts = new ArrayList<>();
        String after = afterFirst;
        for (Map.Entry<String, Integer> share : split.percent().entrySet()) {
            parts.add(Percent.words(share.getValue()) + after + " get " + share.getKey());
            after = "";
        }
        String rest = variation(split.restOr(offVariation));
        if (parts.isEmpty()) {
            return "everyone gets " + rest;
        }
        if (split.given() < Percent.WHOLE) {
            parts.add(beforeRest + rest);
        } else if (!split.by().equals(Split.RANDOM)) {
            parts.add("those without one get " + rest);
        }
        return String.join(", ", parts);
    }

    private static String variation(@Nullable String name) {
        return name == null ? DEFAULT : name;
    }

    /** So many of something. */
    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    static String either(List<String> words) {
        return words.size() == 1
                ? words.get(0)
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.get(words.size() - 1);
    }

    private static String upper(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
