package dev.sluice.engine.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.FlagReading.Trouble;
import dev.sluice.engine.model.Guard;
import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentReading;
import dev.sluice.engine.model.SegmentRule;
import dev.sluice.engine.model.Serve;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import dev.sluice.engine.model.Variation;
import dev.sluice.engine.model.WhenUnknown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a record's bytes to its definition. Total: whatever the bytes are, the result says what could be made of them.
 *
 * <p>A flag is read in three steps, each of which keeps what the one before found: its core (type, switch, variations,
 * {@code offVariation}), so that a disabled flag is off whatever else it holds; then what this engine does not know; then the
 * whole.
 */
final class RecordReader {
    private RecordReader() {}

    static FlagReading readFlag(String key, byte[] bytes) {
        FlagCore core = null;
        try {
            Fields fields = new Fields("flag", Json.readRecord(bytes));
            checkKey(key, fields);
            core = core(fields);
            String unknown = UnknownShapes.inFlag(fields.node());
            if (unknown != null) {
                return new FlagReading.NotUnderstood(unknown, Trouble.UNKNOWN, core);
            }
            return new FlagReading.Understood(flag(core, fields));
        } catch (InvalidDefinitionException e) {
            return new FlagReading.NotUnderstood(message(e), Trouble.BROKEN, core);
        } catch (IOException e) {
            return new FlagReading.NotUnderstood(noJson(e), Trouble.BROKEN, core);
        }
    }

    static SegmentReading readSegment(String key, byte[] bytes) {
        try {
            Fields fields = new Fields("segment", Json.readRecord(bytes));
            checkKey(key, fields);
            String unknown = UnknownShapes.inSegment(fields.node());
            if (unknown != null) {
                return new SegmentReading.NotUnderstood(unknown);
            }
            return new SegmentReading.Understood(new Segment(
                    key,
                    fields.textsOrNone("included"),
                    fields.textsOrNone("excluded"),
                    fields.listOrNone("rules", RecordReader::segmentRule)));
        } catch (InvalidDefinitionException e) {
            return new SegmentReading.NotUnderstood(message(e));
        } catch (IOException e) {
            return new SegmentReading.NotUnderstood(noJson(e));
        }
    }

    private static String message(InvalidDefinitionException e) {
        return String.valueOf(e.getMessage());
    }

    /** Says where, never what: the parser's own message quotes the record. */
    private static String noJson(IOException e) {
        String where = e instanceof JsonProcessingException json && json.getLocation() != null
                ? " (at column " + json.getLocation().getColumnNr() + ")"
                : "";
        return "the record is no JSON that can be read" + where;
    }

    private static void checkKey(String key, Fields fields) {
        if (!key.equals(fields.text("key"))) {
            throw new InvalidDefinitionException(
                    fields.what() + ": the record says another key than the one it is stored under");
        }
    }

    private static FlagCore core(Fields fields) {
        ValueType type;
        try {
            type = ValueType.parse(fields.text("type"));
        } catch (InvalidDefinitionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidDefinitionException(String.valueOf(e.getMessage()));
        }
        return new FlagCore(
                fields.text("key"),
                type,
                fields.whole("version"),
                fields.flag("enabled"),
                variations(type, fields.object("variations")),
                fields.textOr("offVariation", null));
    }

    private static List<Variation> variations(ValueType type, Fields fields) {
        List<Variation> variations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : fields.node().properties()) {
            variations.add(new Variation(field.getKey(), value(type, field.getValue())));
        }
        return variations;
    }

    /** A value of the type if it can be had without guessing; else the tree of what is there, which the core then refuses. */
    private static @Nullable Object value(ValueType type, JsonNode node) {
        if (type == ValueType.INTEGER) {
            Long whole = Fields.wholeNumber(node);
            return whole != null ? whole : Json.tree(node);
        }
        return type == ValueType.DOUBLE && node.isNumber() ? (Object) node.doubleValue() : Json.tree(node);
    }

    private static Flag flag(FlagCore core, Fields fields) {
        Flag flag = Flag.of(
                core,
                fields.listOrNone("prerequisites", RecordReader::prerequisite),
                fields.listOrNone("targets", RecordReader::target),
                fields.listOrNone("rules", RecordReader::rule),
                fields.has("fallthrough") ? serve(fields.object("fallthrough")) : null,
                fields.has("guard") ? guard(fields.object("guard")) : null);
        return fields.has("whenUnknown") ? flag.with(whenUnknown(fields.object("whenUnknown"))) : flag;
    }

    private static Prerequisite prerequisite(JsonNode node) {
        Fields fields = new Fields("prerequisite", node);
        return new Prerequisite(fields.text("flag"), fields.texts("variations"));
    }

    private static Target target(JsonNode node) {
        Fields fields = new Fields("target", node);
        String attribute = fields.textOr("attribute", null);
        return new Target(
                fields.text("variation"), attribute == null ? Target.TARGETING_KEY : attribute, fields.texts("keys"));
    }

    private static Rule rule(JsonNode node) {
        Fields fields = new Fields("rule", node);
        return new Rule(fields.text("id"), fields.list("when", RecordReader::clause), serve(fields.object("serve")));
    }

    private static SegmentRule segmentRule(JsonNode node) {
        Fields fields = new Fields("segment rule", node);
        return new SegmentRule(fields.text("id"), fields.list("when", RecordReader::clause));
    }

    private static Clause clause(JsonNode node) {
        Fields fields = new Fields("clause", node);
        Operator op = Operator.named(fields.text("op"));
        if (op == null) {
            throw new InvalidDefinitionException("clause: unknown operator");
        }
        return new Clause(
                fields.textOr("attribute", null),
                op,
                fields.listOrNone("values", RecordReader::clauseValue),
                fields.flagOr("negate", false),
                fields.flagOr("ignoreCase", false));
    }

    private static Object clauseValue(JsonNode node) {
        Object value = Json.tree(node);
        if (value == null) {
            throw new InvalidDefinitionException("clause: null is not allowed among the values");
        }
        return value;
    }

    private static Serve serve(Fields fields) {
        if (fields.has("variation") == fields.has("split")) {
            throw new InvalidDefinitionException(fields.what() + ": expected either a variation or a split");
        }
        return fields.has("variation") ? new Fixed(fields.text("variation")) : split(fields.object("split"));
    }

    private static Split split(Fields fields) {
        String by = fields.textOr("by", null);
        return new Split(
                by == null ? Target.TARGETING_KEY : by,
                fields.text("salt"),
                fields.number("buckets"),
                fields.list("ranges", RecordReader::range),
                fields.textOr("rest", null));
    }

    private static Range range(JsonNode node) {
        Fields fields = new Fields("range", node);
        return new Range(fields.text("variation"), fields.number("from"), fields.number("to"));
    }

    private static WhenUnknown whenUnknown(Fields fields) {
        String word = fields.text("use");
        WhenUnknown.Use use = WhenUnknown.Use.named(word);
        if (use == null) {
            throw new InvalidDefinitionException("whenUnknown: use \"" + word + "\" is not allowed; expected one of "
                    + List.of(WhenUnknown.Use.values()));
        }
        return new WhenUnknown(use, fields.has("maxAgeSeconds") ? fields.whole("maxAgeSeconds") : null);
    }

    private static Guard guard(Fields fields) {
        return new Guard(
                fields.text("variation"),
                fields.text("baseline"),
                fields.real("maxErrorShare"),
                fields.whole("minimum"),
                fields.whole("windowMillis"),
                fields.whole("probeAfterMillis"),
                fields.textOr("region", null));
    }
}
