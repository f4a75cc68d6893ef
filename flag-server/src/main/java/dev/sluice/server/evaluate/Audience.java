package dev.sluice.server.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.Snapshot;
import dev.sluice.server.command.Values;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.MalformedBodyException;
import dev.sluice.server.json.Violations;
import dev.sluice.server.rows.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides one flag for one row after the other, and counts. A row of NDJSON is a context as {@code evaluate} takes it; a column of CSV is
 * the targeting key, {@code ip}, or an attribute, which is a text unless the column's name ends with {@code :number}, {@code :boolean} or
 * {@code :json}. An empty cell is absent. For one thread.
 */
public final class Audience {
    private static final String TARGETING_KEY = "targetingKey";
    private static final String IP = "ip";
    private static final String NONE = "none";

    private final Evaluator evaluator;
    private final Snapshot snapshot;
    private final String flag;
    private final Map<String, Long> variations = new TreeMap<>();
    private final Map<String, Map<String, Long>> places = new TreeMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private List<Column> columns = List.of();
    private long contexts;
    private long invalid;
    private long bucketKeyMissing;

    private enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        JSON
    }

    private record Column(String name, Type type) {}

    Audience(Evaluator evaluator, Snapshot snapshot, String flag) {
        this.evaluator = evaluator;
        this.snapshot = snapshot;
        this.flag = flag;
    }

    /** Takes the names of the columns that rows of CSV have; throws if one has a type that is none. */
    public void columns(List<String> names) {
        List<Column> read = new ArrayList<>();
        for (String name : names) {
            int colon = name.lastIndexOf(':');
            if (colon < 0) {
                read.add(new Column(name, Type.TEXT));
                continue;
            }
            String type = name.substring(colon + 1);
            if (!List.of("text", "number", "boolean", "json").contains(type) || colon == 0) {
                throw InvalidException.of(
                        "",
                        Json.quote(name),
                        "the name of an attribute, or one with :text, :number, :boolean or :json");
            }
            read.add(new Column(name.substring(0, colon), Type.valueOf(type.toUpperCase(Locale.ROOT))));
        }
        columns = List.copyOf(read);
    }

    /**
     * What is decided for a row: its number, the targeting key and the decision, or the number and why it can't be read.
     *
     * @param only the variation that is asked for, or null for all
     * @return null if another variation is asked for
     */
    public @Nullable ObjectNode decide(Row row, @Nullable String only) {
        Violations out = new Violations();
        Context context = row.fault() == null ? context(row, out) : null;
        if (context == null || !out.isEmpty()) {
            invalid++;
            return Json.object().put("row", row.number()).put("error", fault(row, out));
        }
        Decision decision = evaluator.decide(snapshot, flag, context);
        String variation = decision.hasValue() ? String.valueOf(decision.variation()) : NONE;
        contexts++;
        variations.merge(variation, 1L, Long::sum);
        reasons.merge(decision.reason().toString(), 1L, Long::sum);
        places.computeIfAbsent(decision.place() == null ? NONE : decision.place(), key -> new TreeMap<>())
                .merge(variation, 1L, Long::sum);
        bucketKeyMissing += decision.bucketKeyMissing() ? 1 : 0;
        if (only != null && !only.equals(variation)) {
            return null;
        }
        ObjectNode json = Json.object().put("row", row.number()).put(TARGETING_KEY, context.targetingKey());
        return json.setAll(Evaluations.json(decision));
    }

    /**
     * What was counted so far.
     *
     * @param fault why the rows after these could not be read, or null if there are none
     */
    public ObjectNode totals(@Nullable String fault) {
        ObjectNode totals = Json.object()
                .put("flag", flag)
                .put("revision", snapshot.id().revision())
                .put("contexts", contexts)
                .put("invalid", invalid)
                .put("bucketKeyMissing", bucketKeyMissing);
        counts(totals.putObject("variations"), variations);
        counts(totals.putObject("reasons"), reasons);
        ObjectNode byPlace = totals.putObject("places");
        places.forEach((place, given) -> counts(byPlace.putObject(place), given));
        totals.put("complete", fault == null);
        if (fault != null) {
            totals.put("error", fault);
        }
        return totals;
    }

    private static void counts(ObjectNode json, Map<String, Long> counts) {
        counts.forEach(json::put);
    }

    private static String fault(Row row, Violations out) {
        if (row.fault() != null) {
            return row.fault();
        }
        try {
            out.throwIfAny();
        } catch (InvalidException e) {
            return String.valueOf(e.getMessage());
        }
        return "it is no object; expected a context";
    }

    private @Nullable Context context(Row row, Violations out) {
        if (row.json() != null) {
            Fields fields = Fields.of(row.json(), "", out);
            return fields == null ? null : Evaluations.Request.context(fields, out);
        }
        Context.Builder builder = Context.builder();
        for (int i = 0; i < columns.size(); i++) {
            String cell = row.cells().get(i);
            Column column = columns.get(i);
            if (cell.isEmpty()) {
                continue;
            }
            if (column.name().equals(TARGETING_KEY)) {
                builder.targetingKey(cell);
            } else if (column.name().equals(IP)) {
                builder.ip(cell);
            } else if (column.type() == Type.TEXT) {
                builder.setAny(column.name(), cell);
            } else {
                typed(builder, column, cell, out);
            }
        }
        return builder.build();
    }

    private static void typed(Context.Builder builder, Column column, String cell, Violations out) {
        String expected = column.type() == Type.JSON
                ? "JSON"
                : "a " + column.type().name().toLowerCase(Locale.ROOT);
        try {
            var value = Json.parse(cell.getBytes(StandardCharsets.UTF_8));
            boolean fits = switch (column.type()) {
                case NUMBER -> value.isNumber();
                case BOOLEAN -> value.isBoolean();
                default -> true;
            };
            if (fits && Values.isTree(value)) {
                builder.setAny(column.name(), Values.of(value));
                return;
            }
        } catch (MalformedBodyException e) {
            out.refuse("/" + column.name(), Json.quote(cell), expected);
            return;
        }
        out.refuse("/" + column.name(), Json.quote(cell), expected);
    }
}
