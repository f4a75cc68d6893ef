package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Violations;
import java.time.Duration;

/**
 * How a key gives its place to another.
 *
 * @param overlap how long both are good: up to 30 days
 */
public record Rotation(Duration overlap) {
    private static final Duration USUAL = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Reads {@code {"overlap"?}}; throws unless it is right. */
    public static Rotation read(JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        Duration overlap = TokenWish.duration(fields, "overlap", USUAL, Duration.ZERO, LONGEST);
        fields.refuseOthers();
        out.throwIfAny();
        return new Rotation(overlap);
    }
}
