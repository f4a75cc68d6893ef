package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import java.util.Collections;
import java.util.SortedMap;

/**
 * One environment at one revision: what is evaluated and streamed ({@link #replica()}) beside what people wrote. Immutable;
 * the byte arrays are shared and must not be changed.
 */
public final class EnvironmentState {

    private final EnvironmentId id;
    private final Replica replica;
    private final SortedMap<String, byte[]> targeting;
    private final SortedMap<String, byte[]> segments;
    private final StateId storedId;

    EnvironmentState(
            EnvironmentId id,
            Replica replica,
            SortedMap<String, byte[]> targeting,
            SortedMap<String, byte[]> segments) {
        this(id, replica, targeting, segments, replica.id());
    }

    EnvironmentState(
            EnvironmentId id,
            Replica replica,
            SortedMap<String, byte[]> targeting,
            SortedMap<String, byte[]> segments,
            StateId storedId) {
        this.id = id;
        this.replica = replica;
        this.targeting = Collections.unmodifiableSortedMap(targeting);
        this.segments = Collections.unmodifiableSortedMap(segments);
        this.storedId = storedId;
    }

    /** Which environment this is. */
    public EnvironmentId id() {
        return id;
    }

    /** The wire records with their identity, compiled. */
    public Replica replica() {
        return replica;
    }

    /** Identity of the state: epoch, revision, hash. */
    public StateId stateId() {
        return replica.id();
    }

    /** What the store calls this state; another than {@link #stateId()} only while records there can't be read. */
    StateId storedId() {
        return storedId;
    }

    /** Whether records of the store are missing here, because they can't be read. */
    public boolean impaired() {
        return !storedId.equals(stateId());
    }

    /** Authored targeting of each flag, as written. */
    public SortedMap<String, byte[]> targeting() {
        return targeting;
    }

    /** Authored segments, as written. */
    public SortedMap<String, byte[]> segments() {
        return segments;
    }

    /** How many documents and records there are. */
    int size() {
        return targeting.size()
                + segments.size()
                + replica.flags().size()
                + replica.segments().size();
    }

    @Override
    public String toString() {
        return id + " at " + stateId().eventId();
    }
}
