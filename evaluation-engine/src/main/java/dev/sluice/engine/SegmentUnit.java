package dev.sluice.engine;

import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentReading;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot keeps of one segment, so that the next one can be made from it.
 *
 * @param lastGood the definition that was compiled last
 * @param held the segments that it was compiled with
 * @param problem why the newest record does not decide; null if it does
 * @param compiled null if there never was a good form
 * @param needsSegments keys of segments that its newest or last good form refers to
 */
record SegmentUnit(
        SegmentReading newest,
        @Nullable Segment lastGood,
        Map<String, CompiledSegment> held,
        @Nullable String problem,
        @Nullable CompiledSegment compiled,
        Set<String> needsSegments) {}
