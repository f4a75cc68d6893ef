package dev.sluice.engine;

import dev.sluice.engine.CompiledTargeting.CompiledPrerequisite;
import dev.sluice.engine.CompiledTargeting.CompiledRule;
import dev.sluice.engine.CompiledTargeting.CompiledTargets;
import dev.sluice.engine.Explanation.AttributeFinding;
import dev.sluice.engine.Explanation.FailureStep;
import dev.sluice.engine.Explanation.FallthroughStep;
import dev.sluice.engine.Explanation.Found;
import dev.sluice.engine.Explanation.NoSuchFlag;
import dev.sluice.engine.Explanation.NotUnderstood;
import dev.sluice.engine.Explanation.PrerequisiteStep;
import dev.sluice.engine.Explanation.RuleStep;
import dev.sluice.engine.Explanation.SplitFinding;
import dev.sluice.engine.Explanation.Step;
import dev.sluice.engine.Explanation.Switch;
import dev.sluice.engine.Explanation.TargetStep;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Serve;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides once more, slowly, and writes down how. For one explanation, by one thread.
 *
 * <p>It walks the compiled structures in the order of {@link CompiledFlag#decide}, and asks the very same conditions, targets
 * and outcomes: what holds is what the plain path finds. Only why it holds is read off the definition beside it. So deciding
 * need not know that it can be explained. What is plugged in is asked through {@link #evaluator}, which answers
 * alike however often it is asked for one address, and keeps the bucket that was drawn.
 *
 * <p>A segment or a prerequisite that comes up again is not told again: an explanation is no larger than what it explains.
 */
final class Explainer {
    private final Snapshot snapshot;
    private final Context context;
    private final Evaluator evaluator;
    private final ClauseExplainer clauses;
    private final Set<CompiledFlag> told = Collections.newSetFromMap(new IdentityHashMap<>());
    private int drawn;

    private Explainer(Snapshot snapshot, Context context, Evaluator plain) {
        this.snapshot = snapshot;
        this.context = context;
        this.evaluator = Evaluator.of(remembering(plain.geo()), buckets -> {
            drawn = plain.random().draw(buckets);
            return drawn;
        });
        this.clauses = new ClauseExplainer(context, evaluator);
    }

    private static GeoLocator remembering(GeoLocator geo) {
        Map<String, @Nullable GeoLocation> known = new HashMap<>();
        return ip -> {
            if (!known.containsKey(ip)) {
                known.put(ip, geo.locate(ip));
            }
            return known.get(ip);
        };
    }

    /** Explains what {@code flag} gives; {@code notFound} if there is none. */
    static Explanation explain(
            Snapshot snapshot,
            String key,
            @Nullable CompiledFlag flag,
            Decision notFound,
            Context context,
            Evaluator evaluator) {
        if (flag == null) {
            return new Explanation(key, notFound, List.of(new NoSuchFlag()));
        }
        List<Step> steps = new ArrayList<>();
        try {
            Decision decision = new Explainer(snapshot, context, evaluator).walk(key, flag, steps);
            return new Explanation(key, decision, steps);
        } catch (RuntimeException | StackOverflowError pluggedInPartFailed) {
            steps.add(new FailureStep());
            return new Explanation(key, flag.failed(), steps);
        }
    }

    private Decision walk(String key, CompiledFlag flag, List<Step> steps) {
        Decision settled = flag.settled();
        FlagUnit unit = snapshot.flagUnits().get(key);
        String report = unit == null ? null : unit.report();
        if (report != null) {
            steps.add(new NotUnderstood(report, settled == null));
        }
        if (settled != null) {
            if (settled.reason() == Reason.DISABLED) {
                steps.add(new Switch(false));
            }
            return settled;
        }
        steps.add(new Switch(true));
        Flag definition =
                Objects.requireNonNull(flag.definition(), "what is not settled was compiled from a definition");
        if (!prerequisites(flag, definition, steps)) {
            return flag.targeting().prerequisiteFailed();
        }
        Decision target = targets(flag, definition, steps);
        return target != null ? target : rules(flag, definition, steps);
    }

    private boolean prerequisites(CompiledFlag flag, Flag definition, List<Step> steps) {
        for (int i = 0; i < flag.targeting().prerequisites().length; i++) {
            PrerequisiteStep step = prerequisite(
                    definition.prerequisites().get(i), flag.targeting().prerequisites()[i]);
            steps.add(step);
            if (!step.met()) {
                return false;
            }
        }
        return true;
    }

    private PrerequisiteStep prerequisite(Prerequisite definition, CompiledPrerequisite compiled) {
        String key = definition.flag();
        CompiledFlag other = compiled.flag() != null ? compiled.flag() : snapshot.find(key);
        if (other == null) {
            return new PrerequisiteStep(key, definition.variations(), false, null, null);
        }
        Explanation explanation = null;
        Decision served;
        if (told.add(other)) {
            List<Step> steps = new ArrayList<>();
            served = walk(key, other, steps);
            explanation = new Explanation(key, served, steps);
        } else {
            served = other.decide(context, evaluator);
        }
        return new PrerequisiteStep(key, definition.variations(), compiled.isMetBy(served), served, explanation);
    }

    private @Nullable Decision targets(CompiledFlag flag, Flag definition, List<Step> steps) {
        List<Target> targets = definition.targets();
        int first = 0;
        for (CompiledTargets group : flag.targeting().targets()) {
            String attribute = targets.get(first).attribute();
            while (first < targets.size() && targets.get(first).attribute().equals(attribute)) {
                first++;
            }
            Outcome serve = group.of(context, evaluator);
            Decision decision = serve == null ? null : serve.everyone();
            Object value = group.attribute().read(context, evaluator);
            Found found = value == null
                    ? Found.MISSING
                    : !(value instanceof String) ? Found.WRONG_TYPE : decision == null ? Found.NO_MATCH : Found.MATCH;
            steps.add(new TargetStep(
                    clauses.attribute(attribute, found, value), decision == null ? null : decision.variation()));
            if (decision != null) {
                return decision;
            }
        }
        return null;
    }

    private Decision rules(CompiledFlag flag, Flag definition, List<Step> steps) {
        for (int i = 0; i < flag.targeting().rules().length; i++) {
            CompiledRule compiled = flag.targeting().rules()[i];
            Rule rule = definition.rules().get(i);
            List<Explanation.ClauseFinding> found = new ArrayList<>();
            if (clauses.allHold(rule.when(), compiled.when(), found)) {
                Decision decision = compiled.serve().decide(context, evaluator);
                steps.add(new RuleStep(rule.id(), true, found, split(rule.serve(), decision)));
                return decision;
            }
            steps.add(new RuleStep(rule.id(), false, found, null));
        }
        Decision decision = flag.targeting().fallthrough().decide(context, evaluator);
        steps.add(new FallthroughStep(split(definition.fallthrough(), decision)));
        return decision;
    }

    private @Nullable SplitFinding split(@Nullable Serve serve, Decision decision) {
        if (!(serve instanceof Split split)) {
            return null;
        }
        if (split.by().equals(Split.RANDOM)) {
            return finding(split, null, drawn, false);
        }
        Object value = AttributeReader.of(split.by()).read(context, evaluator);
        if (decision.bucketKeyMissing()) {
            AttributeFinding key =
                    clauses.attribute(split.by(), value == null ? Found.MISSING : Found.WRONG_TYPE, value);
            return new SplitFinding(split.by(), split.salt(), split.buckets(), key, null, null, true, true);
        }
        AttributeFinding key = clauses.attribute(split.by(), Found.MATCH, value);
        String text = value instanceof Number number ? Long.toString(number.longValue()) : String.valueOf(value);
        return finding(split, key, Bucket.of(split.salt(), text, split.buckets()), key.isPrivate());
    }

    /** A bucket is not the key, but the buckets of a few salts together are nearly as good. */
    private static SplitFinding finding(Split split, @Nullable AttributeFinding key, int bucket, boolean withheld) {
        Range range = split.ranges().stream()
                .filter(candidate -> bucket >= candidate.from() && bucket < candidate.to())
                .findFirst()
                .orElse(null);
        return new SplitFinding(
                split.by(),
                split.salt(),
                split.buckets(),
                key,
                withheld ? null : bucket,
                withheld ? null : range,
                range == null,
                false);
    }
}
