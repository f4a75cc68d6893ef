package dev.sluice.engine;

import dev.sluice.engine.CompiledTargeting.CompiledPrerequisite;
import dev.sluice.engine.CompiledTargeting.CompiledRule;
import dev.sluice.engine.CompiledTargeting.CompiledTargets;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentRule;
import dev.sluice.engine.model.Serve;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compiles one flag or segment whose neighbours are compiled already.
 *
 * <p>What a decision may cost is bounded here: a chain of flags or segments that refer to each other is at most
 * {@link #DEEPEST} long, and all that can be reached from one flag, counted along every path, at most {@link #MOST_WORK}. So a
 * diamond is fine, a tower of diamonds is not.
 */
final class FlagCompiler {
    /** The longest chain of prerequisites or of segments. */
    static final int DEEPEST = 64;

    /** The most flags and segments that one decision may have to ask. */
    static final int MOST_WORK = 10_000;

    /** Stands in for a segment while it does not matter what that holds. */
    private static final CompiledSegment NOBODY = new CompiledSegment(
            new Segment("nobody", List.of(), List.of(), List.of()),
            StringSet.of(List.of(), false),
            StringSet.of(List.of(), false),
            new Condition[0][],
            false,
            1,
            1,
            null);

    private final Flag flag;
    private final FlagCore core;
    private final Decisions decisions;
    private final Function<String, @Nullable CompiledFlag> flags;
    private final Function<String, CompiledSegment> segments;
    private @Nullable IllegalArgumentException lacking;
    private boolean needsGeo;
    private int depth = 1;
    private long work = 1;

    private FlagCompiler(
            Flag flag,
            DecisionNumbering numbering,
            Function<String, @Nullable CompiledFlag> flags,
            Function<String, CompiledSegment> segments) {
        this.flag = flag;
        this.core = flag.core();
        this.decisions = new Decisions(core, numbering);
        this.flags = flags;
        this.segments = segments;
    }

    /**
     * Throws {@link InvalidDefinitionException} if the flag contradicts itself, whatever it refers to, and else another
     * {@link IllegalArgumentException} if it refers to what can't be had, which {@code segments} says by one.
     */
    static CompiledFlag compile(
            Flag flag,
            DecisionNumbering numbering,
            Function<String, @Nullable CompiledFlag> flags,
            Function<String, CompiledSegment> segments) {
        return new FlagCompiler(flag, numbering, flags, segments).compile();
    }

    /** Throws {@link InvalidDefinitionException} if the flag contradicts itself, whatever it refers to. */
    static void checkAlone(Flag flag) {
        compile(flag, new DecisionNumbering(), key -> null, key -> NOBODY);
    }

    /** Throws {@link InvalidDefinitionException} if the segment contradicts itself, whatever it refers to. */
    static void checkAlone(Segment segment) {
        compile(segment, null, key -> NOBODY);
    }

    /** What a flag is whose switch is off, whatever else is in it. */
    static CompiledFlag disabled(FlagCore core, DecisionNumbering numbering) {
        return settled(info(core, null), new Decisions(core, numbering).off(Reason.DISABLED, null), false);
    }

    /** What a flag is whose core is all that is understood. */
    static CompiledFlag off(FlagCore core, DecisionNumbering numbering) {
        return core.offVariation() == null
                ? broken(core)
                : settled(info(core, null), new Decisions(core, numbering).off(Reason.DEFAULT, null), false);
    }

    /** What a flag is that contradicts itself. */
    static CompiledFlag broken(FlagCore core) {
        return settled(info(core, null), Decision.error(ErrorCode.PARSE_ERROR, core.version()), false);
    }

    /** What a flag is of which nothing can be read. */
    static CompiledFlag unreadable(String key) {
        return CompiledFlag.settled(key, null, Decision.error(ErrorCode.PARSE_ERROR, 0), false);
    }

    private static CompiledFlag settled(FlagInfo info, Decision everyone, boolean needsGeo) {
        return CompiledFlag.settled(info.key(), info, everyone, needsGeo);
    }

    /** Throws {@link IllegalArgumentException} if the segment can't be compiled; {@code segments} may throw too. */
    static CompiledSegment compile(
            Segment segment, @Nullable String trouble, Function<String, CompiledSegment> segments) {
        Expressions.check(segment.rules().stream().flatMap(rule -> rule.when().stream()));
        List<Condition[]> rules = new ArrayList<>();
        boolean needsGeo = false;
        int depth = 1;
        long work = 1;
        String inherited = trouble;
        for (SegmentRule rule : segment.rules()) {
            rules.add(conditions(rule.when(), segments));
            for (Clause clause : rule.when()) {
                needsGeo |= Conditions.needsGeo(clause);
                for (String key : References.segmentsOf(clause)) {
                    CompiledSegment below = segments.apply(key);
                    needsGeo |= below.needsGeo();
                    depth = Math.max(depth, below.depth() + 1);
                    work += below.work();
                    inherited = inherited == null ? below.trouble() : inherited;
                }
            }
        }
        check("segments", depth, work);
        return new CompiledSegment(
                segment,
                StringSet.of(segment.included(), false),
                StringSet.of(segment.excluded(), false),
                rules.toArray(Condition[][]::new),
                needsGeo,
                depth,
                (int) work,
                inherited);
    }

    private static void check(String what, int depth, long work) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(what + " refer to each other more than " + DEEPEST + " deep");
        }
        if (work > MOST_WORK) {
            throw new IllegalArgumentException(
                    what + " come to more than " + MOST_WORK + " flags and segments along all paths");
        }
    }

    private CompiledFlag compile() {
        Expressions.check(flag.rules().stream().flatMap(rule -> rule.when().stream()));
        CompiledPrerequisite[] prerequisites =
                flag.prerequisites().stream().map(this::prerequisite).toArray(CompiledPrerequisite[]::new);
        CompiledRule[] rules = flag.rules().stream().map(this::rule).toArray(CompiledRule[]::new);
        Outcome fallthrough = fallthrough();
        CompiledTargets[] targets = targets();
        needsGeo |= flag.guard() != null && isGeo(flag.guard().region());
        if (lacking != null) {
            throw lacking;
        }
        check("prerequisites and segments", depth, work);
        if (!flag.enabled()) {
            return settled(info(core, flag), decisions.off(Reason.DISABLED, null), needsGeo);
        }
        Outcome prerequisiteFailed = Outcome.of(decisions.off(Reason.PREREQUISITE_FAILED, null));
        return new CompiledFlag(
                info(core, flag),
                flag,
                new CompiledTargeting(prerequisites, prerequisiteFailed, targets, rules, fallthrough),
                needsGeo,
                depth,
                (int) work);
    }

    /** Outcomes may be kept apart by a place that no rule asks for. */
    private static boolean isGeo(@Nullable String region) {
        return region != null && AttributeReader.isGeo(region);
    }

    private CompiledPrerequisite prerequisite(Prerequisite prerequisite) {
        CompiledFlag other = flags.apply(prerequisite.flag());
        FlagInfo known = other == null ? null : other.info();
        if (other == null || known == null) {
            return new CompiledPrerequisite(null, new boolean[0]);
        }
        boolean[] accepted = new boolean[known.variations().size()];
        for (int i = 0; i < accepted.length; i++) {
            accepted[i] =
                    prerequisite.variations().contains(known.variations().get(i).name());
        }
        needsGeo |= other.needsGeo();
        depth = Math.max(depth, other.depth() + 1);
        work += other.work();
        return new CompiledPrerequisite(other, accepted);
    }

    private CompiledTargets[] targets() {
        List<CompiledTargets> compiled = new ArrayList<>();
        List<Target> targets = flag.targets();
        for (int i = 0; i < targets.size(); ) {
            String attribute = targets.get(i).attribute();
            Map<String, Outcome> serveOfKey = new LinkedHashMap<>();
            for (; i < targets.size() && targets.get(i).attribute().equals(attribute); i++) {
                Outcome serve = Outcome.of(
                        decisions.of(targets.get(i).variation(), Reason.TARGETING_MATCH, Rule.TARGET, false));
                targets.get(i).keys().forEach(key -> serveOfKey.putIfAbsent(key, serve));
            }
            AttributeReader reader = AttributeReader.of(attribute);
            needsGeo |= reader.needsGeo();
            StringSet keys = StringSet.of(serveOfKey.keySet(), false);
            @Nullable Outcome[] serves = new Outcome[keys.slots()];
            serveOfKey.forEach((key, serve) -> serves[keys.slot(key)] = serve);
            compiled.add(new CompiledTargets(reader, keys, serves));
        }
        return compiled.toArray(CompiledTargets[]::new);
    }

    private CompiledRule rule(Rule rule) {
        for (Clause clause : rule.when()) {
            needsGeo |= Conditions.needsGeo(clause);
            for (String key : References.segmentsOf(clause)) {
                CompiledSegment segment = segment(key);
                needsGeo |= segment.needsGeo();
                work += segment.work();
            }
        }
        return new CompiledRule(
                conditions(rule.when(), this::segment), outcome(rule.serve(), Reason.TARGETING_MATCH, rule.id()));
    }

    /** A segment that this flag asks. That one can't be had is told when the whole record has been found to be sound. */
    private CompiledSegment segment(String key) {
        try {
            return segments.apply(key);
        } catch (IllegalArgumentException cannotBeHad) {
            lacking = lacking == null ? cannotBeHad : lacking;
            return NOBODY;
        }
    }

    private static Condition[] conditions(List<Clause> clauses, Function<String, CompiledSegment> segments) {
        return clauses.stream().map(clause -> Conditions.of(clause, segments)).toArray(Condition[]::new);
    }

    private Outcome fallthrough() {
        boolean nothingElse = flag.prerequisites().isEmpty()
                && flag.targets().isEmpty()
                && flag.rules().isEmpty();
        Reason reason = nothingElse ? Reason.STATIC : Reason.DEFAULT;
        Serve serve = flag.fallthrough();
        if (serve != null) {
            return outcome(serve, reason, Rule.FALLTHROUGH);
        }
        return Outcome.of(decisions.off(reason, Rule.FALLTHROUGH));
    }

    private Outcome outcome(Serve serve, Reason reasonOfFixed, String place) {
        if (serve instanceof Fixed fixed) {
            return Outcome.of(decisions.of(fixed.variation(), reasonOfFixed, place, false));
        }
        Split split = (Split) serve;
        String rest = split.restOr(core.offVariation());
        SplitOutcome outcome = new SplitOutcome(
                split,
                variation -> decisions.of(variation, Reason.SPLIT, place, false),
                decisions.of(rest, Reason.SPLIT, place, false),
                decisions.of(rest, Reason.SPLIT, place, true));
        needsGeo |= outcome.needsGeo();
        return Outcome.of(outcome);
    }

    /** Of a core, and of the rest of the flag if that could be read. */
    private static FlagInfo info(FlagCore core, @Nullable Flag flag) {
        return new FlagInfo(
                core.key(),
                core.type(),
                core.version(),
                core.enabled(),
                core.variations(),
                core.offVariation(),
                flag == null ? null : flag.guard(),
                flag == null ? null : flag.whenUnknown());
    }
}
