package dev.sluice.server.store.redis;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.store.AuditHead;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.ChangeCodec;
import dev.sluice.server.store.DamagedException;
import dev.sluice.server.store.DocumentsId;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.Lineage;
import dev.sluice.server.store.LoggedChange;
import dev.sluice.server.store.Reading;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads what {@code read.lua} and the audit stream answer. Record bytes are copied, never parsed. Junk is told apart from the rest
 * and never thrown at the reader, but for {@link #throwIfDamaged}.
 */
final class Reply {

    private final List<?> parts;
    private final Set<String> brokenLogs = new TreeSet<>();

    /** The whole answer of the script; empty = no such project. */
    Reply(List<?> parts) {
        this.parts = parts;
    }

    boolean noSuchProject() {
        return parts.isEmpty();
    }

    void throwIfDamaged(String project) {
        if (parts.size() == 2 && text(parts.get(0)).equals("!")) {
            throw new DamagedException("project " + project + ": " + text(parts.get(1)));
        }
    }

    /** Number of the audit entry of a commit that is not on enough copies yet; empty if there is none. */
    Optional<String> uncommitted() {
        return parts.size() == 2 && text(parts.get(0)).equals("~") ? Optional.of(text(parts.get(1))) : Optional.empty();
    }

    /** Every environment that the project has, asked for or not; what can't be the name of one is left out. */
    Set<String> environmentNames() {
        Set<String> names = new TreeSet<>();
        list(parts.get(7)).stream()
                .map(Reply::text)
                .filter(EnvironmentId::isKey)
                .forEach(names::add);
        return names;
    }

    /** Environments whose log of changes could not be read, once {@link #reading()} was called. */
    Set<String> brokenLogs() {
        return brokenLogs;
    }

    Reading reading() {
        List<?> documents = list(parts.get(8));
        Map<String, Reading.EnvironmentReading> environments = new HashMap<>();
        for (Object part : list(parts.get(9))) {
            List<?> environment = list(part);
            String name = text(environment.get(0));
            String kind = text(environment.get(1));
            if (!kind.equals("missing")) {
                environments.put(name, environment(name, kind, environment));
            }
        }
        List<AuditRecord> audit = new ArrayList<>();
        for (Object entry : list(parts.get(6))) {
            List<?> idAndFields = list(entry);
            audit(text(idAndFields.get(0)), map(idAndFields.get(1))).ifPresent(audit::add);
        }
        return new Reading(
                new Lineage(text(parts.get(2)), number(parts.get(3))),
                new DocumentsId(number(parts.get(0)), text(parts.get(1))),
                new AuditHead(number(parts.get(4)), text(parts.get(5))),
                audit,
                documents.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Reading.Documents(
                                (byte[]) documents.get(0), map(documents.get(1)), map(documents.get(2)))),
                environments,
                list(parts.get(10)).stream().map(Reply::text).collect(Collectors.toSet()));
    }

    private Reading.EnvironmentReading environment(String name, String kind, List<?> parts) {
        if (kind.equals("unreadable")) {
            return new Reading.Unreadable(text(parts.get(2)));
        }
        StateId id;
        try {
            id = new StateId(
                    Epoch.parse(text(parts.get(2))), number(parts.get(3)), EnvironmentHash.parse(text(parts.get(4))));
        } catch (IllegalArgumentException e) {
            return new Reading.Unreadable(String.valueOf(e.getMessage()));
        }
        return switch (kind) {
            case "same" -> new Reading.Same(id);
            case "less" -> new Reading.Less(id);
            case "changes" -> changes(name, id, list(parts.get(5)));
            case "whole" -> whole(id, parts);
            default -> throw new IllegalArgumentException("an unknown kind of answer: " + kind);
        };
    }

    private Reading.EnvironmentReading changes(String name, StateId id, List<?> entries) {
        try {
            return new Reading.Changes(id, changes(entries));
        } catch (IllegalArgumentException junk) {
            brokenLogs.add(name);
            return new Reading.Unreadable("its log of changes: " + junk.getMessage());
        }
    }

    private static List<LoggedChange> changes(List<?> entries) {
        List<LoggedChange> changes = new ArrayList<>();
        for (Object entry : entries) {
            List<?> idAndFields = list(entry);
            String id = text(idAndFields.get(0));
            SortedMap<String, byte[]> fields = map(idAndFields.get(1));
            var state = new StateId(
                    Epoch.parse(text(field(fields, "epoch"))),
                    Long.parseLong(id.substring(0, id.indexOf('-'))),
                    EnvironmentHash.parse(text(field(fields, "hash"))));
            changes.add(ChangeCodec.readChange(state, field(fields, "change")));
        }
        return changes;
    }

    private static Reading.Whole whole(StateId id, List<?> parts) {
        SortedMap<String, WireRecord> flags = new TreeMap<>();
        SortedMap<String, WireRecord> segments = new TreeMap<>();
        SortedMap<String, String> unreadable = new TreeMap<>();
        String flagPrefix = CommitArguments.field(RecordKind.FLAG, "");
        String segmentPrefix = CommitArguments.field(RecordKind.SEGMENT, "");
        map(parts.get(7)).forEach((field, stored) -> {
            try {
                if (field.startsWith(flagPrefix)) {
                    flags.put(field.substring(flagPrefix.length()), ChangeCodec.readRecord(stored));
                } else if (field.startsWith(segmentPrefix)) {
                    segments.put(field.substring(segmentPrefix.length()), ChangeCodec.readRecord(stored));
                } else {
                    unreadable.put(field, "it is no record of ours");
                }
            } catch (IllegalArgumentException junk) {
                unreadable.put(field, String.valueOf(junk.getMessage()));
            }
        });
        return new Reading.Whole(id, map(parts.get(5)), map(parts.get(6)), flags, segments, unreadable);
    }

    /** An entry of the audit stream; empty if it is not one of ours. */
    static Optional<AuditRecord> audit(StreamMessage<byte[], byte[]> message) {
        SortedMap<String, byte[]> fields = new TreeMap<>();
        message.getBody().forEach((field, value) -> fields.put(text(field), value));
        return audit(message.getId(), fields);
    }

    private static Optional<AuditRecord> audit(String id, SortedMap<String, byte[]> fields) {
        try {
            return Optional.of(new AuditRecord(
                    Long.parseLong(id.substring(0, id.indexOf('-'))),
                    Instant.ofEpochMilli(number(field(fields, "at"))),
                    text(field(fields, "actor")),
                    text(field(fields, "action")),
                    text(field(fields, "comment")),
                    field(fields, "details"),
                    text(field(fields, "previous")),
                    text(field(fields, "digest"))));
        } catch (IllegalArgumentException junk) {
            return Optional.empty();
        }
    }

    private static byte[] field(SortedMap<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a stream entry lacks its field " + name);
        }
        return value;
    }

    private static SortedMap<String, byte[]> map(Object flat) {
        SortedMap<String, byte[]> map = new TreeMap<>();
        List<?> list = list(flat);
        for (int i = 0; i + 1 < list.size(); i += 2) {
            map.put(text(list.get(i)), (byte[]) list.get(i + 1));
        }
        return map;
    }

    private static List<?> list(Object part) {
        return (List<?>) part;
    }

    private static long number(Object part) {
        return Long.parseLong(text(part));
    }

    static String text(Object part) {
        return new String((byte[]) part, StandardCharsets.UTF_8);
    }
}
