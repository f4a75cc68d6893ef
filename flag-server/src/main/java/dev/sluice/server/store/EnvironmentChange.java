package dev.sluice.server.store;

import java.util.Map;
import java.util.Optional;

/**
 * Changes to one environment; they raise its revision by one. The writer computes the records' hashes and the environment's.
 *
 * @param environment key of the environment
 * @param create whether it is created here; then {@code expectedRevision} is 0 and the store layer makes the epoch
 * @param expectedRevision the revision that the change was planned on
 * @param targeting authored targeting by flag; empty = remove
 * @param segments authored segments by key; empty = remove
 * @param flagRecords wire records of flags, bytes as the codec wrote them; empty = remove
 * @param segmentRecords wire records of segments, likewise
 * @param urgent whether SDKs are to acknowledge without delay (off, kill, rollback)
 */
public record EnvironmentChange(
        String environment,
        boolean create,
        long expectedRevision,
        Map<String, Optional<byte[]>> targeting,
        Map<String, Optional<byte[]>> segments,
        Map<String, Optional<byte[]>> flagRecords,
        Map<String, Optional<byte[]>> segmentRecords,
        boolean urgent) {

    /** Checks keys and the expected revision. */
    public EnvironmentChange {
        Keys.check("environment", environment);
        if (create ? expectedRevision != 0 : expectedRevision < 1) {
            throw new IllegalArgumentException("expectedRevision: " + expectedRevision + " is not allowed; expected "
                    + (create ? "0, for the environment is created" : ">= 1"));
        }
        targeting = Map.copyOf(targeting);
        segments = Map.copyOf(segments);
        flagRecords = Map.copyOf(flagRecords);
        segmentRecords = Map.copyOf(segmentRecords);
        targeting.keySet().forEach(key -> Keys.check("flag", key));
        segments.keySet().forEach(key -> Keys.check("segment", key));
        flagRecords.keySet().forEach(key -> Keys.check("flag", key));
        segmentRecords.keySet().forEach(key -> Keys.check("segment", key));
    }

    /** A new, empty environment. */
    public static EnvironmentChange creation(String environment) {
        return new EnvironmentChange(environment, true, 0, Map.of(), Map.of(), Map.of(), Map.of(), false);
    }
}
