package dev.sluice.engine.wire;

import dev.sluice.engine.StateId;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentReading;
import java.util.SortedMap;

/** Writes and reads the wire form. Safe for any number of threads. */
@SuppressWarnings("DoNotCallSuggester")
public final class WireCodec {
    /** The format of the wire that is written and read: 0, which may change until release 0.1.0. */
    public static final int FORMAT = 0;

    public WireCodec() {}

    public byte[] write(Flag flag) {
        throw new UnsupportedOperationException();
    }

    public byte[] write(Segment segment) {
        throw new UnsupportedOperationException();
    }

    /** Reads a flag's record; what can't be understood is told in the result, nothing is thrown. */
    public FlagReading readFlag(String key, byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /** Reads a segment's record; what can't be understood is told in the result, nothing is thrown. */
    public SegmentReading readSegment(String key, byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /** The data of the event {@code snapshot}: one line. */
    public byte[] encodeSnapshot(
            StateId id, SortedMap<String, WireRecord> flags, SortedMap<String, WireRecord> segments) {
        throw new UnsupportedOperationException();
    }

    /** The data of the event {@code delta}: one line. */
    public byte[] encodeDelta(Delta delta) {
        throw new UnsupportedOperationException();
    }

    /** Throws {@link WireException} for what can't be decoded or whose records do not have the hashes they claim. */
    public SnapshotEvent decodeSnapshot(byte[] data) {
        throw new UnsupportedOperationException();
    }

    /** Throws {@link WireException} for what can't be decoded or whose records do not have the hashes they claim. */
    public Delta decodeDelta(byte[] data) {
        throw new UnsupportedOperationException();
    }

    /** Whether bytes can be embedded in an event: one JSON object on one line. A record that can't never reaches a stream. */
    public boolean isEmbeddable(byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
