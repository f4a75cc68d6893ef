package dev.sluice.engine.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.Guard;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentRule;
import dev.sluice.engine.model.Serve;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import dev.sluice.engine.model.Variation;
import dev.sluice.engine.model.WhenUnknown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a definition to its record: one line of JSON, fields in a fixed order, nothing that says what goes without saying. The
 * same definition always gives the same bytes.
 */
final class RecordWriter {
    private static final int USUAL_SIZE = 512;

    private final JsonGenerator json;

    private RecordWriter(JsonGenerator json) {
        this.json = json;
    }

    static byte[] write(Flag flag) {
        return bytes(writer -> writer.flag(flag));
    }

    static byte[] write(Segment segment) {
        return bytes(writer -> writer.segment(segment));
    }

    private interface Part {
        void writeTo(RecordWriter writer) throws IOException;
    }

    private static byte[] bytes(Part part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator json = Json.RECORDS.createGenerator(out)) {
            part.writeTo(new RecordWriter(json));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private void flag(Flag flag) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", flag.key());
        json.writeStringField("type", flag.type().toString());
        json.writeNumberField("version", flag.version());
        json.writeBooleanField("enabled", flag.enabled());
        json.writeObjectFieldStart("variations");
        for (Variation variation : flag.variations()) {
            json.writeFieldName(variation.name());
            value(variation.value());
        }
        json.writeEndObject();
        textUnlessNull("offVariation", flag.offVariation());
        list("prerequisites", flag.prerequisites(), this::prerequisite);
        list("targets", flag.targets(), this::target);
        list("rules", flag.rules(), this::rule);
        Serve fallthrough = flag.fallthrough();
        if (fallthrough != null) {
            json.writeFieldName("fallthrough");
            serve(fallthrough);
        }
        Guard guard = flag.guard();
        if (guard != null) {
            guard(guard);
        }
        WhenUnknown whenUnknown = flag.whenUnknown();
        if (whenUnknown != null) {
            whenUnknown(whenUnknown);
        }
        json.writeEndObject();
    }

    private void segment(Segment segment) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", segment.key());
        texts("included", segment.included());
        texts("excluded", segment.excluded());
        list("rules", segment.rules(), this::segmentRule);
        json.writeEndObject();
    }

    private void prerequisite(Prerequisite prerequisite) throws IOException {
        json.writeStartObject();
        json.writeStringField("flag", prerequisite.flag());
        texts("variations", prerequisite.variations());
        json.writeEndObject();
    }

    private void target(Target target) throws IOException {
        json.writeStartObject();
        json.writeStringField("variation", target.variation());
        json.writeStringField("attribute", target.attribute());
        texts("keys", target.keys());
        json.writeEndObject();
    }

    private void rule(Rule rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", rule.id());
        list("when", rule.when(), this::clause);
        json.writeFieldName("serve");
        serve(rule.serve());
        json.writeEndObject();
    }

    private void segmentRule(SegmentRule rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", rule.id());
        list("when", rule.when(), this::clause);
        json.writeEndObject();
    }

    private void clause(Clause clause) throws IOException {
        json.writeStartObject();
        textUnlessNull("attribute", clause.attribute());
        json.writeStringField("op", clause.op().toString());
        if (!clause.values().isEmpty()) {
            list("values", clause.values(), this::value);
        }
        trueUnlessFalse("negate", clause.negate());
        trueUnlessFalse("ignoreCase", clause.ignoreCase());
        json.writeEndObject();
    }

    private void serve(Serve serve) throws IOException {
        json.writeStartObject();
        if (serve instanceof Fixed fixed) {
            json.writeStringField("variation", fixed.variation());
        } else if (serve instanceof Split split) {
            json.writeObjectFieldStart("split");
            json.writeStringField("by", split.by());
            json.writeStringField("salt", split.salt());
            json.writeNumberField("buckets", split.buckets());
            list("ranges", split.ranges(), this::range);
            textUnlessNull("rest", split.rest());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void range(Range range) throws IOException {
        json.writeStartObject();
        json.writeStringField("variation", range.variation());
        json.writeNumberField("from", range.from());
        json.writeNumberField("to", range.to());
        json.writeEndObject();
    }

    private void guard(Guard guard) throws IOException {
        json.writeObjectFieldStart("guard");
        json.writeStringField("variation", guard.variation());
        json.writeStringField("baseline", guard.baseline());
        json.writeNumberField("maxErrorShare", guard.maxErrorShare());
        json.writeNumberField("minimum", guard.minimum());
        json.writeNumberField("windowMillis", guard.windowMillis());
        json.writeNumberField("probeAfterMillis", guard.probeAfterMillis());
        textUnlessNull("region", guard.region());
        json.writeEndObject();
    }

    private void whenUnknown(WhenUnknown whenUnknown) throws IOException {
        json.writeObjectFieldStart("whenUnknown");
        json.writeStringField("use", whenUnknown.use().toString());
        Long maxAge = whenUnknown.maxAgeSeconds();
        if (maxAge != null) {
            json.writeNumberField("maxAgeSeconds", maxAge);
        }
        json.writeEndObject();
    }

    private void value(@Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                value(entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                value(element);
            }
            json.writeEndArray();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof String text) {
            json.writeString(text);
        } else {
            json.writeNull();
        }
    }

    private interface Element<T> {
        void write(T element) throws IOException;
    }

    private <T> void list(String name, List<T> elements, Element<T> writer) throws IOException {
        json.writeArrayFieldStart(name);
        for (T element : elements) {
            writer.write(element);
        }
        json.writeEndArray();
    }

    private void texts(String name, List<String> texts) throws IOException {
        list(name, texts, json::writeString);
    }

    private void textUnlessNull(String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private void trueUnlessFalse(String name, boolean truth) throws IOException {
        if (truth) {
            json.writeBooleanField(name, true);
        }
    }
}
