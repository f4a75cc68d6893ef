package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.access.Grants;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a new API token.
 *
 * @param name what people call it
 * @param grants what it may do, and where; at least one
 * @param life for how long it is good: a minute to 366 days; null for as long as usual
 */
public record TokenWish(
        String name, Grants grants, @Nullable Duration life) {
    /** For how long a token is good of which nobody says it. */
    static final Duration USUAL = Duration.ofDays(90);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int LONGEST_TEXT = 50;

    /** Reads {@code {"name", "grants", "expiresIn"?}}; throws unless it is right. */
    public static TokenWish read(JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        String name = fields.requiredKey("name");
        Grants grants = Grants.read(fields);
        Duration life =
                fields.raw("expiresIn") == null ? null : duration(fields, "expiresIn", USUAL, SHORTEST, LONGEST);
        fields.refuseOthers();
        if (grants.list().isEmpty() && out.isEmpty()) {
            out.missing("/grants", "at least one {\"project\", \"environment\", \"role\"}");
        }
        out.throwIfAny();
        return new TokenWish(name, grants, life);
    }

    /** A duration in bounds such as {@code PT24H}, or the usual one; notes what is wrong. */
    static Duration duration(Fields fields, String name, Duration usual, Duration least, Duration most) {
        String text = fields.text(name, LONGEST_TEXT);
        if (text == null) {
            return usual;
        }
        try {
            Duration given = Duration.parse(text);
            if (given.compareTo(least) >= 0 && given.compareTo(most) <= 0) {
                return given;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            refuse(fields, name, text, least, most);
            return usual;
        }
        refuse(fields, name, text, least, most);
        return usual;
    }

    private static void refuse(Fields fields, String name, String text, Duration least, Duration most) {
        fields.out()
                .refuse(
                        fields.pointer(name),
                        Json.quote(text),
                        "a duration from " + least + " to P" + most.toDays() + "D, such as P30D or PT12H");
    }
}
