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
            return authored(MergePatch.document(authored, patch), present);
        });
    }

    /** Enables or disables. */
    Plan<Acted> enable(@Nullable ProjectState state, boolean enabled) {
        return plan(
                state, null, true, (definition, present) -> present.document().enabled(enabled));
    }

    /** Sets one variation's percentage at one place. */
    Plan<Acted> percentage(@Nullable ProjectState state, PercentageChange change) {
        return plan(state, change.rule(), true, (definition, present) -> change.apply(definition, present.document()));
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
        return plan(state, id, false, (definition, present) -> {
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
        return plan(state, null, false, (definition, present) -> {
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
        return plan(state, null, false, (definition, present) -> {
            ifMatch.demand("the targeting", present.version());
            return change.of(definition, present);
        });
    }

    /** Plans what would be done, with any version in force. */
    Plan<Acted> preview(@Nullable ProjectState state, JsonNode body) {
        return plan(state, null, false, (definition, present) -> authored(body, present));
    }

    /**
     * Takes over what another environment serves to whom, on the bucket lines of this one. The switch stays as it is here.
     *
     * @param from key of the other environment
     */
    Plan<Acted> copy(@Nullable ProjectState state, String from) {
        return document(state, (definition, present) -> {
            if (from.equals(place.environment())) {
                throw InvalidException.of(
                        "?from", Json.quote(from), "another environment than the one that is copied to");
            }
            Targeting other = ProjectView.of(state, place.project())
                    .targeting(from, place.flag())
                    .document();
            return other.enabled(present.document().enabled());
        });
    }

    /** Plans a change; one that states an intent and only takes exposure away is marked as an emergency. */
    private Plan<Acted> plan(@Nullable ProjectState state, @Nullable String rule, boolean act, Change change) {
        ProjectView view = ProjectView.of(state, place.project());
        FlagDefinition definition = view.flag(place.flag()).document();
        Stored<Targeting> present = view.targeting(place.environment(), place.flag());
        view.document().requireInUse(place.environment());
        if (definition.archived()) {
            throw new ConflictException(
                    "flag " + place.flag() + " is archived; expected one in use. Restore it first.");
        }
        ifMatch.honour("the targeting", present.version());
        Targeting candidate = change.of(definition, present);
        Draft draft = new Draft(place.project(), state, intent);
        Stored<Targeting> after = act && takesBack(definition, present.document(), candidate)
                ? draft.reduceTargeting(place.environment(), definition, present.document(), candidate)
                : draft.putTargeting(place.environment(), definition, candidate);
        boolean reduces = Exposure.onlyReduces(definition, present.document(), after.document());
        Acted acted = new Acted(place, definition, present, after, rule, act && reduces);
        if (isUrgent(acted)) {
            draft.urgent(place.environment());
        }
        return new Plan<>(draft.write(details(acted)), acted);
    }

    /** Whether a flag is disabled and nothing else, or gives less at some places. */
    private static boolean takesBack(FlagDefinition definition, Targeting before, Targeting after) {
        return after.equals(before.enabled(false)) || Exposure.onlyReduces(definition, before, after);
    }

    /** Whether it takes something back, so that SDKs are to acknowledge it without delay. */
    static boolean isUrgent(Acted acted) {
        Targeting before = acted.before().document();
        Targeting after = acted.targeting().document();
        return Exposure.onlyReduces(acted.definition(), before, after)
                || exposes(acted.definition(), after) < exposes(acted.definition(), before)
                || (before.enabled() && !after.enabled());
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

    /** What the audit log says. */
    static ObjectNode details(Acted acted) {
        ObjectNode details = Json.object()
                .put("environment", acted.place().environment())
                .put("flag", acted.place().flag());
        details.set("before", state(acted.definition(), acted.before()));
        details.set("after", state(acted.definition(), acted.targeting()));
        if (acted.emergency()) {
            details.put("emergency", true);
        }
        return details;
    }

    private static ObjectNode state(FlagDefinition definition, Stored<Targeting> targeting) {
        Targeting document = targeting.document();
        ObjectNode json =
                Json.object().put("version", targeting.version()).put("sentence", Words.sentence(definition, document));
        json.set("exposure", Exposure.json(Exposure.now(definition, document)));
        json.set("targeting", document.json());
        return json;
    }
}
