package dev.sluice.engine;

import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagReading;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot keeps of one flag, so that the next one can be made from it.
 *
 * @param lastGood the definition that was compiled last
 * @param held the segments that it was compiled with: if one disappears, the flag goes on with what it had
 * @param problem why the newest record does not decide; null if it does
 * @param needsFlags keys of flags that its newest or last good form refers to
 * @param needsSegments keys of segments that its newest or last good form refers to
 */
record FlagUnit(
        FlagReading newest,
        @Nullable Flag lastGood,
        Map<String, CompiledSegment> held,
        @Nullable String problem,
        CompiledFlag compiled,
        Set<String> needsFlags,
        Set<String> needsSegments) {

    /** Why this flag is to be reported: its own problem, or that a segment it uses has one. */
    @Nullable
    String report() {
        if (problem != null || held.isEmpty()) {
            return problem;
        }
        return held.values().stream()
                .map(CompiledSegment::trouble)
                .filter(trouble -> trouble != null)
                .sorted()
                .findFirst()
                .orElse(null);
    }
}
