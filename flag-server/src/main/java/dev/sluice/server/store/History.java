package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The recent past of one project: by which committed changes it came to where it is, and the tail of its audit log. It answers one
 * question: is what a store has a state that this project was in, and if so, what has happened since?
 *
 * <p>Bounded: at most {@value #MOST_CHANGES} changes an environment, {@value #MOST_AUDIT} audit entries, {@value #MOST_BYTES}
 * bytes of changes an environment, and as many of audit entries. Not safe for use by several threads at once.
 */
public final class History {

    private static final int MOST_CHANGES = 1_000;
    private static final int MOST_AUDIT = 2_000;
    private static final int MOST_STAMPS = 2_000;
    private static final long MOST_BYTES = 8L << 20;

    private final Deque<AuditRecord> audit = new ArrayDeque<>();
    private long auditBytes;
    private final TreeMap<Long, String> stamps = new TreeMap<>();
    private final Map<String, Line> lines = new TreeMap<>();

    /** The changes of one environment, each beginning where the one before ends. */
    private static final class Line {
        private final Deque<LoggedChange> changes = new ArrayDeque<>();
        private long bytes;

        void add(LoggedChange change) {
            LoggedChange last = changes.peekLast();
            if (last != null && !last.id().equals(change.from())) {
                clear();
            }
            changes.add(change);
            bytes += size(change);
            while (changes.size() > MOST_CHANGES || (bytes > MOST_BYTES && changes.size() > 1)) {
                bytes -= size(changes.remove());
            }
        }

        void clear() {
            changes.clear();
            bytes = 0;
        }

        @Nullable
        List<LoggedChange> since(StateId state) {
            List<LoggedChange> rest = new ArrayList<>();
            for (Iterator<LoggedChange> newestFirst = changes.descendingIterator(); newestFirst.hasNext(); ) {
                LoggedChange change = newestFirst.next();
                rest.add(0, change);
                if (change.from().equals(state)) {
                    return rest;
                }
            }
            return null;
        }

        private static long size(LoggedChange change) {
            long size = 200;
            for (Optional<byte[]> document : change.targeting().values()) {
                size += document.map(bytes -> bytes.length).orElse(0);
            }
            for (Optional<byte[]> document : change.segments().values()) {
                size += document.map(bytes -> bytes.length).orElse(0);
            }
            for (Optional<WireRecord> record : change.flagRecords().values()) {
                size += record.map(some -> some.bytes().length).orElse(0);
            }
            for (Optional<WireRecord> record : change.segmentRecords().values()) {
                size += record.map(some -> some.bytes().length).orElse(0);
            }
            return size;
        }
    }

    /** Goes one step on. */
    public void add(LogEntry entry) {
        if (entry.rebased() && !entry.audit().isEmpty()) {
            long from = entry.audit().get(0).seq();
            while (!audit.isEmpty() && audit.getLast().seq() >= from) {
                auditBytes -= audit.removeLast().size();
            }
        }
        entry.audit().forEach(this::addAudit);
        ProjectState after = entry.after();
        if (!audit.isEmpty() && audit.getLast().seq() != after.auditHead().seq()) {
            forgetAudit();
        }
        stamps.put(after.documentsId().revision(), after.documentsId().stamp());
        while (stamps.size() > MOST_STAMPS) {
            stamps.pollFirstEntry();
        }
        entry.whole().forEach(lines::remove);
        entry.changes().forEach((environment, changes) -> {
            Line line = lines.computeIfAbsent(environment, key -> new Line());
            changes.forEach(line::add);
        });
        lines.keySet().retainAll(after.environments().keySet());
    }

    private void addAudit(AuditRecord record) {
        if (!audit.isEmpty() && !audit.getLast().digest().equals(record.previous())) {
            forgetAudit();
        }
        audit.add(record);
        auditBytes += record.size();
        while (audit.size() > MOST_AUDIT || (auditBytes > MOST_BYTES && audit.size() > 1)) {
            auditBytes -= audit.remove().size();
        }
    }

    private void forgetAudit() {
        audit.clear();
        auditBytes = 0;
    }

    /** The changes from a state of an environment to its newest, oldest first; empty if it is not known to lie in the past. */
    Optional<List<LoggedChange>> since(String environment, StateId state) {
        Line line = lines.get(environment);
        return line == null ? Optional.empty() : Optional.ofNullable(line.since(state));
    }

    /** Whether the project's own documents were once these. */
    boolean had(DocumentsId documents) {
        return documents.stamp().equals(stamps.get(documents.revision()))
                || audit.stream().anyMatch(entry -> entry.digest().equals(documents.stamp()));
    }

    /** Whether the audit chain once ended so. */
    boolean had(AuditHead head) {
        return head.seq() == 0 || audit.stream().anyMatch(entry -> entry.head().equals(head));
    }

    /** The highest number up to which this chain and another are the same; empty if they have nothing in common that is kept. */
    OptionalLong common(List<AuditRecord> other) {
        Map<Long, String> mine = new TreeMap<>();
        audit.forEach(entry -> mine.put(entry.seq(), entry.digest()));
        return other.stream()
                .filter(entry -> entry.digest().equals(mine.get(entry.seq())))
                .mapToLong(AuditRecord::seq)
                .max();
    }

    /** The audit entries that are kept, ascending without a gap. */
    public List<AuditRecord> audit() {
        return List.copyOf(audit);
    }

    /** The audit entries after a number. */
    List<AuditRecord> auditAfter(long seq) {
        return audit.stream().filter(entry -> entry.seq() > seq).toList();
    }

    /** The changes that are kept, by environment, oldest first. */
    public Map<String, List<LoggedChange>> changes() {
        Map<String, List<LoggedChange>> all = new TreeMap<>();
        lines.forEach((environment, line) -> all.put(environment, List.copyOf(line.changes)));
        return all;
    }

    /** Another one that remembers the same. */
    public History copy() {
        var copy = new History();
        audit.forEach(copy::addAudit);
        copy.stamps.putAll(stamps);
        lines.forEach((environment, line) -> {
            var same = new Line();
            line.changes.forEach(same::add);
            copy.lines.put(environment, same);
        });
        return copy;
    }

    /** A past of which this much is known. */
    public static History of(DocumentsId documents, List<AuditRecord> audit, Map<String, List<LoggedChange>> changes) {
        var history = new History();
        history.stamps.put(documents.revision(), documents.stamp());
        audit.forEach(history::addAudit);
        changes.forEach((environment, line) -> {
            var added = new Line();
            line.forEach(added::add);
            history.lines.put(environment, added);
        });
        return history;
    }
}
