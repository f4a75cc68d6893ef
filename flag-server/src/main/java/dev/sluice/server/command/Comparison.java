package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How two environments of a project differ: flag by flag, then segment by segment, without those in which they say the same. Salts and
 * ranges are no difference: who exactly is in a share is each environment's own.
 */
public final class Comparison {
    private final ProjectView view;
    private final String a;
    private final String b;

    /** Of two environments that must be there. */
    public Comparison(ProjectView view, String a, String b) {
        this.view = view;
        this.a = a;
        this.b = b;
    }

    /**
     * Differences in the order of their kind and key.
     *
     * @param cursor what a page named as the next, or null for the first
     */
    public ObjectNode page(@Nullable String cursor, int limit) {
        TreeSet<String> places = new TreeSet<>();
        view.state().flags().keySet().forEach(key -> places.add("flag/" + key));
        for (String environment : new String[] {a, b}) {
            view.environment(environment).segments().keySet().forEach(key -> places.add("segment/" + key));
        }
        ArrayNode items = Json.array();
        String next = null;
        String last = null;
        for (String place : cursor == null ? places : places.tailSet(cursor, false)) {
            String key = place.substring(place.indexOf('/') + 1);
            ObjectNode item = place.startsWith("flag/") ? flag(key) : segment(key);
            if (item == null) {
                continue;
            }
            if (items.size() == limit) {
                next = last;
                break;
            }
            items.add(item);
            last = place;
        }
        ObjectNode page = Json.object().put("a", a).put("b", b);
        page.set("items", items);
        return page.put("next", next);
    }

    private @Nullable ObjectNode flag(String key) {
        FlagDefinition definition = view.flag(key).document();
        Stored<Targeting> one = view.findTargeting(a, key).orElse(null);
        Stored<Targeting> other = view.findTargeting(b, key).orElse(null);
        ArrayNode diff = Diff.withoutLines(json(one), json(other));
        if (diff.isEmpty() || definition.archived()) {
            return null;
        }
        ObjectNode item = Json.object().put("flag", key);
        item.set("a", side(definition, one));
        item.set("b", side(definition, other));
        item.set("diff", diff);
        return item;
    }

    private static @Nullable JsonNode json(@Nullable Stored<Targeting> targeting) {
        return targeting == null ? null : targeting.document().json();
    }

    private static @Nullable ObjectNode side(FlagDefinition definition, @Nullable Stored<Targeting> targeting) {
        if (targeting == null) {
            return null;
        }
        return Json.object()
                .put("version", targeting.version())
                .put("enabled", targeting.document().enabled())
                .put("sentence", Words.sentence(definition, targeting.document()));
    }

    private @Nullable ObjectNode segment(String key) {
        JsonNode one =
                view.findSegment(a, key).map(each -> each.document().json()).orElse(null);
        JsonNode other =
                view.findSegment(b, key).map(each -> each.document().json()).orElse(null);
        ArrayNode diff = Diff.withoutLines(one, other);
        if (diff.isEmpty()) {
            return null;
        }
        ObjectNode item = Json.object().put("segment", key);
        item.set("diff", diff);
        return item;
    }
}
