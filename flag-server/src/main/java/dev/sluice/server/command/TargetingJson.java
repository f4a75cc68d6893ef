package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Guard;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Target;
import dev.sluice.engine.model.WhenUnknown;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads targeting: what people send (percentages only), what we exported (percentages, and if they like salt and ranges), or what we
 * stored (the same, and what a newer version may have added). Says only whether the form is right; whether what it names exists is the
 * {@link Validator}'s business.
 */
final class TargetingJson {
    static final int MOST_RULES = 500;
    static final int MOST_PREREQUISITES = 20;
    static final int MOST_TARGETS = 100;
    static final int MOST_RANGES = 256;
    static final int MOST_KEYS = 9_999;
    static final int LONGEST_KEY = 500;
    static final int LONGEST_ATTRIBUTE = 200;

    private final Violations out;
    private final Source source;

    private enum Source {
        PERSON,
        EXPORT,
        STORE
    }

    private TargetingJson(Violations out, Source source) {
        this.out = out;
        this.source = source;
    }

    /** Reads a body; throws unless its form is right. */
    static Targeting authored(JsonNode body) {
        Violations out = new Violations();
        return required(new TargetingJson(out, Source.PERSON).read(Fields.ofBody(body, out)), out);
    }

    /** Reads what was exported once, with its salts and ranges; throws unless its form is right. */
    static Targeting imported(JsonNode body) {
        Violations out = new Violations();
        return required(new TargetingJson(out, Source.EXPORT).read(Fields.ofBody(body, out)), out);
    }

    private static Targeting required(@Nullable Targeting targeting, Violations out) {
        out.throwIfAny();
        if (targeting == null) {
            throw new IllegalStateException("targeting was not read and nothing was noted");
        }
        return targeting;
    }

    /** Reads a rule that is sent alone. */
    static AuthoredRule authoredRule(String id, JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        AuthoredRule rule = new TargetingJson(out, Source.PERSON).rule(fields, id);
        out.throwIfAny();
        if (rule == null) {
            throw new IllegalStateException("a rule was not read and nothing was noted");
        }
        return rule;
    }

    /** Reads a serving that is sent alone, at this pointer; null if it is wrong (which is noted). */
    static @Nullable Serving authoredServing(JsonNode value, String pointer, Violations out) {
        return new TargetingJson(out, Source.PERSON).serving(value, pointer);
    }

    /** Reads what we stored. */
    static Targeting stored(Fields fields) {
        return required(new TargetingJson(fields.out(), Source.STORE).read(fields), fields.out());
    }

    private @Nullable Targeting read(Fields fields) {
        if (fields.raw("enabled") == null) {
            out.missing(fields.pointer("enabled"), "true or false");
        }
        boolean enabled = fields.bool("enabled", false);
        String offVariation = fields.key("offVariation");
        List<Prerequisite> prerequisites = prerequisites(fields);
        List<Target> targets = targets(fields);
        List<AuthoredRule> rules = rules(fields);
        JsonNode last = fields.raw("fallthrough");
        Serving fallthrough = null;
        if (last == null) {
            out.missing(fields.pointer("fallthrough"), "a variation or a split");
        } else {
            fallthrough = serving(last, fields.pointer("fallthrough"));
        }
        JsonNode limits = fields.raw("guard");
        Guard guard = limits == null ? null : GuardJson.read(limits, fields.pointer("guard"), out);
        JsonNode outOfTouch = fields.raw("whenUnknown");
        WhenUnknown whenUnknown =
                outOfTouch == null ? null : WhenUnknownJson.read(outOfTouch, fields.pointer("whenUnknown"), out);
        if (source != Source.STORE) {
            fields.refuseOthers();
        }
        return fallthrough == null
                ? null
                : new Targeting(enabled, offVariation, prerequisites, targets, rules, fallthrough, guard, whenUnknown);
    }

    private List<Prerequisite> prerequisites(Fields parent) {
        List<Prerequisite> list = new ArrayList<>();
        for (Fields fields : objects(parent, "prerequisites", MOST_PREREQUISITES)) {
            String flag = fields.requiredKey("flag");
            List<String> variations = fields.texts("variations", MOST_TARGETS, 100);
            if (variations.isEmpty() && fields.raw("variations") == null) {
                out.missing(fields.pointer("variations"), "at least one variation of " + Json.quote(flag));
            }
            fields.refuseOthers();
            if (!flag.isEmpty() && !variations.isEmpty()) {
                list.add(new Prerequisite(flag, variations));
            }
        }
        return list;
    }

    private List<Target> targets(Fields parent) {
        List<Target> list = new ArrayList<>();
        for (Fields fields : objects(parent, "targets", MOST_TARGETS)) {
            String variation = fields.requiredKey("variation");
            String attribute = fields.text("attribute", LONGEST_ATTRIBUTE, Target.TARGETING_KEY);
            if (attribute.isEmpty()) {
                out.refuse(fields.pointer("attribute"), "\"\"", "the name of an attribute");
            }
            List<String> keys = fields.texts("keys", MOST_KEYS, LONGEST_KEY);
            fields.refuseOthers();
            if (!variation.isEmpty() && !attribute.isEmpty()) {
                list.add(new Target(variation, attribute, keys));
            }
        }
        return list;
    }

    private List<AuthoredRule> rules(Fields parent) {
        List<AuthoredRule> list = new ArrayList<>();
        for (Fields fields : objects(parent, "rules", MOST_RULES)) {
            AuthoredRule rule = rule(fields, null);
            if (rule != null) {
                list.add(rule);
            }
        }
        return list;
    }

    private @Nullable AuthoredRule rule(Fields fields, @Nullable String idOfPath) {
        String id;
        if (idOfPath == null) {
            id = fields.requiredKey("id");
        } else {
            id = idOfPath;
            String given = fields.key("id");
            if (given != null && !given.equals(id)) {
                out.refuse(fields.pointer("id"), Json.quote(given), Json.quote(id) + ", as in the address");
            }
        }
        List<Clause> when = ClauseJson.read(fields);
        JsonNode value = fields.raw("serve");
        Serving serve = null;
        if (value == null) {
            out.missing(fields.pointer("serve"), "a variation or a split");
        } else {
            serve = serving(value, fields.pointer("serve"));
        }
        fields.refuseOthers();
        return id.isEmpty() || serve == null ? null : new AuthoredRule(id, when, serve);
    }

    private @Nullable Serving serving(JsonNode value, String pointer) {
        if (value.isTextual() && Fields.KEY.matcher(value.textValue()).matches()) {
            return new Serving.Fixed(value.textValue());
        }
        if (!value.isObject()) {
            out.refuse(pointer, Json.quote(value), "the name of a variation, or an object with \"split\"");
            return null;
        }
        Fields fields = Fields.of(value, pointer, out);
        if (fields == null) {
            return null;
        }
        JsonNode split = fields.raw("split");
        String variation = fields.key("variation");
        fields.refuseOthers();
        if ((split == null) == (variation == null)) {
            out.refuse(pointer, Json.quote(value), "either \"variation\" or \"split\"");
            return null;
        }
        return split == null ? fixed(variation) : split(split, pointer + "/split");
    }

    private static Serving.@Nullable Fixed fixed(@Nullable String variation) {
        return variation == null ? null : new Serving.Fixed(variation);
    }

    private Serving.@Nullable Split split(JsonNode value, String pointer) {
        Fields fields = Fields.of(value, pointer, out);
        if (fields == null) {
            return null;
        }
        String by = fields.text("by", LONGEST_ATTRIBUTE, Target.TARGETING_KEY);
        if (by.isEmpty()) {
            out.refuse(fields.pointer("by"), "\"\"", "the name of an attribute, or \"random\"");
        }
        Map<String, Integer> percent = percent(fields);
        String rest = fields.key("rest");
        String salt = "";
        List<Range> ranges = List.of();
        if (source != Source.PERSON) {
            String given = fields.key("salt");
            salt = given == null ? "" : given;
            ranges = ranges(fields);
        }
        fields.refuseOthers();
        return new Serving.Split(by, percent, rest, salt, ranges);
    }

    private Map<String, Integer> percent(Fields fields) {
        Map<String, JsonNode> given = fields.object("percent");
        if (given.isEmpty() && fields.raw("percent") == null) {
            out.missing(fields.pointer("percent"), "percentages by variation");
        }
        Map<String, Integer> percent = new LinkedHashMap<>();
        given.forEach((variation, share) -> {
            String at = Fields.child(fields.pointer("percent"), variation);
            OptionalInt thousandths = Percent.parse(share);
            if (thousandths.isEmpty()) {
                out.refuse(at, Json.quote(share), Percent.ALLOWED);
            } else {
                percent.put(variation, thousandths.getAsInt());
            }
        });
        return percent;
    }

    private List<Range> ranges(Fields parent) {
        List<Range> list = new ArrayList<>();
        for (Fields fields : objects(parent, "ranges", MOST_RANGES)) {
            String variation = fields.requiredKey("variation");
            int from = (int) fields.whole("from", 0, Percent.WHOLE, 0);
            int to = (int) fields.whole("to", 0, Percent.WHOLE, 0);
            if (to <= from) {
                out.refuse(fields.pointer("to"), Integer.toString(to), "more than from, " + from);
            } else if (!variation.isEmpty()) {
                list.add(new Range(variation, from, to));
            }
        }
        return list;
    }

    private List<Fields> objects(Fields parent, String name, int most) {
        List<Fields> list = new ArrayList<>();
        List<JsonNode> elements = parent.list(name, most);
        for (int i = 0; i < elements.size(); i++) {
            Fields fields = Fields.of(elements.get(i), parent.pointer(name) + "/" + i, out);
            if (fields != null) {
                list.add(fields);
            }
        }
        return list;
    }
}
