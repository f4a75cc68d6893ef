package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.Map;

/** RFC 7396: objects merge by name, null removes, everything else replaces. */
final class MergePatch {
    private MergePatch() {}

    /**
     * The target with the changes of the patch, to be read by {@link dev.sluice.server.json.Fields}: a null of a field that the target
     * does not have stays, so that a misspelt one is refused there as any other is.
     */
    static JsonNode apply(JsonNode target, JsonNode patch) {
        JsonNode merged = merge(target, patch);
        if (merged instanceof ObjectNode object) {
            patch.properties().stream()
                    .filter(change -> change.getValue().isNull() && !target.has(change.getKey()))
                    .forEach(change -> object.putNull(change.getKey()));
        }
        return merged;
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object ? object.deepCopy() : Json.object();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), merge(merged.path(change.getKey()), change.getValue()));
            }
        }
        return merged;
    }
}
