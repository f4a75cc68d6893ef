package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A project's own document: its name and those of its environments. Immutable.
 *
 * @param name what people call it
 * @param environments what people call each environment, by key, in the order of creation
 */
public record ProjectDocument(String name, Map<String, String> environments) {
    /** Copies the map. */
    public ProjectDocument {
        environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    }

    ProjectDocument withEnvironment(String key, String label) {
        Map<String, String> all = new LinkedHashMap<>(environments);
        all.put(key, label);
        return new ProjectDocument(name, all);
    }

    static ProjectDocument read(byte[] bytes) {
        ObjectNode json = Json.stored(bytes);
        Map<String, String> environments = new LinkedHashMap<>();
        json.path("environments")
                .properties()
                .forEach(field ->
                        environments.put(field.getKey(), field.getValue().asText()));
        return new ProjectDocument(json.path("name").asText(), environments);
    }

    /** The bytes to store in the place of what is stored; what a newer version has put there stays, or the write is refused. */
    byte[] writeOver(String place, byte @Nullable [] stored) {
        byte[] written = write();
        return stored == null
                ? written
                : Unknown.carried(place, stored, read(stored).write(), Set.of(), written);
    }

    private byte[] write() {
        ObjectNode json = Json.object().put("name", name);
        ObjectNode names = json.putObject("environments");
        environments.forEach(names::put);
        return Json.write(json);
    }
}
