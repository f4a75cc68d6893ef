package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Variation;
import dev.sluice.server.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a flag is in all environments of its project, as people write it. Who gets what is its {@link Targeting}, one for
 * each environment.
 *
 * @param key the flag's key
 * @param type the type of all its values
 * @param variations the values by name, in their order
 * @param about what people note about it; changes no decision
 * @param clientVisible whether client keys may see it
 * @param archived whether it is out of use: no environment evaluates it
 */
public record FlagDefinition(
        String key, ValueType type, List<Variation> variations, About about, boolean clientVisible, boolean archived) {
    /** Copies the list. */
    public FlagDefinition {
        variations = List.copyOf(variations);
    }

    /**
     * What people note about a flag.
     *
     * @param description what it is for
     * @param owner who answers for it
     * @param tags words to find it by
     * @param runbook where it is written what to do
     * @param temporary whether it is meant to go away
     * @param expires the day by which it should be gone, or null
     */
    public record About(
            String description,
            String owner,
            List<String> tags,
            String runbook,
            boolean temporary,
            @Nullable String expires) {
        /** Copies the list. */
        public About {
            tags = List.copyOf(tags);
        }
    }

    /** The names of the variations, in their order. */
    public List<String> variationNames() {
        return variations.stream().map(Variation::name).toList();
    }

    /** Whether there is a variation of this name. */
    public boolean hasVariation(String name) {
        return variations.stream().anyMatch(variation -> variation.name().equals(name));
    }

    /** Whether both look the same to an SDK. */
    boolean sameOnTheWire(FlagDefinition other) {
        return type == other.type && variations.equals(other.variations) && archived == other.archived;
    }

    FlagDefinition archived(boolean value) {
        return new FlagDefinition(key, type, variations, about, clientVisible, value);
    }

    /** The document as people see it. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("key", key);
        json.put("type", type.toString());
        json.put("description", about.description());
        json.put("owner", about.owner());
        json.set("tags", Json.array(about.tags()));
        json.put("runbook", about.runbook());
        json.put("temporary", about.temporary());
        if (about.expires() != null) {
            json.put("expires", about.expires());
        }
        json.put("clientVisible", clientVisible);
        ObjectNode values = json.putObject("variations");
        variations.forEach(variation -> values.set(variation.name(), Values.json(variation.value())));
        json.put("archived", archived);
        return json;
    }
}
