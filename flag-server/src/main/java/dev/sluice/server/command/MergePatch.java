package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.Map;

/** RFC 7396: objects merge by name, null removes, everything else replaces. */
final class MergePatch {
    private MergePatch() {}

    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object ? object.deepCopy() : Json.object();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), apply(merged.path(change.getKey()), change.getValue()));
            }
        }
        return merged;
    }

    /**
     * A document with the changes of the patch, to be read by {@link dev.sluice.server.json.Fields}, for which a null is absent: the null
     * of a field that the document does not have stays, so that a misspelt one is refused there as any other is.
     */
    static JsonNode document(JsonNode present, JsonNode patch) {
        JsonNode merged = apply(present, patch);
        if (merged instanceof ObjectNode object) {
            patch.properties().stream()
                    .filter(change -> change.getValue().isNull() && !present.has(change.getKey()))
                    .forEach(change -> object.putNull(change.getKey()));
        }
        return merged;
    }
}
