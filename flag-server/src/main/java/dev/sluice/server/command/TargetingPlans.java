package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.RefusedException;
import dev.sluice.server.json.Violation;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.ProjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plans for who gets what in one environment. Pure: the same state gives the same plan. */
final class TargetingPlans {
    private static final String[] READ_ONLY = {"version", "lastChange", "flag", "environment", "note"};

    /** Where a rule that is sent alone stands in the targeting; in its own body that is the top. */
    private static final Pattern OWN_RULE = Pattern.compile("^/rules/[0-9]+(?=/)");

    private final FlagPlace place;
    private final IfMatch ifMatch;
    private final Intent intent;

    TargetingPlans(FlagPlace place, IfMatch ifMatch, Intent intent) {
        this.place = place;
        this.ifMatch = ifMatch;
        this.intent = intent;
    }

    /** Replaces the targeting. */
    Plan<Acted> put(@Nullable ProjectState state, JsonNode body) {
        return document(state, (definition, present) -> authored(body, present));
    }

    /** Merges into the targeting. */
    Plan<Acted> patch(@Nullable ProjectState state, JsonNode patch) {
        return document(state, (definition, present) -> {
            ObjectNode authored = withoutLines(present.document().json());
            return authored(MergePatch.apply(authored, patch), present);
        });
    }

    /** Enables or disables. */
    Plan<Acted> enable(@Nullable ProjectState state, boolean enabled) {
        return act(state, null, (definition, present) -> present.document().enabled(enabled));
    }

    /** Sets one variation's percentage at one place. */
    Plan<Acted> percentage(@Nullable ProjectState state, PercentageChange change) {
        return act(state, change.rule(), (definition, present) -> change.apply(definition, present.document()));
    }

    /** Makes or replaces a rule; replacing one with another needs {@code If-Match}. */
    Plan<Acted> putRule(@Nullable ProjectState state, String id, RulePosition position, JsonNode body) {
        if (Validator.isReserved(id)) {
            throw new InvalidException(List.of(
                    new Violation("", "rule: " + Json.quote(id) + " is not allowed; expected " + Validator.RULE_IDS)));
        }
        try {
            return rule(state, id, position, body);
        } catch (InvalidException e) {
            throw new InvalidException(e.violations().stream()
                    .map(violation ->
                            new Violation(OWN_RULE.matcher(violation.pointer()).replaceFirst(""), violation.detail()))
                    .toList());
        }
    }

    private Plan<Acted> rule(@Nullable ProjectState state, String id, RulePosition position, JsonNode body) {
        return act(state, id, (definition, present) -> {
            Targeting document = present.document();
            Violations lines = new Violations();
            Serving before = document.serving(id).orElse(null);
            JsonNode stripped = ReadOnly.line(body, before, lines);
            lines.throwIfAny();
            AuthoredRule rule = TargetingJson.authoredRule(id, stripped);
            Targeting changed = document.rules(position.place(document.rules(), rule));
            boolean replaces = document.rule(id).isPresent() && !same(definition, changed, document);
            if (replaces) {
                ifMatch.demand("the targeting", present.version());
            }
            return changed;
        });
    }

    /** Removes a rule. */
    Plan<Acted> removeRule(@Nullable ProjectState state, String id) {
        return act(state, null, (definition, present) -> {
            Targeting document = present.document();
            if (document.rule(id).isEmpty()) {
                throw NotFoundException.of("rule", id, document.ruleIds());
            }
            List<AuthoredRule> rules = new ArrayList<>(document.rules());
            rules.removeIf(rule -> rule.id().equals(id));
            return document.rules(rules);
        });
    }

    private static boolean same(FlagDefinition definition, Targeting candidate, Targeting present) {
        try {
            return Wire.allocate(definition, candidate, present).equals(present);
        } catch (RefusedException | IllegalArgumentException e) {
            return false; // not valid, so not the same; validation will say what is wrong
        }
    }

    private interface Change {
        Targeting of(FlagDefinition definition, Stored<Targeting> present);
    }

    private Plan<Acted> document(@Nullable ProjectState state, Change change) {
        return act(state, null, (definition, present) -> {
            ifMatch.demand("the targeting", present.version());
            return change.of(definition, present);
        });
    }

    private Plan<Acted> act(@Nullable ProjectState state, @Nullable String rule, Change change) {
        ProjectView view = ProjectView.of(state, place.project());
        FlagDefinition definition = view.flag(place.flag()).document();
        Stored<Targeting> present = view.targeting(place.environment(), place.flag());
        if (definition.archived()) {
            throw new ConflictException(
                    "flag " + place.flag() + " is archived; expected one in use. Restore it first.");
        }
        ifMatch.honour("the targeting", present.version());
        Targeting candidate = change.of(definition, present);
        Draft draft = new Draft(place.project(), state, intent);
        Stored<Targeting> after = draft.putTargeting(place.environment(), definition, candidate);
        if (exposes(definition, after.document()) < exposes(definition, present.document())
                || (present.document().enabled() && !after.document().enabled())) {
            draft.urgent(place.environment());
        }
        return new Plan<>(
                draft.write(details(definition, present.document(), after.document())),
                new Acted(place, definition, after, rule));
    }

    private static int exposes(FlagDefinition definition, Targeting targeting) {
        Map<String, Integer> shares = Exposure.now(definition, targeting);
        String off = targeting.offVariation();
        return Percent.WHOLE - (off == null ? 0 : shares.getOrDefault(off, 0));
    }

    private Targeting authored(JsonNode body, Stored<Targeting> present) {
        Violations out = new Violations();
        ObjectNode shown = present.json(present.document().json())
                .put("flag", place.flag())
                .put("environment", place.environment());
        JsonNode stripped = ReadOnly.fields(body, shown, out, READ_ONLY);
        stripped = ReadOnly.lines(stripped, present.document(), out);
        out.throwIfAny();
        return TargetingJson.authored(stripped);
    }

    private static ObjectNode withoutLines(ObjectNode targeting) {
        withoutLine(targeting.path("fallthrough"));
        targeting.path("rules").forEach(rule -> withoutLine(rule.path("serve")));
        return targeting;
    }

    private static void withoutLine(JsonNode serve) {
        if (serve.get("split") instanceof ObjectNode split) {
            split.remove(List.of("salt", "ranges"));
        }
    }

    private ObjectNode details(FlagDefinition definition, Targeting before, Targeting after) {
        ObjectNode details =
                Json.object().put("environment", place.environment()).put("flag", place.flag());
        details.set("before", state(definition, before));
        details.set("after", state(definition, after));
        return details;
    }

    static ObjectNode state(FlagDefinition definition, Targeting targeting) {
        ObjectNode json = Json.object().put("sentence", Words.sentence(definition, targeting));
        json.set("exposure", Exposure.json(Exposure.now(definition, targeting)));
        json.set("targeting", targeting.json());
        return json;
    }
}
