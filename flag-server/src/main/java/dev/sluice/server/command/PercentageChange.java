package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.model.Target;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The wish that one variation gets a percentage at one place. Only the rest gives and takes; a place that served one
 * variation to everyone becomes a split that leaves it the rest.
 *
 * @param variation which variation
 * @param thousandths of a percent of the place's bucket line
 * @param rule the rule, or null for the fallthrough
 * @param by the attribute to split by, or null to keep it
 * @param enable whether to enable the flag too; false never disables
 */
public record PercentageChange(
        String variation,
        int thousandths,
        @Nullable String rule,
        @Nullable String by,
        boolean enable) {
    private static final int LONGEST_ATTRIBUTE = 200;

    /** Reads a body; throws unless its form is right. */
    public static PercentageChange read(JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        String variation = fields.requiredKey("variation");
        OptionalInt percentage = Percent.required(fields, "percentage");
        String rule = fields.key("rule");
        String by = fields.text("by", LONGEST_ATTRIBUTE);
        if (by != null && by.isEmpty()) {
            out.refuse("/by", "\"\"", "the name of an attribute, or \"random\"");
        }
        boolean enable = fields.bool("enable", false);
        fields.refuseOthers();
        out.throwIfAny();
        return new PercentageChange(variation, percentage.orElse(0), rule, by, enable);
    }

    /** The targeting with the wish granted. */
    Targeting apply(FlagDefinition definition, Targeting present) {
        if (!definition.hasVariation(variation)) {
            throw InvalidException.of(
                    "/variation",
                    Json.quote(variation),
                    "a variation of " + definition.key() + ": " + Words.either(definition.variationNames()));
        }
        Serving serving = present.serving(rule)
                .orElseThrow(() -> InvalidException.of("/rule", Json.quote(String.valueOf(rule)), rules(present)));
        Serving.Split split = serving instanceof Serving.Split known ? known : split(present, (Serving.Fixed) serving);
        refuseRest(split.restOr(present.offVariation()), split);
        Map<String, Integer> percent = new LinkedHashMap<>(split.percent());
        int others = split.given() - percent.getOrDefault(variation, 0);
        if (others + thousandths > Percent.WHOLE) {
            percent.remove(variation);
            throw InvalidException.of(
                    "/percentage",
                    Percent.number(thousandths),
                    "at most " + Percent.number(Percent.WHOLE - others) + ": that is what the others leave ("
                            + shares(percent) + ")");
        }
        percent.put(variation, thousandths);
        Serving.Split changed =
                new Serving.Split(by == null ? split.by() : by, percent, split.rest(), split.salt(), split.ranges());
        return present.serving(rule, changed).enabled(present.enabled() || enable);
    }

    /** A place that serves one variation to everyone, as a split: it has the rest, or what is left of the whole line. */
    private Serving.Split split(Targeting present, Serving.Fixed fixed) {
        boolean itself = fixed.variation().equals(variation);
        String rest = itself ? present.offVariation() : fixed.variation();
        if (rest == null) {
            throw InvalidException.of(
                    "/variation",
                    Json.quote(variation),
                    "another variation: everyone gets this one here, and the flag has no offVariation that could take the rest");
        }
        Map<String, Integer> all = itself && !variation.equals(rest) ? Map.of(variation, Percent.WHOLE) : Map.of();
        return new Serving.Split(Target.TARGETING_KEY, all, rest, "", List.of());
    }

    private void refuseRest(@Nullable String rest, Serving.Split split) {
        if (variation.equals(rest)) {
            int share = Percent.WHOLE - split.given();
            throw InvalidException.of(
                    "/variation",
                    Json.quote(variation),
                    "a variation other than the rest: " + variation + " is the rest here, and gets the "
                            + Percent.words(share) + " that the others leave");
        }
    }

    private static String rules(Targeting present) {
        List<String> ids = present.ruleIds();
        return ids.isEmpty()
                ? "none: there are no rules here; without \"rule\" the fallthrough is meant"
                : "the id of a rule: " + Words.either(ids) + "; without \"rule\" the fallthrough is meant";
    }

    private static String shares(Map<String, Integer> percent) {
        StringBuilder text = new StringBuilder();
        percent.forEach((name, share) ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(Percent.number(share)));
        return text.toString();
    }
}
