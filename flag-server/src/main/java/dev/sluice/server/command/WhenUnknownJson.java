package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.WhenUnknown;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import org.jspecify.annotations.Nullable;

/** The authored form of {@link WhenUnknown}. */
final class WhenUnknownJson {
    private static final String USES = "one of lastKnown, default, failClosed";
    private static final int LONGEST_WORD = 20;

    private WhenUnknownJson() {}

    static ObjectNode write(WhenUnknown whenUnknown) {
        ObjectNode json = Json.object().put("use", whenUnknown.use().toString());
        Long maxAge = whenUnknown.maxAgeSeconds();
        return maxAge == null ? json : json.put("maxAgeSeconds", maxAge);
    }

    static @Nullable WhenUnknown read(JsonNode value, String pointer, Violations out) {
        Fields fields = Fields.of(value, pointer, out);
        if (fields == null) {
            return null;
        }
        WhenUnknown.Use use = null;
        if (fields.raw("use") == null) {
            out.missing(fields.pointer("use"), USES);
        } else {
            String word = fields.text("use", LONGEST_WORD);
            use = word == null ? null : WhenUnknown.Use.named(word);
            if (word != null && use == null) {
                out.refuse(fields.pointer("use"), Json.quote(word), USES);
            }
        }
        Long maxAge = fields.raw("maxAgeSeconds") == null
                ? null
                : fields.whole("maxAgeSeconds", 0, WhenUnknown.LONGEST_SECONDS, 0);
        fields.refuseOthers();
        return use == null ? null : new WhenUnknown(use, maxAge);
    }
}
