package dev.sluice.engine.model;

import dev.sluice.engine.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One environment's wire form of a flag, whole and consistent in itself: every variation that it names exists, every rule id
 * is unique. What it refers to outside itself (other flags, segments) is looked up when a snapshot is compiled.
 *
 * @param version counts the changes of this environment's wire form of the flag
 * @param variations in their order; the values have the flag's type
 * @param offVariation served when disabled; null = the caller's default
 * @param fallthrough what those get whom nothing else decided; null = {@code offVariation}
 * @param guard for the SDK's breaker; null = none
 * @param whenUnknown for an SDK that is out of touch; null = the last known form, for ever
 */
public record Flag(
        String key,
        ValueType type,
        long version,
        boolean enabled,
        List<Variation> variations,
        @Nullable String offVariation,
        List<Prerequisite> prerequisites,
        List<Target> targets,
        List<Rule> rules,
        @Nullable Serve fallthrough,
        @Nullable Guard guard,
        @Nullable WhenUnknown whenUnknown) {

    public Flag {
        variations = new FlagCore(key, type, version, enabled, variations, offVariation).variations();
        prerequisites = List.copyOf(prerequisites);
        targets = List.copyOf(targets);
        rules = List.copyOf(rules);
        Checks.distinct("flag: rule ids", rules, Rule::id);
        for (Target target : targets) {
            FlagCore.check("target: variation", target.variation(), variations);
        }
        for (Rule rule : rules) {
            check("rule " + rule.id(), rule.serve(), variations, offVariation);
        }
        if (fallthrough != null) {
            check(Rule.FALLTHROUGH, fallthrough, variations, offVariation);
        }
        if (guard != null) {
            FlagCore.check("guard: variation", guard.variation(), variations);
            FlagCore.check("guard: baseline", guard.baseline(), variations);
        }
    }

    /** A flag that has its core and a fallthrough, nothing else. */
    public static Flag simple(FlagCore core, @Nullable Serve fallthrough) {
        return of(core, List.of(), List.of(), List.of(), fallthrough, null);
    }

    /** A flag of a core that was read before and the rest of it. */
    public static Flag of(
            FlagCore core,
            List<Prerequisite> prerequisites,
            List<Target> targets,
            List<Rule> rules,
            @Nullable Serve fallthrough,
            @Nullable Guard guard) {
        return new Flag(
                core.key(),
                core.type(),
                core.version(),
                core.enabled(),
                core.variations(),
                core.offVariation(),
                prerequisites,
                targets,
                rules,
                fallthrough,
                guard,
                null);
    }

    /** The same flag, and what is served of it while an SDK is out of touch. */
    public Flag with(@Nullable WhenUnknown other) {
        return new Flag(
                key,
                type,
                version,
                enabled,
                variations,
                offVariation,
                prerequisites,
                targets,
                rules,
                fallthrough,
                guard,
                other);
    }

    /** The part that is read first. */
    public FlagCore core() {
        return new FlagCore(key, type, version, enabled, variations, offVariation);
    }

    private static void check(String place, Serve serve, List<Variation> variations, @Nullable String offVariation) {
        if (serve instanceof Fixed fixed) {
            FlagCore.check(place, fixed.variation(), variations);
        } else if (serve instanceof Split split) {
            String rest = split.restOr(offVariation);
            if (rest != null) {
                FlagCore.check(place + ": rest", rest, variations);
            }
            for (Range range : split.ranges()) {
                FlagCore.check(place + ": range", range.variation(), variations);
                if (range.variation().equals(rest)) {
                    throw new InvalidDefinitionException(
                            place + ": \"" + rest
                                    + "\" is the rest (the flag's offVariation, as none is named) and in ranges; expected one of the two");
                }
            }
        }
    }
}
