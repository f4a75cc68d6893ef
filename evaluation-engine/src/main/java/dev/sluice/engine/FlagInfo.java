package dev.sluice.engine;

import dev.sluice.engine.model.Guard;
import dev.sluice.engine.model.Variation;
import dev.sluice.engine.model.WhenUnknown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be told about a flag without deciding it: of the form that is in force, which for a record that is not understood
 * is the last good one.
 *
 * @param variations in their order
 */
public record FlagInfo(
        String key,
        ValueType type,
        long version,
        boolean enabled,
        List<Variation> variations,
        @Nullable String offVariation,
        @Nullable Guard guard,
        @Nullable WhenUnknown whenUnknown) {}
