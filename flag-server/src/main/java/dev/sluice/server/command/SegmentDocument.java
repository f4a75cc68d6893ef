package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentRule;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.ArrayList;
import java.util.List;

/**
 * A named group of an environment's users, as people write it.
 *
 * @param key the segment's key
 * @param description what it is for
 * @param included targeting keys of members
 * @param excluded targeting keys of those who are none, whatever the rest says
 * @param rules any of which makes a member
 */
public record SegmentDocument(
        String key, String description, List<String> included, List<String> excluded, List<SegmentRule> rules) {
    private static final int LONGEST_DESCRIPTION = 2_000;

    /** Copies the lists. */
    public SegmentDocument {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
        rules = List.copyOf(rules);
    }

    Segment wire() {
        return new Segment(key, included, excluded, rules);
    }

    /** What all of its rules ask. */
    List<Clause> clauses() {
        return rules.stream().map(SegmentRule::when).flatMap(List::stream).toList();
    }

    /** The document as people see it. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("key", key).put("description", description);
        json.set("included", Json.array(included));
        json.set("excluded", Json.array(excluded));
        ArrayNode list = json.putArray("rules");
        for (SegmentRule rule : rules) {
            list.addObject().put("id", rule.id()).set("when", ClauseJson.write(rule.when()));
        }
        return json;
    }

    /** Reads a body for the segment of this key; throws unless its form is right. */
    static SegmentDocument authored(String key, JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        SegmentDocument document = read(key, fields);
        fields.refuseOthers();
        out.throwIfAny();
        return document;
    }

    /** Reads what we stored. */
    static SegmentDocument stored(Fields fields) {
        SegmentDocument document = read(fields.requiredKey("key"), fields);
        fields.out().throwIfAny();
        return document;
    }

    private static SegmentDocument read(String key, Fields fields) {
        Violations out = fields.out();
        String given = fields.key("key");
        if (given != null && !given.equals(key)) {
            out.refuse(fields.pointer("key"), Json.quote(given), Json.quote(key) + ", as in the address");
        }
        String description = fields.text("description", LONGEST_DESCRIPTION, "");
        List<String> included = fields.texts("included", TargetingJson.MOST_KEYS, TargetingJson.LONGEST_KEY);
        List<String> excluded = fields.texts("excluded", TargetingJson.MOST_KEYS, TargetingJson.LONGEST_KEY);
        if (included.size() + excluded.size() > TargetingJson.MOST_KEYS) {
            out.refuse(
                    fields.pointer("excluded"),
                    included.size() + excluded.size() + " keys in all",
                    "at most " + TargetingJson.MOST_KEYS + " in an inline segment");
        }
        List<SegmentRule> rules = new ArrayList<>();
        List<JsonNode> elements = fields.list("rules", TargetingJson.MOST_RULES);
        for (int i = 0; i < elements.size(); i++) {
            Fields rule = Fields.of(elements.get(i), fields.pointer("rules") + "/" + i, out);
            if (rule != null) {
                String id = rule.requiredKey("id");
                List<Clause> when = ClauseJson.read(rule);
                rule.refuseOthers();
                if (rules.stream().anyMatch(other -> other.id().equals(id))) {
                    out.refuse(rule.pointer("id"), Json.quote(id), "an id that no other rule has");
                } else if (!id.isEmpty() && !when.isEmpty()) {
                    rules.add(new SegmentRule(id, when));
                }
            }
        }
        return new SegmentDocument(key, description, included, excluded, rules);
    }
}
