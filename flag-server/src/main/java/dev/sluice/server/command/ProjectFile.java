package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violation;
import dev.sluice.server.json.Violations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A project as it stands in a file that somebody wants to have in force. Its form is right; whether what it names exists is found out
 * when it is laid over what is there.
 *
 * @param name what people call the project; null = as it is
 * @param environments what people call each environment, by key; those that are not named stay as they are
 * @param segments by environment and key
 * @param flags by key
 */
public record ProjectFile(
        @Nullable String name,
        Map<String, String> environments,
        Map<String, Map<String, SegmentDocument>> segments,
        Map<String, WantedFlag> flags) {
    private static final int LONGEST_NAME = 200;
    private static final String FLAGS = "/flags";

    /**
     * A flag that is wanted.
     *
     * @param definition what it is
     * @param targeting who gets what, by environment
     */
    record WantedFlag(FlagDefinition definition, Map<String, Targeting> targeting) {}

    /**
     * Reads a document of this project.
     *
     * @throws InvalidException with everything that is wrong with its form
     */
    public static ProjectFile read(String project, JsonNode document) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(document, out);
        fields.whole("sluice", 1, ProjectExport.FORMAT, 0);
        if (fields.raw("sluice") == null) {
            out.missing("/sluice", ProjectExport.FORMAT + ", the form of the document");
        }
        String key = fields.requiredKey("project");
        if (!key.isEmpty() && !key.equals(project)) {
            out.refuse("/project", Json.quote(key), Json.quote(project) + ", as in the address");
        }
        String name = fields.text("name", LONGEST_NAME);
        Map<String, String> environments = environments(fields);
        Map<String, Map<String, SegmentDocument>> segments = new LinkedHashMap<>();
        fields.object("segments").forEach((environment, own) -> {
            Map<String, SegmentDocument> read = new LinkedHashMap<>();
            objects(own, "/segments/" + environment, out)
                    .forEach((segment, body) -> at(
                            out,
                            "/segments/" + environment + "/" + segment,
                            () -> read.put(segment, SegmentDocument.authored(segment, body))));
            segments.put(environment, read);
        });
        Map<String, WantedFlag> flags = new LinkedHashMap<>();
        fields.object("flags").forEach((flag, body) -> {
            WantedFlag wanted = flag(flag, body, out);
            if (wanted != null) {
                flags.put(flag, wanted);
            }
        });
        fields.refuseOthers();
        out.throwIfAny();
        return new ProjectFile(name, environments, segments, flags);
    }

    private static Map<String, String> environments(Fields fields) {
        Map<String, String> environments = new LinkedHashMap<>();
        fields.object("environments").forEach((key, label) -> {
            String at = Fields.child("/environments", key);
            if (!Fields.KEY.matcher(key).matches()) {
                fields.out().refuse("/environments", Json.quote(key), "keys of " + Fields.KEY_FORM);
            } else if (!label.isTextual() || label.textValue().length() > LONGEST_NAME) {
                fields.out().refuse(at, Json.quote(label), "a text of at most " + LONGEST_NAME + " characters");
            } else {
                environments.put(key, label.textValue());
            }
        });
        return environments;
    }

    private static @Nullable WantedFlag flag(String key, JsonNode body, Violations out) {
        String pointer = Fields.child(FLAGS, key);
        if (!(body instanceof ObjectNode object) || !Fields.KEY.matcher(key).matches()) {
            out.refuse(pointer, Json.quote(body), "a flag, under a key of " + Fields.KEY_FORM);
            return null;
        }
        ObjectNode definition = object.deepCopy();
        JsonNode places = definition.remove("environments");
        Map<String, Targeting> targeting = new LinkedHashMap<>();
        if (places != null && !places.isNull()) {
            objects(places, pointer + "/environments", out)
                    .forEach((environment, wanted) -> at(
                            out,
                            pointer + "/environments/" + environment,
                            () -> targeting.put(environment, TargetingJson.imported(wanted))));
        }
        FlagDefinition read = at(out, pointer, () -> DefinitionJson.authored(key, definition));
        return read == null ? null : new WantedFlag(read, targeting);
    }

    private static Map<String, JsonNode> objects(JsonNode value, String pointer, Violations out) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        if (value instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (Fields.KEY.matcher(field.getKey()).matches()) {
                    fields.put(field.getKey(), field.getValue());
                } else {
                    out.refuse(pointer, Json.quote(field.getKey()), "keys of " + Fields.KEY_FORM);
                }
            });
        } else {
            out.refuse(pointer, Json.quote(value), "an object");
        }
        return fields;
    }

    /** Runs this for a part of the document; what it refuses is noted where the part stands. */
    static <T> @Nullable T at(Violations out, String pointer, Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidException e) {
            List<Violation> moved = new ArrayList<>();
            e.violations()
                    .forEach(violation -> moved.add(new Violation(
                            pointer + violation.pointer(), pointer.substring(1) + ", " + violation.detail())));
            moved.forEach(out::add);
            return null;
        }
    }
}
