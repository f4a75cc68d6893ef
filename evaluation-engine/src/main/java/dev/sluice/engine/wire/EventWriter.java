package dev.sluice.engine.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.engine.StateId;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.SortedMap;

/** Encodes one event as one line, with each record's bytes as they are. */
final class EventWriter {
    private static final int ROOM_PER_RECORD = 128;

    private final ByteArrayOutputStream out;

    private EventWriter(int records) {
        out = new ByteArrayOutputStream(ROOM_PER_RECORD * (records + 2));
    }

    static byte[] snapshot(StateId id, SortedMap<String, WireRecord> flags, SortedMap<String, WireRecord> segments) {
        EventWriter event = new EventWriter(flags.size() + segments.size());
        event.raw("{\"format\":" + WireCodec.FORMAT + ",\"epoch\":\"" + id.epoch() + "\",\"revision\":" + id.revision()
                + ",\"hash\":\"" + id.hash() + "\",\"flags\":{");
        event.records(flags);
        event.raw("},\"segments\":{");
        event.records(segments);
        event.raw("}}");
        return event.out.toByteArray();
    }

    static byte[] delta(Delta delta) {
        EventWriter event =
                new EventWriter(delta.flags().size() + delta.segments().size());
        event.raw("{\"epoch\":\"" + delta.epoch() + "\",\"from\":" + delta.from() + ",\"fromHash\":\""
                + delta.fromHash() + "\",\"to\":" + delta.to() + ",\"hash\":\"" + delta.hash() + "\",\"flags\":{");
        event.changes(delta.flags());
        event.raw("},\"segments\":{");
        event.changes(delta.segments());
        event.raw("},\"urgent\":" + delta.urgent() + "}");
        return event.out.toByteArray();
    }

    private void records(SortedMap<String, WireRecord> records) {
        String separator = "";
        for (var entry : records.entrySet()) {
            key(separator, entry.getKey());
            record(entry.getValue());
            separator = ",";
        }
    }

    private void changes(SortedMap<String, Optional<WireRecord>> changes) {
        String separator = "";
        for (var entry : changes.entrySet()) {
            key(separator, entry.getKey());
            entry.getValue().ifPresentOrElse(this::record, () -> raw("null"));
            separator = ",";
        }
    }

    private void key(String separator, String key) {
        raw(separator + "\"");
        out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(key));
        raw("\":");
    }

    private void record(WireRecord record) {
        raw("{\"h\":\"" + record.h() + "\",\"record\":");
        out.writeBytes(record.bytes());
        raw("}");
    }

    private void raw(String json) {
        out.writeBytes(json.getBytes(UTF_8));
    }
}
