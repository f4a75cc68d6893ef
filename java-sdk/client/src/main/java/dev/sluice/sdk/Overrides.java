package dev.sluice.sdk;

import dev.sluice.engine.Epoch;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.model.Variation;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Flags that this process has set for itself, whatever the server says: for a laptop, or a test of one's own.
 *
 * <p>An override replaces the flag by one that gives its variation to everyone ({@link Rewritten}). What is acknowledged is the
 * server's state, not this one. A flag that the server does not know is made up: boolean when its variation is
 * {@code on}, {@code off}, {@code true} or {@code false}, else a text. Immutable.
 */
final class Overrides {

    private static final String PROPERTY = "sluice.override.";
    private static final String VARIABLE = "SLUICE_OVERRIDES";

    private final SortedMap<String, String> variations;
    private final WireCodec codec = new WireCodec();
    private final Complaints complaints;

    private Overrides(SortedMap<String, String> variations, Complaints complaints) {
        this.variations = variations;
        this.complaints = complaints;
    }

    /** Those of the environment variable, and over them those of the system properties. */
    static Overrides of(Properties properties, Map<String, String> environment, Complaints complaints) {
        TreeMap<String, String> variations = new TreeMap<>();
        String listed = environment.getOrDefault(VARIABLE, "");
        for (String entry : listed.split(",")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variations.put(
                        entry.substring(0, equals).strip(),
                        entry.substring(equals + 1).strip());
            } else if (!entry.isBlank()) {
                complaints.warn(VARIABLE + " has the entry '" + entry.strip() + "'; expected flag=variation");
            }
        }
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PROPERTY)) {
                variations.put(name.substring(PROPERTY.length()), properties.getProperty(name));
            }
        }
        variations.forEach((flag, variation) -> complaints.warn(
                "Flag '" + flag + "' is overridden in this process: everyone gets '" + variation + "'"));
        return new Overrides(variations, complaints);
    }

    /** The variations by flag. */
    SortedMap<String, String> variations() {
        return variations;
    }

    /** What decides as long as no server has said anything; null when nothing does. */
    @Nullable
    Snapshot withoutServer() {
        return variations.isEmpty()
                ? null
                : in(Replica.initial(new Epoch(0, "none"))).snapshot();
    }

    /** The server's state with the overrides in it. */
    Replica in(Replica replica) {
        List<Flag> forms = new ArrayList<>();
        variations.forEach((key, variation) -> {
            Flag form = flag(key, variation, replica.flags().get(key));
            if (form != null) {
                forms.add(form);
            }
        });
        return Rewritten.of(replica, forms, complaints);
    }

    private @Nullable Flag flag(String key, String variation, @Nullable WireRecord record) {
        try {
            FlagCore core = record == null ? madeUp(key, variation) : read(key, record);
            if (core == null) {
                return null;
            }
            FlagCore enabled =
                    new FlagCore(core.key(), core.type(), core.version(), true, core.variations(), core.offVariation());
            return Flag.simple(enabled, new Fixed(variation));
        } catch (InvalidDefinitionException refused) {
            complaints.warn("The override of flag '" + key + "' is not used: " + refused.getMessage());
            return null;
        }
    }

    private @Nullable FlagCore read(String key, WireRecord record) {
        FlagReading reading = codec.readFlag(key, record.bytes());
        if (reading instanceof FlagReading.Understood understood) {
            return understood.flag().core();
        }
        return reading instanceof FlagReading.NotUnderstood notUnderstood ? notUnderstood.core() : null;
    }

    private static FlagCore madeUp(String key, String variation) {
        List<Variation> variations = switch (variation) {
            case "on", "off" -> List.of(new Variation("on", true), new Variation("off", false));
            case "true", "false" -> List.of(new Variation("true", true), new Variation("false", false));
            default -> List.of(new Variation(variation, variation));
        };
        ValueType type = variations.size() == 2 ? ValueType.BOOLEAN : ValueType.STRING;
        return new FlagCore(key, type, 0, true, variations, null);
    }
}
