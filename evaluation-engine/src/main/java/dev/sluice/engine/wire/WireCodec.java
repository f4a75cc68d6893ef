package dev.sluice.engine.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.engine.StateId;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentReading;
import java.io.IOException;
import java.util.SortedMap;

/** Writes and reads the wire form. Safe for any number of threads. */
public final class WireCodec {
    /** The format of the wire that is written and read: 0, which may change until release 0.1.0. */
    public static final int FORMAT = 0;

    public WireCodec() {}

    /** The record of a flag: one line of JSON, always the same for the same definition. */
    public byte[] write(Flag flag) {
        return RecordWriter.write(flag);
    }

    /** The record of a segment: one line of JSON, always the same for the same definition. */
    public byte[] write(Segment segment) {
        return RecordWriter.write(segment);
    }

    /** Reads a flag's record; what can't be understood is told in the result, nothing is thrown. */
    public FlagReading readFlag(String key, byte[] bytes) {
        return RecordReader.readFlag(key, bytes);
    }

    /** Reads a segment's record; what can't be understood is told in the result, nothing is thrown. */
    public SegmentReading readSegment(String key, byte[] bytes) {
        return RecordReader.readSegment(key, bytes);
    }

    /** The data of the event {@code snapshot}: one line. All records must be {@link #isEmbeddable embeddable}. */
    public byte[] encodeSnapshot(
            StateId id, SortedMap<String, WireRecord> flags, SortedMap<String, WireRecord> segments) {
        return EventWriter.snapshot(id, flags, segments);
    }

    /** The data of the event {@code delta}: one line. All records must be {@link #isEmbeddable embeddable}. */
    public byte[] encodeDelta(Delta delta) {
        return EventWriter.delta(delta);
    }

    /** Throws {@link WireException} for what can't be decoded or whose records do not have the hashes they claim. */
    public SnapshotEvent decodeSnapshot(byte[] data) {
        return EventReader.snapshot(data);
    }

    /** Throws {@link WireException} for what can't be decoded or whose records do not have the hashes they claim. */
    public Delta decodeDelta(byte[] data) {
        return EventReader.delta(data);
    }

    /**
     * Whether bytes can be embedded in an event: one JSON object in UTF-8, on one line, with nothing around it. A record that
     * can't must not reach a stream, where it would break the whole event.
     */
    public boolean isEmbeddable(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != '{' || bytes[bytes.length - 1] != '}') {
            return false;
        }
        for (byte b : bytes) {
            if (b == '\n' || b == '\r' || b == 0) {
                return false;
            }
        }
        try (JsonParser parser = Json.EMBEDDED.createParser(bytes)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    && parser.skipChildren().currentToken() == JsonToken.END_OBJECT
                    && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
