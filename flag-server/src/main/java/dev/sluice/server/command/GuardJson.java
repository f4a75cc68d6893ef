package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Guard;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The authored form of a {@link Guard}. */
final class GuardJson {
    private static final long LONGEST_MILLIS = 86_400_000;
    private static final int LONGEST_NAME = 200;

    private GuardJson() {}

    static ObjectNode write(Guard guard) {
        ObjectNode json = Json.object()
                .put("variation", guard.variation())
                .put("baseline", guard.baseline())
                .put("maxErrorShare", guard.maxErrorShare())
                .put("minimum", guard.minimum())
                .put("windowMillis", guard.windowMillis())
                .put("probeAfterMillis", guard.probeAfterMillis());
        if (guard.region() != null) {
            json.put("region", guard.region());
        }
        return json;
    }

    static @Nullable Guard read(JsonNode value, String pointer, Violations out) {
        Fields fields = Fields.of(value, pointer, out);
        if (fields == null) {
            return null;
        }
        String variation = fields.requiredKey("variation");
        String baseline = fields.requiredKey("baseline");
        JsonNode share = fields.raw("maxErrorShare");
        if (share == null) {
            out.missing(fields.pointer("maxErrorShare"), "a number from 0 to 1");
        } else if (!share.isNumber()
                || share.decimalValue().signum() < 0
                || share.decimalValue().compareTo(BigDecimal.ONE) > 0) {
            out.refuse(fields.pointer("maxErrorShare"), Json.quote(share), "a number from 0 to 1");
            share = null;
        }
        long minimum = fields.whole("minimum", 0, Integer.MAX_VALUE, 0);
        long window = fields.whole("windowMillis", 0, LONGEST_MILLIS, 10_000);
        long probe = fields.whole("probeAfterMillis", 0, LONGEST_MILLIS, 30_000);
        String region = fields.text("region", LONGEST_NAME);
        fields.refuseOthers();
        return variation.isEmpty() || baseline.isEmpty() || share == null
                ? null
                : new Guard(variation, baseline, share.doubleValue(), minimum, window, probe, region);
    }
}
