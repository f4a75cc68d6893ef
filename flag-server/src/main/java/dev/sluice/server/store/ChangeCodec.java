package dev.sluice.server.store;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bytes of stored records and of logged changes. A stored record is {@code 1:<h>:<bytes>}: schema version, hash, and the bytes exactly
 * as the writer made them. A change is framed in binary, so that the bytes inside are copied and never parsed.
 */
public final class ChangeCodec {

    private static final int VERSION = 1;
    private static final int HASH_DIGITS = 64;
    private static final int RECORD_HEADER = 2 + HASH_DIGITS + 1;

    private ChangeCodec() {}

    /** A record as it is stored. */
    public static byte[] writeRecord(WireRecord record) {
        byte[] stored = new byte[RECORD_HEADER + record.bytes().length];
        byte[] header = (VERSION + ":" + record.h() + ":").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(header, 0, stored, 0, RECORD_HEADER);
        System.arraycopy(record.bytes(), 0, stored, RECORD_HEADER, record.bytes().length);
        return stored;
    }

    /** Reads a stored record. */
    public static WireRecord readRecord(byte[] stored) {
        if (stored.length < RECORD_HEADER || stored[0] != '0' + VERSION || stored[1] != ':') {
            throw new IllegalArgumentException("a stored record begins with neither version 1 nor a hash");
        }
        String h = new String(stored, 2, HASH_DIGITS, StandardCharsets.US_ASCII);
        byte[] bytes = new byte[stored.length - RECORD_HEADER];
        System.arraycopy(stored, RECORD_HEADER, bytes, 0, bytes.length);
        return new WireRecord(RecordHash.parse(h), bytes);
    }

    /** A change as the log keeps it; its identity is kept beside it. */
    public static byte[] writeChange(LoggedChange change) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            text(out, change.fromHash().toString());
            StateChange.Cause cause = change.cause();
            text(out, cause.actor());
            text(out, cause.action());
            text(out, cause.comment());
            out.writeLong(cause.at().toEpochMilli());
            out.writeBoolean(cause.urgent());
            documents(out, change.targeting());
            documents(out, change.segments());
            records(out, change.flagRecords());
            records(out, change.segmentRecords());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Reads a change that leads to a state. */
    public static LoggedChange readChange(StateId id, byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("a logged change has version " + version + "; expected " + VERSION);
            }
            EnvironmentHash fromHash = EnvironmentHash.parse(text(in));
            String actor = text(in);
            String action = text(in);
            String comment = text(in);
            Instant at = Instant.ofEpochMilli(in.readLong());
            var cause = new StateChange.Cause(id.revision(), actor, action, comment, at, in.readBoolean());
            return new LoggedChange(fromHash, id, cause, documents(in), documents(in), records(in), records(in));
        } catch (IOException e) {
            throw new IllegalArgumentException("a logged change of " + bytes.length + " bytes ends too early", e);
        }
    }

    static void documents(DataOutputStream out, Map<String, Optional<byte[]>> documents) throws IOException {
        out.writeInt(documents.size());
        for (var entry : new TreeMap<>(documents).entrySet()) {
            text(out, entry.getKey());
            out.writeBoolean(entry.getValue().isPresent());
            bytes(out, entry.getValue().orElse(new byte[0]));
        }
    }

    static SortedMap<String, Optional<byte[]>> documents(DataInputStream in) throws IOException {
        SortedMap<String, Optional<byte[]>> documents = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String key = text(in);
            boolean present = in.readBoolean();
            byte[] bytes = bytes(in);
            documents.put(key, present ? Optional.of(bytes) : Optional.empty());
        }
        return documents;
    }

    private static void records(DataOutputStream out, SortedMap<String, Optional<WireRecord>> records)
            throws IOException {
        SortedMap<String, Optional<byte[]>> stored = new TreeMap<>();
        records.forEach((key, record) -> stored.put(key, record.map(ChangeCodec::writeRecord)));
        documents(out, stored);
    }

    private static SortedMap<String, Optional<WireRecord>> records(DataInputStream in) throws IOException {
        SortedMap<String, Optional<WireRecord>> records = new TreeMap<>();
        documents(in).forEach((key, stored) -> records.put(key, stored.map(ChangeCodec::readRecord)));
        return records;
    }

    static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("cut off");
        }
        return bytes;
    }
}
