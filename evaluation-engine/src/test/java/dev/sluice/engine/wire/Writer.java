package dev.sluice.engine.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An environment as its writer has it: records are put and removed, each {@link #commit} is the next revision. Gives deltas and
 * snapshots without help from {@link Replica}, which it is there to check.
 */
public final class Writer {
    private final Epoch epoch;
    private final SortedMap<String, WireRecord> flags = new TreeMap<>();
    private final SortedMap<String, WireRecord> segments = new TreeMap<>();
    private SortedMap<String, Optional<WireRecord>> flagChanges = new TreeMap<>();
    private SortedMap<String, Optional<WireRecord>> segmentChanges = new TreeMap<>();
    private StateId id;

    public Writer(String epoch) {
        this.epoch = Epoch.parse(epoch);
        this.id = StateId.initial(this.epoch);
    }

    public Writer flag(String key, String json) {
        return change(RecordKind.FLAG, key, Optional.of(json), flags, flagChanges);
    }

    public Writer segment(String key, String json) {
        return change(RecordKind.SEGMENT, key, Optional.of(json), segments, segmentChanges);
    }

    public Writer removeFlag(String key) {
        return change(RecordKind.FLAG, key, Optional.empty(), flags, flagChanges);
    }

    public Writer removeSegment(String key) {
        return change(RecordKind.SEGMENT, key, Optional.empty(), segments, segmentChanges);
    }

    private Writer change(
            RecordKind kind,
            String key,
            Optional<String> json,
            SortedMap<String, WireRecord> records,
            SortedMap<String, Optional<WireRecord>> changes) {
        Optional<WireRecord> record = json.map(text -> WireRecord.of(kind, key, text.getBytes(UTF_8)));
        record.ifPresentOrElse(added -> records.put(key, added), () -> records.remove(key));
        changes.put(key, record);
        return this;
    }

    public Delta commit() {
        EnvironmentHash hash = EnvironmentHash.EMPTY;
        for (WireRecord record : flags.values()) {
            hash = hash.plus(record.h());
        }
        for (WireRecord record : segments.values()) {
            hash = hash.plus(record.h());
        }
        StateId next = new StateId(epoch, id.revision() + 1, hash);
        Delta delta = new Delta(
                epoch, id.revision(), id.hash(), next.revision(), next.hash(), flagChanges, segmentChanges, false);
        id = next;
        flagChanges = new TreeMap<>();
        segmentChanges = new TreeMap<>();
        return delta;
    }

    public SnapshotEvent snapshot() {
        return new SnapshotEvent(WireCodec.FORMAT, id, flags, segments);
    }

    public StateId id() {
        return id;
    }
}
