package dev.sluice.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The compiled flags of a snapshot by key: keys on even places, flags on odd ones, at most half full. Each decision begins here, and
 * this costs it one step less than a map of entries would. Immutable.
 */
final class FlagTable {
    private final @Nullable Object[] entries;
    private final int shift;

    private FlagTable(int slots) {
        entries = new Object[2 * slots];
        shift = Scatter.shift(slots);
    }

    static FlagTable of(Map<String, FlagUnit> flags) {
        FlagTable table = new FlagTable(Scatter.slots(flags.size()));
        flags.forEach((key, unit) -> table.put(key, unit.compiled()));
        return table;
    }

    private void put(String key, CompiledFlag flag) {
        int at = Scatter.slot(key.hashCode(), shift) << 1;
        while (entries[at] != null) {
            at = (at + 2) & (entries.length - 1);
        }
        entries[at] = key;
        entries[at + 1] = flag;
    }

    @Nullable
    CompiledFlag find(String key) {
        @Nullable Object[] places = entries;
        int at = Scatter.slot(key.hashCode(), shift) << 1;
        Object found;
        while ((found = places[at]) != null) {
            if (found == key || found.equals(key)) {
                return (CompiledFlag) places[at + 1];
            }
            at = (at + 2) & (places.length - 1);
        }
        return null;
    }
}
