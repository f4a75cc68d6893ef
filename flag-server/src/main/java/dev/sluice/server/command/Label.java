package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;

/**
 * What people may change of a project or of an environment itself. Immutable.
 *
 * @param name what people call it; never empty
 * @param archived whether it is put away: kept as it is, until it is restored
 */
public record Label(String name, boolean archived) {
    static final int LONGEST_NAME = 200;

    /** This merged with a patch; without a name, the key is the name. */
    Label patched(String key, JsonNode patch) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(MergePatch.document(json(), patch), out);
        String changed = name(fields, key);
        boolean retired = fields.bool("archived", false);
        fields.refuseOthers();
        out.throwIfAny();
        return new Label(changed, retired);
    }

    /** The name in a body, or the key if none is given. */
    static String name(Fields fields, String key) {
        String name = fields.text("name", LONGEST_NAME, key);
        if (name.isBlank()) {
            fields.out().refuse(fields.pointer("name"), Json.quote(name), "a name, or nothing for the key");
        }
        return name;
    }

    ObjectNode json() {
        return Json.object().put("name", name).put("archived", archived);
    }
}
