package dev.sluice.server.store;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of what a node keeps outside the store: whole projects and the steps between them. Documents and records inside are copied and
 * never parsed. The caller frames and checksums what is made here.
 *
 * <p>A whole project is a list of parts: first the project itself, then one part an environment, so that no single array need hold all.
 */
public final class StateCodec {

    private static final int VERSION = 1;

    private StateCodec() {}

    /** What a part says, written down. */
    private interface Body {
        void into(DataOutputStream out) throws IOException;
    }

    /** What bytes say. */
    private interface Reader<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** A whole project with its history, as parts. */
    public static List<byte[]> writeProject(ProjectState state, History history) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(written(out -> {
            ChangeCodec.text(out, state.key());
            identity(out, state);
            ChangeCodec.bytes(out, state.document());
            plain(out, state.flags());
            plain(out, state.keys());
            audit(out, history.audit());
            out.writeInt(state.environments().size());
        }));
        Map<String, List<LoggedChange>> changes = history.changes();
        state.environments()
                .values()
                .forEach(environment -> parts.add(written(out -> {
                    environment(out, environment);
                    changes(out, changes.getOrDefault(environment.id().environment(), List.of()));
                })));
        return parts;
    }

    /**
     * Reads what {@link #writeProject} wrote.
     *
     * @throws IllegalArgumentException if it is not whole, or of another version
     */
    public static Remembered readProject(List<byte[]> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a kept project has no parts");
        }
        return read(parts.get(0), in -> {
            String key = ChangeCodec.text(in);
            Identity identity = identity(in);
            byte[] document = ChangeCodec.bytes(in);
            SortedMap<String, byte[]> flags = plain(in);
            SortedMap<String, byte[]> keys = plain(in);
            List<AuditRecord> audit = audit(in);
            int count = in.readInt();
            if (parts.size() != count + 1) {
                throw new IllegalArgumentException(
                        "a kept project has " + (parts.size() - 1) + " environments; expected " + count);
            }
            SortedMap<String, EnvironmentState> environments = new TreeMap<>();
            Map<String, List<LoggedChange>> changes = new TreeMap<>();
            for (byte[] part : parts.subList(1, parts.size())) {
                read(part, of -> {
                    EnvironmentState environment = environment(key, of);
                    environments.put(environment.id().environment(), environment);
                    changes.put(environment.id().environment(), changes(of));
                    return environment;
                });
            }
            var state = new ProjectState(
                    key,
                    identity.lineage(),
                    identity.documents(),
                    document,
                    flags,
                    keys,
                    environments,
                    identity.audit());
            return new Remembered(state, History.of(identity.documents(), audit, changes));
        });
    }

    /** A step of which every change is known. */
    public static byte[] writeEntry(LogEntry entry) {
        if (!entry.whole().isEmpty()) {
            throw new IllegalArgumentException(
                    "whole: " + entry.whole() + " is not allowed; expected a step of changes");
        }
        ProjectState before = entry.before();
        ProjectState after = entry.after();
        return written(out -> {
            identity(out, after);
            boolean sameDocument = before != null && Arrays.equals(before.document(), after.document());
            out.writeBoolean(!sameDocument);
            if (!sameDocument) {
                ChangeCodec.bytes(out, after.document());
            }
            ChangeCodec.documents(out, difference(before == null ? new TreeMap<>() : before.flags(), after.flags()));
            ChangeCodec.documents(out, difference(before == null ? new TreeMap<>() : before.keys(), after.keys()));
            out.writeBoolean(entry.rebased());
            audit(out, entry.audit());
            out.writeInt(entry.changes().size());
            for (var environment : new TreeMap<>(entry.changes()).entrySet()) {
                ChangeCodec.text(out, environment.getKey());
                changes(out, environment.getValue());
            }
        });
    }

    /**
     * Reads what {@link #writeEntry} wrote, as a step from a project.
     *
     * @throws IllegalArgumentException if it is not whole, of another version, or does not begin there
     */
    public static LogEntry readEntry(ProjectState before, byte[] bytes) {
        return read(bytes, in -> {
            Identity identity = identity(in);
            byte[] document = in.readBoolean() ? ChangeCodec.bytes(in) : before.document();
            SortedMap<String, byte[]> flags = States.patched(before.flags(), ChangeCodec.documents(in));
            SortedMap<String, byte[]> keys = States.patched(before.keys(), ChangeCodec.documents(in));
            boolean rebased = in.readBoolean();
            List<AuditRecord> audit = audit(in);
            SortedMap<String, EnvironmentState> environments = new TreeMap<>(before.environments());
            Map<String, List<LoggedChange>> changes = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String name = ChangeCodec.text(in);
                List<LoggedChange> steps = changes(in);
                changes.put(name, steps);
                for (LoggedChange step : steps) {
                    environments.put(
                            name, States.after(new EnvironmentId(before.key(), name), environments.get(name), step));
                }
            }
            var after = new ProjectState(
                    before.key(),
                    identity.lineage(),
                    identity.documents(),
                    document,
                    flags,
                    keys,
                    environments,
                    identity.audit());
            return new LogEntry(before, after, audit, rebased, changes, Set.of());
        });
    }

    /** Audit entries on their own. */
    public static byte[] writeAudit(List<AuditRecord> entries) {
        return written(out -> audit(out, entries));
    }

    /** Reads what {@link #writeAudit} wrote. */
    public static List<AuditRecord> readAudit(byte[] bytes) {
        return read(bytes, StateCodec::audit);
    }

    private record Identity(Lineage lineage, DocumentsId documents, AuditHead audit) {}

    private static void identity(DataOutputStream out, ProjectState state) throws IOException {
        ChangeCodec.text(out, state.lineage().origin());
        out.writeLong(state.lineage().restored());
        out.writeLong(state.documentsId().revision());
        ChangeCodec.text(out, state.documentsId().stamp());
        out.writeLong(state.auditHead().seq());
        ChangeCodec.text(out, state.auditHead().digest());
    }

    private static Identity identity(DataInputStream in) throws IOException {
        return new Identity(
                new Lineage(ChangeCodec.text(in), in.readLong()),
                new DocumentsId(in.readLong(), ChangeCodec.text(in)),
                new AuditHead(in.readLong(), ChangeCodec.text(in)));
    }

    private static void environment(DataOutputStream out, EnvironmentState state) throws IOException {
        ChangeCodec.text(out, state.id().environment());
        id(out, state.stateId());
        id(out, state.storedId());
        plain(out, state.targeting());
        plain(out, state.segments());
        records(out, state.replica().flags());
        records(out, state.replica().segments());
    }

    private static EnvironmentState environment(String project, DataInputStream in) throws IOException {
        var id = new EnvironmentId(project, ChangeCodec.text(in));
        StateId state = id(in);
        StateId storedId = id(in);
        SortedMap<String, byte[]> targeting = plain(in);
        SortedMap<String, byte[]> segments = plain(in);
        var event = new SnapshotEvent(WireCodec.FORMAT, state, records(in), records(in));
        return new EnvironmentState(id, Replica.of(event), targeting, segments, storedId);
    }

    private static void id(DataOutputStream out, StateId id) throws IOException {
        ChangeCodec.text(out, id.epoch().toString());
        out.writeLong(id.revision());
        ChangeCodec.text(out, id.hash().toString());
    }

    private static StateId id(DataInputStream in) throws IOException {
        return new StateId(
                Epoch.parse(ChangeCodec.text(in)), in.readLong(), EnvironmentHash.parse(ChangeCodec.text(in)));
    }

    private static void records(DataOutputStream out, SortedMap<String, WireRecord> records) throws IOException {
        SortedMap<String, byte[]> stored = new TreeMap<>();
        records.forEach((key, record) -> stored.put(key, ChangeCodec.writeRecord(record)));
        plain(out, stored);
    }

    private static SortedMap<String, WireRecord> records(DataInputStream in) throws IOException {
        SortedMap<String, WireRecord> records = new TreeMap<>();
        plain(in).forEach((key, stored) -> records.put(key, ChangeCodec.readRecord(stored)));
        return records;
    }

    private static void plain(DataOutputStream out, SortedMap<String, byte[]> documents) throws IOException {
        out.writeInt(documents.size());
        for (var entry : documents.entrySet()) {
            ChangeCodec.text(out, entry.getKey());
            ChangeCodec.bytes(out, entry.getValue());
        }
    }

    private static SortedMap<String, byte[]> plain(DataInputStream in) throws IOException {
        SortedMap<String, byte[]> documents = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String key = ChangeCodec.text(in);
            documents.put(key, ChangeCodec.bytes(in));
        }
        return documents;
    }

    private static void changes(DataOutputStream out, List<LoggedChange> changes) throws IOException {
        out.writeInt(changes.size());
        for (LoggedChange change : changes) {
            id(out, change.id());
            ChangeCodec.bytes(out, ChangeCodec.writeChange(change));
        }
    }

    private static List<LoggedChange> changes(DataInputStream in) throws IOException {
        List<LoggedChange> changes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            StateId id = id(in);
            changes.add(ChangeCodec.readChange(id, ChangeCodec.bytes(in)));
        }
        return changes;
    }

    private static void audit(DataOutputStream out, List<AuditRecord> audit) throws IOException {
        out.writeInt(audit.size());
        for (AuditRecord entry : audit) {
            out.writeLong(entry.seq());
            out.writeLong(entry.at().toEpochMilli());
            ChangeCodec.text(out, entry.actor());
            ChangeCodec.text(out, entry.action());
            ChangeCodec.text(out, entry.comment());
            ChangeCodec.bytes(out, entry.details());
            ChangeCodec.text(out, entry.previous());
            ChangeCodec.text(out, entry.digest());
        }
    }

    private static List<AuditRecord> audit(DataInputStream in) throws IOException {
        List<AuditRecord> audit = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            audit.add(new AuditRecord(
                    in.readLong(),
                    Instant.ofEpochMilli(in.readLong()),
                    ChangeCodec.text(in),
                    ChangeCodec.text(in),
                    ChangeCodec.text(in),
                    ChangeCodec.bytes(in),
                    ChangeCodec.text(in),
                    ChangeCodec.text(in)));
        }
        return audit;
    }

    private static SortedMap<String, Optional<byte[]>> difference(
            SortedMap<String, byte[]> before, SortedMap<String, byte[]> after) {
        SortedMap<String, Optional<byte[]>> difference = new TreeMap<>();
        after.forEach((key, bytes) -> {
            byte @Nullable [] known = before.get(key);
            if (known == null || !Arrays.equals(known, bytes)) {
                difference.put(key, Optional.of(bytes));
            }
        });
        before.keySet().forEach(key -> {
            if (!after.containsKey(key)) {
                difference.put(key, Optional.empty());
            }
        });
        return difference;
    }

    private static byte[] written(Body body) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            body.into(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reader<T> reader) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("what was kept has version " + version + "; expected " + VERSION);
            }
            return reader.from(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("what was kept ends too early, after " + bytes.length + " bytes", e);
        }
    }
}
