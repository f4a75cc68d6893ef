package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.access.Grants;
import dev.sluice.server.access.User;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a user, who is to be made or changed.
 *
 * @param name the user's name; empty where the path says it
 * @param displayName what people call them, or null to leave it
 * @param grants their rights, or null to leave them
 * @param active whether they may sign in, or null to leave it
 */
public record UserWish(
        String name,
        @Nullable String displayName,
        @Nullable Grants grants,
        @Nullable Boolean active) {
    private static final int LONGEST_NAME = 200;
    private static final Set<String> OTHERS = Set.of("admin-token", "anonymous", "sluice", "unknown");

    /** Reads {@code {"name", "displayName"?, "grants"?}}; throws unless it is right. */
    public static UserWish creation(JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        String name = fields.text("name", LONGEST_NAME);
        if (name == null) {
            if (fields.raw("name") == null) {
                out.missing("/name", User.NAME_FORM);
            }
        } else if (!User.NAME.matcher(name).matches()) {
            out.refuse("/name", Json.quote(name), User.NAME_FORM);
        } else if (OTHERS.contains(name)) {
            out.refuse("/name", Json.quote(name), "a name that the audit log has for nobody else");
        }
        String displayName = fields.text("displayName", LONGEST_NAME, "");
        Grants grants = Grants.read(fields);
        fields.refuseOthers();
        out.throwIfAny();
        return new UserWish(name == null ? "" : name, displayName, grants, true);
    }

    /** Reads {@code {"displayName"?, "grants"?, "active"?}}; throws unless it is right. */
    public static UserWish change(JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        String displayName = fields.text("displayName", LONGEST_NAME);
        Grants grants = fields.raw("grants") == null ? null : Grants.read(fields);
        Boolean active = fields.raw("active") == null ? null : fields.bool("active", true);
        fields.refuseOthers();
        out.throwIfAny();
        return new UserWish("", displayName, grants, active);
    }
}
