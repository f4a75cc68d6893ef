package dev.sluice.engine.wire;

import dev.sluice.engine.Epoch;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.StateId;
import java.util.SortedMap;

/** One environment's state as server and SDK hold it: records as bytes, and what they compile to. Immutable. */
@SuppressWarnings("DoNotCallSuggester")
public final class Replica {
    private Replica() {}

    /** The empty beginning of an epoch: revision 0. */
    public static Replica initial(Epoch epoch) {
        throw new UnsupportedOperationException();
    }

    /** The replica of a whole state. Throws {@link WireException} if its records do not add up to its hash. */
    public static Replica of(SnapshotEvent event) {
        throw new UnsupportedOperationException();
    }

    public StateId id() {
        throw new UnsupportedOperationException();
    }

    public SortedMap<String, WireRecord> flags() {
        throw new UnsupportedOperationException();
    }

    public SortedMap<String, WireRecord> segments() {
        throw new UnsupportedOperationException();
    }

    public Snapshot snapshot() {
        throw new UnsupportedOperationException();
    }

    /**
     * The replica after a delta; compiles only what it touches, and keeps last good forms. Throws {@link WrongBaseException}
     * if it does not start from this state, {@link WireException} if it does not lead to the hash it claims.
     */
    public Replica apply(Delta delta) {
        throw new UnsupportedOperationException();
    }

    /**
     * The replica after a whole state; keeps last good forms. Throws {@link OlderStateException} if it lies before this one,
     * {@link WireException} if its records do not add up to its hash.
     */
    public Replica replace(SnapshotEvent event) {
        throw new UnsupportedOperationException();
    }

    /** What leads from this state to a later one of the same epoch, in one step. */
    public Delta deltaTo(Replica newer) {
        return deltaTo(newer, false);
    }

    /** What leads from this state to a later one of the same epoch, in one step. */
    public Delta deltaTo(Replica newer, boolean urgent) {
        throw new UnsupportedOperationException();
    }
}
