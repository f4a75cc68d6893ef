package dev.sluice.server.store;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a reading what can't be read, and puts the last good form in its place, if this node has one.
 *
 * <p>For documents that is all there is to do. Wire records are also counted in the environment's hash. Where the last good record is
 * the very one that the hash counts, the environment is whole again and nobody sees a difference. Where it is not, the environment
 * gets the hash of what is really held: an honest name for a state that is not the store's, under which SDKs can verify it and others
 * see that it differs.
 */
final class Sieve {

    private final DocumentCheck check;
    private final SortedMap<String, String> faults = new TreeMap<>();

    Sieve(DocumentCheck check) {
        this.check = check;
    }

    /** What could not be read, by place, with the reason. */
    SortedMap<String, String> faults() {
        return faults;
    }

    /** The documents that can be read; what is unchanged since {@code before} is not looked at again. */
    SortedMap<String, byte[]> documents(
            DocumentCheck.Kind kind, SortedMap<String, byte[]> stored, @Nullable SortedMap<String, byte[]> before) {
        SortedMap<String, byte[]> good = new TreeMap<>();
        stored.forEach((key, bytes) -> {
            byte[] known = before == null ? null : before.get(key);
            byte[] readable = document(kind, key, bytes, known);
            if (readable != null) {
                good.put(key, readable);
            }
        });
        return good;
    }

    /** The stored document, else the last good one, else null. */
    byte @Nullable [] document(DocumentCheck.Kind kind, String key, byte[] stored, byte @Nullable [] before) {
        if (before != null && Arrays.equals(before, stored)) {
            return before;
        }
        String place = kind.name().toLowerCase(Locale.ROOT) + "/" + key;
        String fault = Keys.allowed(key) ? check.fault(kind, key, stored).orElse(null) : "its name is not one of ours";
        if (fault == null) {
            return stored;
        }
        faults.put(place, fault);
        return before;
    }

    /** A whole environment without what can't be read. */
    EnvironmentState environment(EnvironmentId id, @Nullable EnvironmentState before, Reading.Whole whole) {
        SortedMap<String, WireRecord> oldFlags =
                before == null ? new TreeMap<>() : before.replica().flags();
        SortedMap<String, WireRecord> oldSegments =
                before == null ? new TreeMap<>() : before.replica().segments();
        SortedMap<String, String> unreadable = new TreeMap<>(whole.unreadable());
        SortedMap<String, WireRecord> flags = genuine(RecordKind.FLAG, whole.flagRecords(), oldFlags, unreadable);
        SortedMap<String, WireRecord> segments =
                genuine(RecordKind.SEGMENT, whole.segmentRecords(), oldSegments, unreadable);
        var targeting =
                documents(DocumentCheck.Kind.TARGETING, whole.targeting(), before == null ? null : before.targeting());
        var authored =
                documents(DocumentCheck.Kind.SEGMENT, whole.segments(), before == null ? null : before.segments());
        if (!sum(flags, segments).equals(whole.id().hash())) {
            lastGood(RecordKind.FLAG, flags, oldFlags, unreadable);
            lastGood(RecordKind.SEGMENT, segments, oldSegments, unreadable);
            if (unreadable.isEmpty()) {
                unreadable.put("records", "they do not come to the hash of the state");
            }
        }
        faults.putAll(unreadable);
        var held = new StateId(whole.id().epoch(), whole.id().revision(), sum(flags, segments));
        var readable = new Reading.Whole(held, targeting, authored, flags, segments, new TreeMap<>());
        boolean later = before == null || before.stateId().asRevision().compareTo(held.asRevision()) <= 0;
        return States.whole(id, later ? before : null, readable, whole.id());
    }

    /** Records whose hash is that of their bytes; those that were known already are trusted. */
    private static SortedMap<String, WireRecord> genuine(
            RecordKind kind,
            SortedMap<String, WireRecord> stored,
            SortedMap<String, WireRecord> before,
            SortedMap<String, String> unreadable) {
        SortedMap<String, WireRecord> genuine = new TreeMap<>();
        stored.forEach((key, record) -> {
            WireRecord known = before.get(key);
            boolean trusted = known != null && known.equals(record) && Arrays.equals(known.bytes(), record.bytes());
            if (!Keys.allowed(key)) {
                unreadable.put(kind + "/" + key, "its name is not one of ours");
            } else if (trusted || RecordHash.of(kind, key, record.bytes()).equals(record.h())) {
                genuine.put(key, trusted ? known : record);
            } else {
                unreadable.put(kind + "/" + key, "its hash is not that of its bytes");
            }
        });
        return genuine;
    }

    private static void lastGood(
            RecordKind kind,
            SortedMap<String, WireRecord> records,
            SortedMap<String, WireRecord> before,
            SortedMap<String, String> unreadable) {
        for (Map.Entry<String, WireRecord> old : before.entrySet()) {
            if (unreadable.containsKey(kind + "/" + old.getKey())) {
                records.putIfAbsent(old.getKey(), old.getValue());
            }
        }
    }

    private static EnvironmentHash sum(SortedMap<String, WireRecord> flags, SortedMap<String, WireRecord> segments) {
        EnvironmentHash sum = EnvironmentHash.EMPTY;
        for (WireRecord record : flags.values()) {
            sum = sum.plus(record.h());
        }
        for (WireRecord record : segments.values()) {
            sum = sum.plus(record.h());
        }
        return sum;
    }
}
