package dev.sluice.server.command;

import dev.sluice.engine.RangeAllocator;
import dev.sluice.engine.RangeAllocator.TooManyRangesException;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Serve;
import dev.sluice.engine.model.Split;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From what people write to what is evaluated. Percentages become ranges on the line that the place had before, so that
 * nobody moves without need: a place (a rule's id, or the fallthrough) keeps its salt and what was given out on it.
 */
final class Wire {
    private Wire() {}

    /**
     * The targeting with salt and ranges in all of its splits. The input has been validated.
     *
     * @param present what was in force, whose lines are continued; for a new flag the candidate itself
     */
    static Targeting allocate(FlagDefinition definition, Targeting candidate, Targeting present) {
        List<AuthoredRule> rules = new ArrayList<>();
        for (int i = 0; i < candidate.rules().size(); i++) {
            AuthoredRule rule = candidate.rules().get(i);
            Serving before = present.serving(rule.id()).orElse(null);
            Serving serve =
                    allocate(definition, candidate.offVariation(), rule.serve(), before, "/rules/" + i + "/serve");
            rules.add(new AuthoredRule(rule.id(), rule.when(), serve));
        }
        return candidate
                .rules(rules)
                .fallthrough(allocate(
                        definition,
                        candidate.offVariation(),
                        candidate.fallthrough(),
                        present.fallthrough(),
                        "/fallthrough"));
    }

    private static Serving allocate(
            FlagDefinition definition,
            @Nullable String offVariation,
            Serving serving,
            @Nullable Serving before,
            String pointer) {
        if (!(serving instanceof Serving.Split asked)) {
            return serving;
        }
        Serving.Split split = restNamed(asked, offVariation);
        String rest = split.restOr(offVariation);
        String salt = definition.key();
        List<Range> line = List.of();
        if (before instanceof Serving.Split old) {
            salt = old.salt().isEmpty() ? salt : old.salt();
            line = old.ranges().stream()
                    .filter(range -> !range.variation().equals(rest))
                    .toList();
        }
        try {
            List<Range> ranges = RangeAllocator.setAmounts(
                            new Split(split.by(), salt, Split.BUCKETS, line, rest),
                            definition.variationNames(),
                            rest,
                            split.percent())
                    .ranges();
            return new Serving.Split(split.by(), split.percent(), split.rest(), salt, ranges);
        } catch (TooManyRangesException e) {
            throw new InvalidException(
                    List.of(new Violation(pointer + "/split/percent", "percent: " + e.getMessage())));
        }
    }

    /**
     * A split that gives out the whole line, also to the flag's off variation, and names no rest: the off variation's
     * share is the rest. Says the same, and leaves it to the rest to give and take.
     */
    private static Serving.Split restNamed(Serving.Split split, @Nullable String offVariation) {
        if (split.rest() != null || offVariation == null || !split.percent().containsKey(offVariation)) {
            return split;
        }
        Map<String, Integer> others = new LinkedHashMap<>(split.percent());
        others.remove(offVariation);
        return new Serving.Split(split.by(), others, offVariation, split.salt(), split.ranges());
    }

    /**
     * The wire form of an allocated targeting. Of one that is disabled and does not fit its definition, it is as much as a disabled flag
     * needs: what contradicts itself would be read by nobody, and the flag go on as it was.
     *
     * @throws InvalidDefinitionException if it is enabled and does not fit its definition
     */
    static Flag flag(FlagDefinition definition, Targeting targeting, long version) {
        try {
            return whole(definition, targeting, version);
        } catch (InvalidDefinitionException misfit) {
            if (targeting.enabled()) {
                throw misfit;
            }
            var core = new FlagCore(
                    definition.key(),
                    definition.type(),
                    version,
                    false,
                    definition.variations(),
                    targeting.offVariation());
            return Flag.simple(core, null).with(targeting.whenUnknown());
        }
    }

    private static Flag whole(FlagDefinition definition, Targeting targeting, long version) {
        List<Rule> rules = targeting.rules().stream()
                .map(rule -> new Rule(rule.id(), rule.when(), serve(rule.serve())))
                .toList();
        return new Flag(
                definition.key(),
                definition.type(),
                version,
                targeting.enabled(),
                definition.variations(),
                targeting.offVariation(),
                targeting.prerequisites(),
                targeting.targets(),
                rules,
                serve(targeting.fallthrough()),
                targeting.guard(),
                targeting.whenUnknown());
    }

    private static Serve serve(Serving serving) {
        if (serving instanceof Serving.Split split) {
            return new Split(split.by(), split.salt(), Split.BUCKETS, split.ranges(), split.rest());
        }
        return new Fixed(((Serving.Fixed) serving).variation());
    }
}
