package dev.sluice.engine.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one event. Records are not parsed but cut out as they are, and hashed: nobody who reads them could write the same
 * bytes again. Unknown fields of the envelope are passed over; a field that is given twice is refused.
 */
final class EventReader {
    private final byte[] data;
    private @Nullable Long format;
    private @Nullable String epoch;
    private @Nullable Long revision;
    private @Nullable String hash;
    private @Nullable Long from;
    private @Nullable String fromHash;
    private @Nullable Long to;
    private @Nullable Boolean urgent;
    private @Nullable SortedMap<String, Optional<WireRecord>> flags;
    private @Nullable SortedMap<String, Optional<WireRecord>> segments;

    private EventReader(byte[] data) {
        this.data = data;
    }

    static SnapshotEvent snapshot(byte[] data) {
        EventReader event = new EventReader(data);
        try {
            event.read();
            long format = required("format", event.format);
            if (format != WireCodec.FORMAT) {
                throw new WireException(
                        "snapshot: format " + format + " is not known; this engine reads " + WireCodec.FORMAT);
            }
            StateId id = new StateId(
                    Epoch.parse(required("epoch", event.epoch)),
                    required("revision", event.revision),
                    EnvironmentHash.parse(required("hash", event.hash)));
            return new SnapshotEvent(
                    WireCodec.FORMAT,
                    id,
                    present(required("flags", event.flags)),
                    present(required("segments", event.segments)));
        } catch (IOException | IllegalArgumentException e) {
            throw undecodable("snapshot", e);
        }
    }

    static Delta delta(byte[] data) {
        EventReader event = new EventReader(data);
        try {
            event.read();
            return new Delta(
                    Epoch.parse(required("epoch", event.epoch)),
                    required("from", event.from),
                    EnvironmentHash.parse(required("fromHash", event.fromHash)),
                    required("to", event.to),
                    EnvironmentHash.parse(required("hash", event.hash)),
                    event.flags == null ? Collections.emptySortedMap() : event.flags,
                    event.segments == null ? Collections.emptySortedMap() : event.segments,
                    event.urgent != null && event.urgent);
        } catch (IOException | IllegalArgumentException e) {
            throw undecodable("delta", e);
        }
    }

    /** Without the parser's message, which quotes the data. */
    private static WireException undecodable(String what, Exception cause) {
        String why = cause instanceof IOException ? "no JSON that can be read" : String.valueOf(cause.getMessage());
        return new WireException(what + " can't be decoded: " + why);
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static SortedMap<String, WireRecord> present(SortedMap<String, Optional<WireRecord>> records) {
        SortedMap<String, WireRecord> present = new TreeMap<>();
        records.forEach((key, record) -> present.put(
                key, record.orElseThrow(() -> new IllegalArgumentException("a snapshot can't delete a record"))));
        return present;
    }

    private void read() throws IOException {
        try (JsonParser parser = Json.ENVELOPES.createParser(data)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, "expected an object");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                field(parser, name);
            }
            expect(parser.nextToken() == null, "something follows the end");
        }
    }

    private void field(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "format" -> format = once(name, format, number(parser, name));
            case "epoch" -> epoch = once(name, epoch, text(parser, name));
            case "revision" -> revision = once(name, revision, number(parser, name));
            case "hash" -> hash = once(name, hash, text(parser, name));
            case "from" -> from = once(name, from, number(parser, name));
            case "fromHash" -> fromHash = once(name, fromHash, text(parser, name));
            case "to" -> to = once(name, to, number(parser, name));
            case "urgent" -> {
                expect(parser.currentToken().isBoolean(), "urgent: expected true or false");
                urgent = once(name, urgent, parser.getBooleanValue());
            }
            case "flags" -> flags = once(name, flags, records(parser, RecordKind.FLAG));
            case "segments" -> segments = once(name, segments, records(parser, RecordKind.SEGMENT));
            default -> parser.skipChildren();
        }
    }

    private SortedMap<String, Optional<WireRecord>> records(JsonParser parser, RecordKind kind) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, kind + "s: expected an object");
        SortedMap<String, Optional<WireRecord>> records = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Optional<WireRecord> record = parser.nextToken() == JsonToken.VALUE_NULL
                    ? Optional.empty()
                    : Optional.of(record(parser, kind, key));
            expect(records.put(key, record) == null, kind + "s: a key is given twice");
        }
        return records;
    }

    private WireRecord record(JsonParser parser, RecordKind kind, String key) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, kind + "s: expected objects");
        String h = null;
        byte[] bytes = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("h")) {
                h = once(name, h, text(parser, name));
            } else if (name.equals("record")) {
                bytes = once(name, bytes, slice(parser));
            } else {
                parser.skipChildren();
            }
        }
        RecordHash claimed = RecordHash.parse(required("h", h));
        byte[] slice = required("record", bytes);
        if (!RecordHash.of(kind, key, slice).equals(claimed)) {
            throw new WireException(kind + " \"" + key + "\": its record does not have the hash it claims");
        }
        return new WireRecord(claimed, slice);
    }

    private byte[] slice(JsonParser parser) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "record: expected an object");
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        long end = parser.currentLocation().getByteOffset();
        expect(start >= 0 && end > start && end <= data.length, "expected UTF-8");
        return Arrays.copyOfRange(data, (int) start, (int) end);
    }

    private static long number(JsonParser parser, String name) throws IOException {
        expect(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, name + ": expected a whole number");
        return parser.getLongValue();
    }

    private static String text(JsonParser parser, String name) throws IOException {
        expect(parser.currentToken() == JsonToken.VALUE_STRING, name + ": expected a string");
        return parser.getText();
    }

    private static <T> T once(String name, @Nullable Object before, T value) {
        expect(before == null, name + " is given twice");
        return value;
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
