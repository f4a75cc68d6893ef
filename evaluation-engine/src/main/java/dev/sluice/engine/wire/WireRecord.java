package dev.sluice.engine.wire;

import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;

/**
 * A flag's or a segment's record as its writer stored it. Equal by its hash.
 *
 * @param h over kind, key and bytes, computed once by the writer
 * @param bytes one line of JSON, never written again by a reader; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record WireRecord(RecordHash h, byte[] bytes) {

    /** The record of freshly written bytes. */
    public static WireRecord of(RecordKind kind, String key, byte[] bytes) {
        return new WireRecord(RecordHash.of(kind, key, bytes), bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireRecord that && h.equals(that.h);
    }

    @Override
    public int hashCode() {
        return h.hashCode();
    }

    /** Tells hash and size, never the content. */
    @Override
    public String toString() {
        return "WireRecord[h=" + h + ", " + bytes.length + " bytes]";
    }
}
