package dev.sluice.server.command;

import dev.sluice.engine.SnapshotCompiler;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.WhenUnknown;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what somebody wants to write makes sense where it will stand: everything that it names exists, percentages come
 * to at most 100, and nothing leads back to itself. Every write goes through here. For one document and one thread.
 */
final class Validator {
    /** What a rule may be called, in the words of an error message. */
    static final String RULE_IDS = "an id other than \"target\" and \"fallthrough\", which name other places";

    /** What surrounds the document: the project as it will be once all of the write is in force. */
    interface Surroundings {
        /** A flag's definition, if there is one. */
        Optional<FlagDefinition> definition(String flag);

        /** The flags that a flag needs in this environment. */
        List<Prerequisite> prerequisites(String environment, String flag);

        /** A segment's clauses, if there is such a segment. */
        Optional<List<Clause>> segment(String environment, String key);
    }

    private final Surroundings surroundings;
    private final String environment;
    private final Violations out;
    private long writtenOut;

    Validator(Surroundings surroundings, String environment, Violations out) {
        this.surroundings = surroundings;
        this.environment = environment;
        this.out = out;
    }

    /** Notes what is wrong with a flag's targeting. */
    void check(FlagDefinition definition, Targeting targeting) {
        offVariation(definition, targeting);
        prerequisites(definition, targeting.prerequisites());
        served(definition, targeting);
    }

    /**
     * Notes what stands in the way of targeting of which an act has only taken something away. While a flag is disabled that is its off
     * variation and nothing else; of one that stays enabled it is all but the prerequisites: one that can't be met gives nobody more.
     */
    void checkReduced(FlagDefinition definition, Targeting targeting) {
        offVariation(definition, targeting);
        if (targeting.enabled()) {
            served(definition, targeting);
        }
    }

    private void offVariation(FlagDefinition definition, Targeting targeting) {
        if (targeting.offVariation() != null) {
            variation(definition, targeting.offVariation(), "/offVariation");
        }
    }

    private void served(FlagDefinition definition, Targeting targeting) {
        for (int i = 0; i < targeting.targets().size(); i++) {
            variation(definition, targeting.targets().get(i).variation(), "/targets/" + i + "/variation");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < targeting.rules().size(); i++) {
            AuthoredRule rule = targeting.rules().get(i);
            String at = "/rules/" + i;
            if (!ids.add(rule.id())) {
                out.refuse(at + "/id", Json.quote(rule.id()), "an id that no other rule has");
            }
            if (isReserved(rule.id())) {
                out.refuse(at + "/id", Json.quote(rule.id()), RULE_IDS);
            }
            clauses(rule.when(), at + "/when");
            serving(definition, targeting.offVariation(), rule.serve(), at + "/serve");
        }
        serving(definition, targeting.offVariation(), targeting.fallthrough(), "/fallthrough");
        if (targeting.whenUnknown() != null
                && targeting.whenUnknown().use() == WhenUnknown.Use.FAIL_CLOSED
                && targeting.offVariation() == null) {
            out.refuse(
                    "/whenUnknown/use", "\"failClosed\"", "an offVariation to fall back to, or lastKnown or default");
        }
        if (targeting.guard() != null) {
            variation(definition, targeting.guard().variation(), "/guard/variation");
            variation(definition, targeting.guard().baseline(), "/guard/baseline");
        }
    }

    /** Notes what is wrong with a segment. */
    void check(SegmentDocument segment) {
        for (int i = 0; i < segment.rules().size(); i++) {
            clauses(segment.rules().get(i).when(), "/rules/" + i + "/when");
        }
        if (out.isEmpty() && segmentLeadsTo(segment.key(), segment.key(), new HashSet<>())) {
            out.refuse("/rules", "a segment that is made of itself", "segments that do not lead back to this one");
        }
    }

    /** Whether this id names another place than a rule. */
    static boolean isReserved(String id) {
        return id.equals(Rule.TARGET) || id.equals(Rule.FALLTHROUGH);
    }

    private void prerequisites(FlagDefinition definition, List<Prerequisite> prerequisites) {
        if (definition.archived()) {
            return; // it is evaluated nowhere, and what it needed may be gone
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < prerequisites.size(); i++) {
            Prerequisite prerequisite = prerequisites.get(i);
            String at = "/prerequisites/" + i;
            Optional<FlagDefinition> other = surroundings.definition(prerequisite.flag());
            if (!seen.add(prerequisite.flag())) {
                out.refuse(at + "/flag", Json.quote(prerequisite.flag()), "each flag once");
            } else if (other.isEmpty()) {
                out.refuse(at + "/flag", Json.quote(prerequisite.flag()), "a flag of this project");
            } else if (other.get().archived()) {
                out.refuse(at + "/flag", Json.quote(prerequisite.flag()), "a flag that is not archived");
            } else if (flagLeadsTo(prerequisite.flag(), definition.key(), new HashSet<>())) {
                out.refuse(
                        at + "/flag",
                        Json.quote(prerequisite.flag()),
                        "a flag that does not itself depend on " + Json.quote(definition.key()));
            } else {
                for (int j = 0; j < prerequisite.variations().size(); j++) {
                    variation(other.get(), prerequisite.variations().get(j), at + "/variations/" + j);
                }
            }
        }
    }

    private boolean flagLeadsTo(String from, String wanted, Set<String> visited) {
        if (from.equals(wanted)) {
            return true;
        }
        if (!visited.add(from)) {
            return false;
        }
        return surroundings.prerequisites(environment, from).stream()
                .anyMatch(prerequisite -> flagLeadsTo(prerequisite.flag(), wanted, visited));
    }

    private boolean segmentLeadsTo(String from, String wanted, Set<String> visited) {
        if (!visited.add(from)) {
            return false;
        }
        return surroundings.segment(environment, from).stream()
                .flatMap(List::stream)
                .filter(clause -> clause.op() == Operator.IN_SEGMENT)
                .flatMap(clause -> clause.values().stream())
                .anyMatch(value -> value.equals(wanted) || segmentLeadsTo(value.toString(), wanted, visited));
    }

    private void clauses(List<Clause> clauses, String pointer) {
        for (int i = 0; i < clauses.size(); i++) {
            Clause clause = clauses.get(i);
            String values = pointer + "/" + i + "/values/";
            long length = SnapshotCompiler.writtenOut(clause);
            writtenOut += length;
            if (clause.op() == Operator.IN_SEGMENT) {
                segments(clause, values);
            } else if (length > 0 && writtenOut > SnapshotCompiler.MOST_WRITTEN_OUT) {
                out.refuse(
                        pointer + "/" + i + "/values",
                        "a sum of " + writtenOut,
                        "at most " + SnapshotCompiler.MOST_WRITTEN_OUT
                                + " for the expressions of all rules, with their repetitions written out");
            } else if (!SnapshotCompiler.understands(clause)) {
                notUnderstood(clause, values);
            }
        }
    }

    private void segments(Clause clause, String pointer) {
        for (int i = 0; i < clause.values().size(); i++) {
            String segment = clause.values().get(i).toString();
            if (surroundings.segment(environment, segment).isEmpty()) {
                out.refuse(pointer + i, Json.quote(segment), "a segment of environment " + environment);
            }
        }
    }

    /** Says which of the values the engine can't compare with. */
    private void notUnderstood(Clause clause, String pointer) {
        for (int i = 0; i < clause.values().size(); i++) {
            Object value = clause.values().get(i);
            Clause alone =
                    new Clause(clause.attribute(), clause.op(), List.of(value), clause.negate(), clause.ignoreCase());
            if (!SnapshotCompiler.understands(alone)) {
                out.refuse(pointer + i, Json.quote(Values.json(value)), ClauseJson.expected(clause.op()));
            }
        }
    }

    private void serving(FlagDefinition definition, @Nullable String offVariation, Serving serving, String pointer) {
        if (serving instanceof Serving.Fixed fixed) {
            variation(definition, fixed.variation(), pointer);
        } else if (serving instanceof Serving.Split split) {
            split(definition, offVariation, split, pointer + "/split");
        }
    }

    private void split(FlagDefinition definition, @Nullable String offVariation, Serving.Split split, String pointer) {
        for (Map.Entry<String, Integer> share : split.percent().entrySet()) {
            variation(definition, share.getKey(), Fields.child(pointer + "/percent", share.getKey()));
        }
        if (split.rest() != null) {
            variation(definition, split.rest(), pointer + "/rest");
        }
        long sum =
                split.percent().values().stream().mapToLong(Integer::longValue).sum();
        if (sum > Percent.WHOLE) {
            out.refuse(pointer + "/percent", "a sum of " + number(sum), "a sum of at most 100");
        }
        String rest = split.restOr(offVariation);
        boolean restGivenByName = split.rest() != null;
        if (rest != null && split.percent().containsKey(rest) && (restGivenByName || sum != Percent.WHOLE)) {
            out.refuse(
                    pointer + "/percent",
                    Json.quote(rest),
                    "either a percentage or the rest for a variation; " + Json.quote(rest) + " is the rest"
                            + (restGivenByName ? "" : ", for the flag's offVariation is the rest where none is named"));
        }
    }

    private void variation(FlagDefinition definition, String name, String pointer) {
        if (!definition.hasVariation(name)) {
            out.refuse(
                    pointer,
                    Json.quote(name),
                    "a variation of " + definition.key() + ": " + Words.either(definition.variationNames()));
        }
    }

    private static String number(long thousandths) {
        return Percent.number((int) Math.min(thousandths, Integer.MAX_VALUE));
    }
}
