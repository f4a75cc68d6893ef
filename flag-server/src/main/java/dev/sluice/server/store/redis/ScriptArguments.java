package dev.sluice.server.store.redis;

import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.ChangeCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The arguments of a script as they grow, one after the other. */
final class ScriptArguments {

    private static final byte[] NOTHING = new byte[0];
    private static final byte[] YES = RedisKeys.bytes("1");
    private static final byte[] NO = RedisKeys.bytes("0");

    private final List<byte[]> arguments = new ArrayList<>();

    void bytes(byte[] bytes) {
        arguments.add(bytes);
    }

    void text(String text) {
        arguments.add(RedisKeys.bytes(text));
    }

    void number(long number) {
        text(Long.toString(number));
    }

    void flag(boolean yes) {
        arguments.add(yes ? YES : NO);
    }

    /** Epoch, revision and hash; all empty for none. */
    void state(@Nullable StateId state) {
        text(state == null ? "" : state.epoch().toString());
        text(state == null ? "" : Long.toString(state.revision()));
        text(state == null ? "" : state.hash().toString());
    }

    void audit(AuditRecord audit) {
        number(audit.seq());
        number(audit.at().toEpochMilli());
        text(audit.actor());
        text(audit.action());
        text(audit.comment());
        arguments.add(audit.details());
        text(audit.previous());
        text(audit.digest());
    }

    /** A map as scripts take it: its size, then key, whether there is a value, value. */
    void patch(Map<String, Optional<byte[]>> changes) {
        number(changes.size());
        new TreeMap<>(changes).forEach((key, value) -> {
            text(key);
            flag(value.isPresent());
            arguments.add(value.orElse(NOTHING));
        });
    }

    /** The same of documents that are all there. */
    void documents(SortedMap<String, byte[]> documents) {
        number(documents.size());
        documents.forEach((key, value) -> {
            text(key);
            flag(true);
            arguments.add(value);
        });
    }

    /** Wire records of both kinds, as they are stored in one hash. */
    void records(
            SortedMap<String, Optional<WireRecord>> flagRecords,
            SortedMap<String, Optional<WireRecord>> segmentRecords) {
        Map<String, Optional<byte[]>> records = new TreeMap<>();
        flagRecords.forEach((key, record) ->
                records.put(CommitArguments.field(RecordKind.FLAG, key), record.map(ChangeCodec::writeRecord)));
        segmentRecords.forEach((key, record) ->
                records.put(CommitArguments.field(RecordKind.SEGMENT, key), record.map(ChangeCodec::writeRecord)));
        patch(records);
    }

    byte[][] array() {
        return arguments.toArray(byte[][]::new);
    }
}
