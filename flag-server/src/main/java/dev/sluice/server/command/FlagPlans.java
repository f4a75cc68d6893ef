package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violation;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plans for what a flag is in all environments. Pure: the same state gives the same plan. */
final class FlagPlans {
    private static final String[] READ_ONLY = {"version", "lastChange", "environments"};
    private static final String OFF = "off";
    private static final String ON = "on";

    private final String project;
    private final Intent intent;

    FlagPlans(String project, Intent intent) {
        this.project = project;
        this.intent = intent;
    }

    /**
     * A flag that is to be made, with what it serves at first.
     *
     * @param definition what it is
     * @param targeting who gets what in each environment
     */
    record NewFlag(FlagDefinition definition, Targeting targeting) {
        /** Reads a body; throws unless it is right. */
        static NewFlag read(JsonNode body) {
            Violations out = new Violations();
            Fields fields = Fields.ofBody(body, out);
            String key = fields.requiredKey("key");
            FlagDefinition definition = DefinitionJson.read(key, fields);
            String off = fields.key("offVariation");
            JsonNode given = fields.raw("fallthrough");
            Serving fallthrough = given == null ? null : TargetingJson.authoredServing(given, "/fallthrough", out);
            fields.refuseOthers();
            if (definition != null) {
                if (definition.archived()) {
                    out.refuse("/archived", "true", "false for a new flag");
                }
                boolean onOff = definition.type() == ValueType.BOOLEAN
                        && definition.hasVariation(ON)
                        && definition.hasVariation(OFF);
                if (off == null && onOff) {
                    off = OFF;
                }
                if (given == null && onOff) {
                    fallthrough = new Serving.Fixed(ON);
                }
                String allowed = "one of " + Words.either(definition.variationNames());
                if (off == null) {
                    out.missing("/offVariation", allowed);
                }
                if (given == null && fallthrough == null) {
                    out.missing("/fallthrough", allowed);
                }
            }
            out.throwIfAny();
            if (definition == null || fallthrough == null) {
                throw new IllegalStateException("a new flag was not read and nothing was noted");
            }
            return new NewFlag(definition, Targeting.initial(off, fallthrough));
        }
    }

    /** Makes a flag, disabled, in all environments at once. */
    Plan<Stored<FlagDefinition>> create(@Nullable ProjectState state, JsonNode body) {
        ProjectView view = ProjectView.of(state, project);
        NewFlag flag = NewFlag.read(body);
        FlagDefinition definition = flag.definition();
        if (view.findFlag(definition.key()).isPresent()) {
            throw new ConflictException(
                    "flag " + definition.key() + " exists already; expected a key that is not in use");
        }
        Draft draft = new Draft(project, state, intent);
        Stored<FlagDefinition> made = add(draft, view.environments(), flag);
        ObjectNode details = Json.object().put("flag", definition.key());
        details.set("after", definition.json());
        return new Plan<>(draft.write(details), made);
    }

    static Stored<FlagDefinition> add(Draft draft, Iterable<String> environments, NewFlag flag) {
        Stored<FlagDefinition> made = draft.putDefinition(flag.definition());
        for (String environment : environments) {
            draft.putTargeting(environment, flag.definition(), flag.targeting());
        }
        return made;
    }

    /** Merges into the definition; archives and restores. What reaches the wire changes every environment at once. */
    Plan<Stored<FlagDefinition>> patch(@Nullable ProjectState state, String key, JsonNode patch, IfMatch ifMatch) {
        ProjectView view = ProjectView.of(state, project);
        Stored<FlagDefinition> present = view.flag(key);
        ifMatch.demand("flag " + key, present.version());
        Violations out = new Violations();
        JsonNode stripped =
                ReadOnly.fields(patch, present.json(present.document().json()), out, READ_ONLY);
        out.throwIfAny();
        FlagDefinition changed = DefinitionJson.authored(
                key, MergePatch.document(present.document().json(), stripped));
        if (changed.equals(present.document())) {
            return new Plan<>(Optional.empty(), present);
        }
        refuseIfNeeded(view, present.document(), changed);
        Draft draft = new Draft(project, state, intent);
        Stored<FlagDefinition> after = draft.putDefinition(changed);
        if (!changed.sameOnTheWire(present.document())) {
            view.environments().forEach(environment -> carry(draft, view, environment, changed));
        }
        ObjectNode details = Json.object().put("flag", key);
        details.set("before", present.document().json().put("version", present.version()));
        details.set("after", changed.json());
        return new Plan<>(draft.write(details), after);
    }

    /** Puts versions back as they were, ranges and all; the definition changes every environment at once. */
    Plan<Reverted> revert(@Nullable ProjectState state, String key, Revert.Kept kept, IfMatch ifMatch) {
        ProjectView view = ProjectView.of(state, project);
        Stored<FlagDefinition> present = view.flag(key);
        FlagDefinition definition = present.document();
        Draft draft = new Draft(project, state, intent);
        Stored<FlagDefinition> after = present;
        if (kept.definition() != null) {
            ifMatch.demand("flag " + key, present.version());
            definition = kept.definition();
            refuseIfNeeded(view, present.document(), definition);
            if (!definition.equals(present.document())) {
                after = draft.putDefinition(definition);
            }
        }
        Set<String> moved = new TreeSet<>();
        Acted acted = null;
        String place = kept.wish().environment();
        if (place != null && kept.targeting() != null) {
            Stored<Targeting> old = view.targeting(place, key);
            view.document().requireInUse(place);
            ifMatch.demand("the targeting", old.version());
            if (definition.archived()) {
                throw new ConflictException("flag " + key + " is archived; expected one in use. Restore it first.");
            }
            Stored<Targeting> changed = draft.putTargeting(place, definition, kept.targeting(), kept.targeting());
            acted = new Acted(new FlagPlace(project, place, key), definition, old, changed, null, false);
            moved.add(place);
            if (TargetingPlans.isUrgent(acted)) {
                draft.urgent(place);
            }
        }
        if (!definition.sameOnTheWire(present.document())) {
            for (String environment : view.environments()) {
                if (acted == null || !environment.equals(place)) {
                    carry(draft, view, environment, definition);
                }
                // What a flag gives is taken back: that is as pressing as who gets it.
                draft.urgent(environment);
                moved.add(environment);
            }
        }
        Optional<Write> write = draft.write(details(kept.wish(), present, definition, acted));
        if (write.isEmpty() && kept.definition() != null) {
            moved.addAll(view.environments());
        }
        return new Plan<>(write, new Reverted(present, after, acted, moved));
    }

    private static ObjectNode details(
            Revert wish, Stored<FlagDefinition> present, FlagDefinition definition, @Nullable Acted acted) {
        ObjectNode details =
                acted == null ? Json.object().put("flag", definition.key()) : TargetingPlans.details(acted);
        ObjectNode restored = details.putObject("restored");
        if (wish.definition() > 0) {
            restored.put("definition", wish.definition());
            ObjectNode documents = acted == null ? details : details.putObject("definition");
            documents.set("before", present.document().json());
            documents.set("after", definition.json());
        }
        if (acted != null) {
            restored.put("version", wish.targeting());
        }
        return details;
    }

    /** Removes a flag everywhere; one that is still enabled somewhere needs force. */
    Plan<String> delete(@Nullable ProjectState state, String key, boolean force, IfMatch ifMatch) {
        ProjectView view = ProjectView.of(state, project);
        Stored<FlagDefinition> present = view.flag(key);
        ifMatch.honour("flag " + key, present.version());
        refuseIfNeeded(view, key, "flag " + key + " cannot be deleted", prerequisite -> true);
        List<String> enabled = view.environments().stream()
                .filter(environment -> view.findTargeting(environment, key)
                        .filter(targeting -> targeting.document().enabled())
                        .isPresent())
                .toList();
        if (!force && !enabled.isEmpty() && !present.document().archived()) {
            throw new ConflictException("flag " + key + " is enabled in " + Words.either(enabled)
                    + "; expected it to be disabled or archived first, or force=true");
        }
        Draft draft = new Draft(project, state, intent);
        draft.removeFlag(key);
        ObjectNode details = Json.object().put("flag", key);
        details.set("before", present.document().json());
        return new Plan<>(draft.write(details), key);
    }

    private static void carry(Draft draft, ProjectView view, String environment, FlagDefinition changed) {
        Targeting targeting = view.targeting(environment, changed.key()).document();
        try {
            draft.putTargeting(environment, changed, targeting);
        } catch (InvalidException e) {
            throw new InvalidException(e.violations().stream()
                    .map(violation -> new Violation(
                            "/variations",
                            "in environment " + environment + ", " + violation.pointer() + ": " + violation.detail()))
                    .toList());
        }
    }

    /** Ends here if a flag is put away that another one needs, or loses a variation that another one needs of it. */
    private static void refuseIfNeeded(ProjectView view, FlagDefinition before, FlagDefinition after) {
        String key = before.key();
        if (after.archived() && !before.archived()) {
            refuseIfNeeded(view, key, "flag " + key + " cannot be archived", prerequisite -> true);
        }
        for (String variation : before.variationNames()) {
            if (!after.hasVariation(variation)) {
                refuseIfNeeded(
                        view,
                        key,
                        "variation " + variation + " of flag " + key + " cannot be removed",
                        prerequisite -> prerequisite.variations().contains(variation));
            }
        }
    }

    private static void refuseIfNeeded(ProjectView view, String key, String what, Predicate<Prerequisite> needs) {
        List<String> users = new ArrayList<>();
        for (String other : view.state().flags().keySet()) {
            if (other.equals(key) || view.flag(other).document().archived()) {
                continue;
            }
            for (String environment : view.environments()) {
                boolean uses = view.findTargeting(environment, other).stream()
                        .flatMap(targeting -> targeting.document().prerequisites().stream())
                        .anyMatch(prerequisite -> prerequisite.flag().equals(key) && needs.test(prerequisite));
                if (uses) {
                    users.add(other + " (" + environment + ")");
                }
            }
        }
        if (!users.isEmpty()) {
            throw new ConflictException(what + ": it is a prerequisite of " + String.join(", ", users)
                    + "; expected nothing to depend on it");
        }
    }
}
