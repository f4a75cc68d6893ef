package dev.sluice.engine.wire;

import dev.sluice.engine.StateId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole state of an environment, as the event {@code snapshot} and the poll carry it.
 *
 * @param format of the wire; {@link WireCodec#FORMAT} is the only one so far
 */
public record SnapshotEvent(
        int format, StateId id, SortedMap<String, WireRecord> flags, SortedMap<String, WireRecord> segments) {

    public SnapshotEvent {
        flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
        segments = Collections.unmodifiableSortedMap(new TreeMap<>(segments));
    }
}
