package dev.sluice.server.command;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.FlagInfo;
import dev.sluice.engine.NotUnderstood;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Violation;
import dev.sluice.server.store.EnvironmentState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a candidate with the real engine before it is written: what no evaluator would understand is refused here, and
 * not found out by every SDK.
 */
final class Trial {
    private static final Epoch NEW = new Epoch(0, "trial");

    private Trial() {}

    /**
     * Compiles the records on the environment as it is.
     *
     * @param present the environment, or null for one that is being made
     * @param flags wire records to write; empty = removed
     * @param segments likewise
     * @return the environment as it will be
     * @throws InvalidException if a flag is not understood that was before, or that is written now; one that is disabled may stay so
     */
    static Replica compile(
            @Nullable EnvironmentState present,
            Map<String, Optional<byte[]>> flags,
            Map<String, Optional<byte[]>> segments) {
        Replica before = present == null ? Replica.initial(NEW) : present.replica();
        if (flags.isEmpty() && segments.isEmpty()) {
            return before;
        }
        StateId base = before.id();
        SortedMap<String, Optional<WireRecord>> flagRecords = records(RecordKind.FLAG, flags);
        SortedMap<String, Optional<WireRecord>> segmentRecords = records(RecordKind.SEGMENT, segments);
        EnvironmentHash hash = sum(base.hash(), before.flags(), flagRecords);
        hash = sum(hash, before.segments(), segmentRecords);
        Replica after = before.apply(new Delta(
                base.epoch(),
                base.revision(),
                base.hash(),
                base.revision() + 1,
                hash,
                flagRecords,
                segmentRecords,
                false));
        Set<String> tolerated = new HashSet<>(troubled(before.snapshot()));
        tolerated.removeIf(flag -> flags.containsKey(flag) && !isDisabled(after.snapshot(), flag));
        List<Violation> refused = after.snapshot().notUnderstood().stream()
                .filter(trouble -> !tolerated.contains(trouble.flag()))
                .map(trouble -> new Violation(
                        "", "flag " + trouble.flag() + ": the engine does not understand this: " + trouble.why()))
                .toList();
        if (!refused.isEmpty()) {
            throw new InvalidException(refused);
        }
        return after;
    }

    /** Whether a flag is off for everyone, whatever else its record holds. */
    private static boolean isDisabled(Snapshot snapshot, String flag) {
        FlagInfo info = snapshot.flag(flag);
        return info != null && !info.enabled();
    }

    private static Set<String> troubled(Snapshot snapshot) {
        return snapshot.notUnderstood().stream().map(NotUnderstood::flag).collect(Collectors.toSet());
    }

    private static SortedMap<String, Optional<WireRecord>> records(
            RecordKind kind, Map<String, Optional<byte[]>> changes) {
        SortedMap<String, Optional<WireRecord>> records = new TreeMap<>();
        changes.forEach((key, bytes) -> records.put(key, bytes.map(written -> WireRecord.of(kind, key, written))));
        return records;
    }

    private static EnvironmentHash sum(
            EnvironmentHash start,
            SortedMap<String, WireRecord> present,
            SortedMap<String, Optional<WireRecord>> changes) {
        EnvironmentHash hash = start;
        for (Map.Entry<String, Optional<WireRecord>> change : changes.entrySet()) {
            WireRecord old = present.get(change.getKey());
            if (old != null) {
                hash = hash.minus(old.h());
            }
            if (change.getValue().isPresent()) {
                hash = hash.plus(change.getValue().get().h());
            }
        }
        return hash;
    }
}
