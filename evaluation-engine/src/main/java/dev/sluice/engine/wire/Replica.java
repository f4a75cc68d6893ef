package dev.sluice.engine.wire;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.SnapshotCompiler;
import dev.sluice.engine.StateId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * One environment's state as everybody holds it, server and SDK: records as bytes, and the snapshot that they compile to.
 * Immutable: whoever follows a stream keeps one in a volatile field and puts the next in its place.
 *
 * <p>A change is applied as one or not at all. Nobody goes back in time: a delta must start exactly here, and a snapshot must
 * not lie before this state. So duplicates and latecomers change nothing, in whatever order they arrive.
 */
public final class Replica {
    private static final WireCodec CODEC = new WireCodec();

    private final StateId id;
    private final SortedMap<String, WireRecord> flags;
    private final SortedMap<String, WireRecord> segments;
    private final Snapshot snapshot;

    private Replica(
            StateId id,
            SortedMap<String, WireRecord> flags,
            SortedMap<String, WireRecord> segments,
            Snapshot snapshot) {
        this.id = id;
        this.flags = Collections.unmodifiableSortedMap(flags);
        this.segments = Collections.unmodifiableSortedMap(segments);
        this.snapshot = snapshot;
    }

    /** The empty beginning of an epoch: revision 0. */
    public static Replica initial(Epoch epoch) {
        StateId id = StateId.initial(epoch);
        return new Replica(id, new TreeMap<>(), new TreeMap<>(), Snapshot.empty(id));
    }

    /** The replica of a whole state. Throws {@link WireException} if its records do not add up to its hash. */
    public static Replica of(SnapshotEvent event) {
        return initial(event.id().epoch()).replacedBy(event);
    }

    /** The state that this is. */
    public StateId id() {
        return id;
    }

    /** All flag records by key. */
    public SortedMap<String, WireRecord> flags() {
        return flags;
    }

    /** All segment records by key. */
    public SortedMap<String, WireRecord> segments() {
        return segments;
    }

    /** What the records compile to. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The whole state, to be sent to somebody. */
    public SnapshotEvent toEvent() {
        return new SnapshotEvent(WireCodec.FORMAT, id, flags, segments);
    }

    /**
     * The replica after a delta; compiles only what it touches, and keeps last good forms. Throws {@link WrongBaseException}
     * if it does not start from this state, {@link WireException} if it does not lead to the hash it claims.
     */
    public Replica apply(Delta delta) {
        if (!delta.base().equals(id)) {
            throw new WrongBaseException(id, delta);
        }
        return changed(delta.target(), delta.flags(), delta.segments());
    }

    /**
     * The replica after a whole state; keeps last good forms. Throws {@link OlderStateException} if it lies before this one,
     * {@link WireException} if its records do not add up to its hash. A fork that does not lie before this one is taken; that
     * it is one, {@link StateId#standingOf} tells.
     */
    public Replica replace(SnapshotEvent event) {
        if (event.id().asRevision().compareTo(id.asRevision()) < 0) {
            throw new OlderStateException(id, event.id());
        }
        return replacedBy(event);
    }

    private Replica replacedBy(SnapshotEvent event) {
        return changed(event.id(), changes(flags, event.flags()), changes(segments, event.segments()));
    }

    /** What leads from this state to a later one of the same epoch, in one step, without haste. */
    public Delta deltaTo(Replica newer) {
        return deltaTo(newer, false);
    }

    /**
     * What leads from this state to a later one of the same epoch, in one step. Throws {@link IllegalArgumentException} for
     * one of another epoch or one that is not later.
     */
    public Delta deltaTo(Replica newer, boolean urgent) {
        if (!newer.id.epoch().equals(id.epoch())) {
            throw new IllegalArgumentException(
                    "no delta leads from epoch " + id.epoch() + " to " + newer.id.epoch() + "; send a snapshot");
        }
        return new Delta(
                id.epoch(),
                id.revision(),
                id.hash(),
                newer.id.revision(),
                newer.id.hash(),
                changes(flags, newer.flags),
                changes(segments, newer.segments),
                urgent);
    }

    private static SortedMap<String, Optional<WireRecord>> changes(
            SortedMap<String, WireRecord> from, SortedMap<String, WireRecord> to) {
        SortedMap<String, Optional<WireRecord>> changes = new TreeMap<>();
        to.forEach((key, record) -> {
            WireRecord before = from.get(key);
            if (before == null || !before.equals(record)) {
                changes.put(key, Optional.of(record));
            }
        });
        from.keySet().forEach(key -> {
            if (!to.containsKey(key)) {
                changes.put(key, Optional.empty());
            }
        });
        return changes;
    }

    private Replica changed(
            StateId target,
            SortedMap<String, Optional<WireRecord>> flagChanges,
            SortedMap<String, Optional<WireRecord>> segmentChanges) {
        SortedMap<String, WireRecord> newFlags = new TreeMap<>(flags);
        SortedMap<String, WireRecord> newSegments = new TreeMap<>(segments);
        EnvironmentHash hash = merge(id.hash(), newFlags, flagChanges);
        hash = merge(hash, newSegments, segmentChanges);
        if (!hash.equals(target.hash())) {
            throw new WireException("records come to " + hash.hash8() + ", not to the hash of " + target.eventId());
        }
        Snapshot compiled = SnapshotCompiler.compile(
                snapshot, target, readings(flagChanges, CODEC::readFlag), readings(segmentChanges, CODEC::readSegment));
        return new Replica(target, newFlags, newSegments, compiled);
    }

    /** Puts changes into records, and gives the hash that comes of it. Deleting what is not there changes nothing. */
    private static EnvironmentHash merge(
            EnvironmentHash before,
            SortedMap<String, WireRecord> records,
            SortedMap<String, Optional<WireRecord>> changes) {
        EnvironmentHash hash = before;
        for (Map.Entry<String, Optional<WireRecord>> change : changes.entrySet()) {
            WireRecord added = change.getValue().orElse(null);
            WireRecord removed = added == null ? records.remove(change.getKey()) : records.put(change.getKey(), added);
            hash = removed == null ? hash : hash.minus(removed.h());
            hash = added == null ? hash : hash.plus(added.h());
        }
        return hash;
    }

    private static <R> Map<String, Optional<R>> readings(
            SortedMap<String, Optional<WireRecord>> changes, BiFunction<String, byte[], R> read) {
        Map<String, Optional<R>> readings = new HashMap<>();
        changes.forEach((key, change) -> readings.put(key, change.map(record -> read.apply(key, record.bytes()))));
        return readings;
    }

    @Override
    public String toString() {
        return "Replica[" + id.eventId() + ", " + flags.size() + " flags, " + segments.size() + " segments]";
    }
}
