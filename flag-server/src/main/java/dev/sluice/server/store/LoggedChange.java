package dev.sluice.server.store;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.WireRecord;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One change of one environment as the log keeps it: everything that its script wrote there.
 *
 * @param fromHash hash of the environment before
 * @param id the state after it; the one before is {@code id.revision() - 1}
 * @param cause who made it
 * @param targeting authored targeting; empty = removed
 * @param segments authored segments; empty = removed
 * @param flagRecords wire records of flags; empty = removed
 * @param segmentRecords wire records of segments; empty = removed
 */
public record LoggedChange(
        EnvironmentHash fromHash,
        StateId id,
        StateChange.Cause cause,
        Map<String, Optional<byte[]>> targeting,
        Map<String, Optional<byte[]>> segments,
        SortedMap<String, Optional<WireRecord>> flagRecords,
        SortedMap<String, Optional<WireRecord>> segmentRecords) {

    /** The state before it. */
    StateId from() {
        return new StateId(id.epoch(), id.revision() - 1, fromHash);
    }

    /** The part that is streamed. */
    Delta delta() {
        return new Delta(
                id.epoch(),
                id.revision() - 1,
                fromHash,
                id.revision(),
                id.hash(),
                flagRecords,
                segmentRecords,
                cause.urgent());
    }
}
