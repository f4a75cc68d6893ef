package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two documents, as people see them. Rules are the same by their id, prerequisites by their flag, targets by
 * variation and attribute, wherever they stand; lists of plain values are compared as sets. What is about a document and not of it
 * (version, last change) is left out, and the ranges of a split, unless nothing else of it differs.
 */
public final class Diff {
    private static final Set<String> ABOUT = Set.of("version", "lastChange");
    private static final String RANGES = "ranges";
    private static final String SALT = "salt";
    private static final Set<String> LINE = Set.of("by", "percent", SALT, RANGES);
    private static final int MOST_VALUES = 100;

    private final boolean ofLines;
    private final ArrayNode out = Json.array();

    private Diff(boolean ofLines) {
        this.ofLines = ofLines;
    }

    /**
     * The differences, each {@code {pointer, before?, after?}}, or for a list of plain values {@code {pointer, added, removed}} with at
     * most 100 of each and {@code more}, how many are left out. Empty if both say the same.
     *
     * @param before null = there was none
     * @param after null = there is none
     */
    public static ArrayNode of(@Nullable JsonNode before, @Nullable JsonNode after) {
        Diff diff = new Diff(true);
        diff.compare("", before, after);
        return diff.out;
    }

    /** The same without what only tells two bucket lines apart: salts and ranges. For documents of two environments. */
    public static ArrayNode withoutLines(@Nullable JsonNode before, @Nullable JsonNode after) {
        Diff diff = new Diff(false);
        diff.compare("", before, after);
        return diff.out;
    }

    private void compare(String pointer, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null || after == null) {
            add(pointer, before, after);
        } else if (before instanceof ObjectNode one && after instanceof ObjectNode other) {
            objects(pointer, one, other);
        } else if (before instanceof ArrayNode one && after instanceof ArrayNode other) {
            arrays(pointer, one, other);
        } else if (!same(before, after)) {
            add(pointer, before, after);
        }
    }

    private void objects(String pointer, ObjectNode before, ObjectNode after) {
        Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        if (pointer.isEmpty()) {
            names.removeAll(ABOUT);
        }
        boolean line = names.containsAll(LINE);
        if (line) {
            names.remove(RANGES);
            if (!ofLines) {
                names.remove(SALT);
            }
        }
        int found = out.size();
        names.forEach(name -> compare(Fields.child(pointer, name), before.get(name), after.get(name)));
        if (line && ofLines && out.size() == found) {
            JsonNode one = before.path(RANGES);
            JsonNode other = after.path(RANGES);
            if (!same(one, other)) {
                add(Fields.child(pointer, RANGES), one, other);
            }
        }
    }

    private void arrays(String pointer, ArrayNode before, ArrayNode after) {
        Map<String, JsonNode> one = named(before);
        Map<String, JsonNode> other = named(after);
        if (one != null && other != null) {
            Set<String> names = new LinkedHashSet<>(one.keySet());
            names.addAll(other.keySet());
            names.forEach(name -> compare(Fields.child(pointer, name), one.get(name), other.get(name)));
            order(pointer, one, other);
        } else if (plain(before) && plain(after)) {
            sets(pointer, before, after);
        } else if (!same(before, after)) {
            add(pointer, before, after);
        }
    }

    /** Those that are in both, if they stand in another order. */
    private void order(String pointer, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        List<String> one = new ArrayList<>(before.keySet());
        List<String> other = new ArrayList<>(after.keySet());
        one.retainAll(after.keySet());
        other.retainAll(before.keySet());
        if (!one.equals(other)) {
            add(pointer, Json.array(one), Json.array(other));
        }
    }

    private void sets(String pointer, ArrayNode before, ArrayNode after) {
        Set<String> one = texts(before);
        Set<String> other = texts(after);
        if (one.equals(other)) {
            return;
        }
        ObjectNode entry = out.addObject().put("pointer", pointer);
        int left = some(entry.putArray("added"), after, one) + some(entry.putArray("removed"), before, other);
        if (left > 0) {
            entry.put("more", left);
        }
    }

    /** Adds what is not known, up to the limit; gives how many are left out. */
    private static int some(ArrayNode to, ArrayNode values, Set<String> known) {
        int left = 0;
        for (JsonNode value : values) {
            if (!known.contains(value.toString())) {
                if (to.size() < MOST_VALUES) {
                    to.add(value);
                } else {
                    left++;
                }
            }
        }
        return left;
    }

    private void add(String pointer, @Nullable JsonNode before, @Nullable JsonNode after) {
        ObjectNode entry = out.addObject().put("pointer", pointer);
        if (before != null) {
            entry.set("before", before);
        }
        if (after != null) {
            entry.set("after", after);
        }
    }

    /** The elements by what they are called; null if one has no name, or two have the same. */
    private static @Nullable Map<String, JsonNode> named(ArrayNode array) {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        for (JsonNode element : array) {
            String name = name(element);
            if (name == null || named.put(name, element) != null) {
                return null;
            }
        }
        return named;
    }

    private static @Nullable String name(JsonNode element) {
        if (element.path("id").isTextual()) {
            return element.path("id").textValue();
        }
        if (element.path("flag").isTextual()) {
            return element.path("flag").textValue();
        }
        if (element.path("variation").isTextual() && element.has("keys")) {
            return element.path("variation").textValue() + " by "
                    + element.path("attribute").asText();
        }
        return null;
    }

    private static boolean plain(ArrayNode array) {
        for (JsonNode element : array) {
            if (element.isContainerNode()) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> texts(ArrayNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(element -> texts.add(element.toString()));
        return texts;
    }

    /** Equal as written: trees hold the same number in several classes. */
    private static boolean same(JsonNode one, JsonNode other) {
        return one.toString().equals(other.toString());
    }
}
