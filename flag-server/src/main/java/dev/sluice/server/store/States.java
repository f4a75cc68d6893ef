package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How states follow from one another: pure functions, the same for a node's own writes and for what it reads. */
final class States {

    private States() {}

    /** The environment after one logged change; {@code before} null means that the change creates it. */
    static EnvironmentState after(EnvironmentId id, @Nullable EnvironmentState before, LoggedChange change) {
        Replica base = before == null ? Replica.initial(change.id().epoch()) : before.replica();
        return new EnvironmentState(
                id,
                base.apply(change.delta()),
                patched(before == null ? new TreeMap<>() : before.targeting(), change.targeting()),
                patched(before == null ? new TreeMap<>() : before.segments(), change.segments()));
    }

    /**
     * The environment as the store has it whole; forms that could be compiled before are kept for records that can't be now.
     *
     * @param storedId what the store calls it; another than the whole's own id if records had to be left out
     */
    static EnvironmentState whole(
            EnvironmentId id, @Nullable EnvironmentState before, Reading.Whole whole, StateId storedId) {
        var event = new SnapshotEvent(WireCodec.FORMAT, whole.id(), whole.flagRecords(), whole.segmentRecords());
        Replica replica = before == null ? Replica.of(event) : before.replica().replace(event);
        return new EnvironmentState(id, replica, whole.targeting(), whole.segments(), storedId);
    }

    static SortedMap<String, byte[]> patched(SortedMap<String, byte[]> map, Map<String, Optional<byte[]>> changes) {
        if (changes.isEmpty()) {
            return map;
        }
        SortedMap<String, byte[]> patched = new TreeMap<>(map);
        changes.forEach(
                (key, value) -> value.ifPresentOrElse(bytes -> patched.put(key, bytes), () -> patched.remove(key)));
        return patched;
    }
}
