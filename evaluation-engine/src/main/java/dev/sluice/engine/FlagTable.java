package dev.sluice.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The compiled flags of a snapshot by key, open-addressed and at most half full. Each decision begins here, and a flag knows its own
 * key, so that this costs one step less than a map of entries. Immutable.
 *
 * <p>Keys that all have one hash can be made at will, and a table full of them would be searched from end to end. If some flag lies far
 * from its place, all are found by a map instead. A snapshot is such a table and does not hold one: that is one object less on the way
 * to a flag, and that way is most of what the simplest decision takes.
 */
class FlagTable {
    /** How far from its place a flag may lie; among keys that nobody chose for their hashes none gets there. */
    private static final int FARTHEST = 256;

    private final @Nullable CompiledFlag[] flags;
    private final int shift;
    private final @Nullable Map<String, FlagUnit> crowded;

    FlagTable(Map<String, FlagUnit> units) {
        @Nullable CompiledFlag[] places = new CompiledFlag[Scatter.slots(units.size())];
        boolean placed = true;
        for (FlagUnit unit : units.values()) {
            placed = placed && put(unit.compiled(), places);
        }
        this.flags = placed ? places : new CompiledFlag[Scatter.slots(0)];
        this.shift = Scatter.shift(flags.length);
        this.crowded = placed ? null : units;
    }

    /** False if the flag would lie too far from its place. */
    private static boolean put(CompiledFlag flag, @Nullable CompiledFlag[] flags) {
        int at = Scatter.slot(flag.key().hashCode(), Scatter.shift(flags.length));
        for (int steps = 0; flags[at] != null; steps++) {
            if (steps == FARTHEST) {
                return false;
            }
            at = (at + 1) & (flags.length - 1);
        }
        flags[at] = flag;
        return true;
    }

    final @Nullable CompiledFlag find(String key) {
        @Nullable CompiledFlag[] places = flags;
        int hash = key.hashCode();
        int at = Scatter.slot(hash, shift);
        CompiledFlag found;
        while ((found = places[at]) != null) {
            if (found.isNamed(key, hash)) {
                return found;
            }
            at = (at + 1) & (places.length - 1);
        }
        return crowded == null ? null : inCrowd(key);
    }

    private @Nullable CompiledFlag inCrowd(String key) {
        FlagUnit unit = crowded == null ? null : crowded.get(key);
        return unit == null ? null : unit.compiled();
    }
}
