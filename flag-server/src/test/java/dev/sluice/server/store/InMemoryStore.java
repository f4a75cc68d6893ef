package dev.sluice.server.store;

import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.store.Commit.EnvironmentCommit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The store as the contract has it, in this process's memory; its outages and lost hints are switched by the test. */
public final class InMemoryStore implements Store {

    private final Map<String, Project> projects = new TreeMap<>();
    private final List<Consumer<String>> hints = new CopyOnWriteArrayList<>();
    private final List<Consumer<Boolean>> connections = new CopyOnWriteArrayList<>();
    private final List<Consumer<Optional<String>>> refusals = new CopyOnWriteArrayList<>();
    private Optional<String> refusal = Optional.empty();
    private boolean away;
    private boolean hintsAreLost;
    private int auditRead;

    private static final class Project {
        DocumentsId id = DocumentsId.NONE;
        Lineage lineage = new Lineage("", 0);
        String lastWrite = "";
        byte[] document = {};
        final SortedMap<String, byte[]> flags = new TreeMap<>();
        final SortedMap<String, byte[]> keys = new TreeMap<>();
        final Map<String, Environment> environments = new TreeMap<>();
        final List<AuditRecord> audit = new ArrayList<>();
        final SortedMap<String, byte[]> versions = new TreeMap<>();

        Project copy() {
            var copy = new Project();
            copy.id = id;
            copy.lineage = lineage;
            copy.lastWrite = lastWrite;
            copy.document = document;
            copy.flags.putAll(flags);
            copy.keys.putAll(keys);
            environments.forEach((name, environment) -> copy.environments.put(name, environment.copy()));
            copy.audit.addAll(audit);
            copy.versions.putAll(versions);
            return copy;
        }

        AuditHead head() {
            return audit.isEmpty()
                    ? AuditHead.NONE
                    : audit.get(audit.size() - 1).head();
        }
    }

    private static final class Environment {
        StateId id;
        final SortedMap<String, byte[]> targeting = new TreeMap<>();
        final SortedMap<String, byte[]> segments = new TreeMap<>();
        final Map<RecordKind, SortedMap<String, WireRecord>> records =
                Map.of(RecordKind.FLAG, new TreeMap<>(), RecordKind.SEGMENT, new TreeMap<>());
        final List<LoggedChange> changes = new ArrayList<>();

        Environment copy() {
            var copy = new Environment();
            copy.id = id;
            copy.targeting.putAll(targeting);
            copy.segments.putAll(segments);
            records.forEach((kind, all) -> copy.records.get(kind).putAll(all));
            copy.changes.addAll(changes);
            return copy;
        }
    }

    /** Cuts the store off, or lets it come back. */
    public void away(boolean isAway) {
        synchronized (this) {
            away = isAway;
        }
        connections.forEach(listener -> listener.accept(!isAway));
    }

    /** Whether commits stop telling others. */
    public synchronized void loseHints(boolean lost) {
        hintsAreLost = lost;
    }

    /** What it holds now, to {@linkplain #goBack go back} to, as a failover to a replica that lags behind does. */
    public synchronized InMemoryStore copy() {
        var copy = new InMemoryStore();
        projects.forEach((key, project) -> copy.projects.put(key, project.copy()));
        return copy;
    }

    /** Holds from now on what a copy holds. */
    public synchronized void goBack(InMemoryStore to) {
        projects.clear();
        to.projects.forEach((key, project) -> projects.put(key, project.copy()));
    }

    /** How many audit entries were read from the newest back until now. */
    public synchronized int auditRead() {
        return auditRead;
    }

    /** Lets somebody change a project's audit log behind everybody's back. */
    public synchronized void tamper(String project, Consumer<List<AuditRecord>> how) {
        how.accept(Objects.requireNonNull(projects.get(project)).audit);
    }

    /** Forgets everything, as FLUSHALL does. */
    public synchronized void flush() {
        projects.clear();
    }

    @Override
    public synchronized Future<Set<String>> projects() {
        return away ? gone() : Future.succeededFuture(new TreeSet<>(projects.keySet()));
    }

    @Override
    public synchronized Future<Optional<Reading>> read(String key, Holding holding) {
        if (away) {
            return gone();
        }
        Project project = projects.get(key);
        if (project == null) {
            return Future.succeededFuture(Optional.empty());
        }
        Optional<Reading.Documents> documents = project.id.equals(holding.documents())
                ? Optional.empty()
                : Optional.of(new Reading.Documents(
                        project.document, new TreeMap<>(project.flags), new TreeMap<>(project.keys)));
        Map<String, Reading.EnvironmentReading> environments = new HashMap<>();
        project.environments.forEach((name, environment) -> environments.put(
                name, reading(environment, holding.environments().get(name))));
        long from = Math.max(holding.auditSeq(), project.head().seq() - Reading.MOST_AUDIT);
        List<AuditRecord> audit =
                project.audit.stream().filter(entry -> entry.seq() > from).toList();
        return Future.succeededFuture(Optional.of(
                new Reading(project.lineage, project.id, project.head(), audit, documents, environments, Set.of())));
    }

    private static Reading.EnvironmentReading reading(Environment environment, @Nullable StateId held) {
        StateId id = environment.id;
        if (id.equals(held)) {
            return new Reading.Same(id);
        }
        if (held != null && id.epoch().equals(held.epoch())) {
            if (id.revision() < held.revision()) {
                return new Reading.Less(id);
            }
            if (id.revision() > held.revision()) {
                List<LoggedChange> changes = environment.changes.stream()
                        .filter(change -> change.id().revision() > held.revision())
                        .toList();
                if (changes.size() == id.revision() - held.revision()) {
                    return new Reading.Changes(id, changes);
                }
            }
        }
        return new Reading.Whole(
                id,
                new TreeMap<>(environment.targeting),
                new TreeMap<>(environment.segments),
                new TreeMap<>(environment.records.get(RecordKind.FLAG)),
                new TreeMap<>(environment.records.get(RecordKind.SEGMENT)),
                new TreeMap<>());
    }

    @Override
    public Future<CommitResult> commit(Commit commit) {
        synchronized (this) {
            if (away) {
                return gone();
            }
            if (refusal.isPresent()) {
                return Future.failedFuture(StoreUnavailableException.full(refusal.get(), null));
            }
            Project project = projects.getOrDefault(commit.project(), new Project());
            if (project.lastWrite.equals(commit.writeId())) {
                return Future.succeededFuture(CommitResult.WRITTEN);
            }
            if (!asExpected(project, commit)) {
                return Future.succeededFuture(CommitResult.CONFLICT);
            }
            projects.put(commit.project(), project);
            write(project, commit);
            if (hintsAreLost) {
                return Future.succeededFuture(CommitResult.WRITTEN);
            }
        }
        hints.forEach(listener -> listener.accept(commit.project()));
        return Future.succeededFuture(CommitResult.WRITTEN);
    }

    private static boolean asExpected(Project project, Commit commit) {
        boolean documents =
                commit.documents() == null || commit.documents().expectedRevision() == project.id.revision();
        boolean audit = commit.audit().seq() - 1 == project.head().seq()
                && commit.audit().previous().equals(project.head().digest());
        return documents
                && audit
                && commit.environments().stream()
                        .allMatch(change -> Objects.equals(change.expected(), present(project, change)));
    }

    private static @Nullable StateId present(Project project, EnvironmentCommit change) {
        Environment environment = project.environments.get(change.environment());
        return environment == null ? null : environment.id;
    }

    private static void write(Project project, Commit commit) {
        project.lastWrite = commit.writeId();
        project.audit.add(commit.audit());
        patch(project.versions, commit.versions());
        if (commit.audit().seq() == 1) {
            project.lineage = Lineage.beginning(commit.audit());
        }
        Commit.DocumentsCommit documents = commit.documents();
        if (documents != null) {
            project.id = new DocumentsId(documents.revision(), commit.audit().digest());
            project.document = documents.document() == null ? project.document : documents.document();
            patch(project.flags, documents.flags());
            patch(project.keys, documents.keys());
        }
        for (EnvironmentCommit each : commit.environments()) {
            Environment environment = project.environments.computeIfAbsent(each.environment(), k -> new Environment());
            LoggedChange change = each.change();
            environment.id = change.id();
            environment.changes.add(change);
            patch(environment.targeting, change.targeting());
            patch(environment.segments, change.segments());
            patch(environment.records.get(RecordKind.FLAG), change.flagRecords());
            patch(environment.records.get(RecordKind.SEGMENT), change.segmentRecords());
        }
    }

    @Override
    public Future<CommitResult> replay(Replay replay) {
        synchronized (this) {
            if (away) {
                return gone();
            }
            Project project = projects.getOrDefault(replay.project(), new Project());
            if (project.lastWrite.equals(replay.writeId())) {
                return Future.succeededFuture(CommitResult.WRITTEN);
            }
            if (!asExpected(project, replay)) {
                return Future.succeededFuture(CommitResult.CONFLICT);
            }
            projects.put(replay.project(), project);
            write(project, replay);
            if (hintsAreLost) {
                return Future.succeededFuture(CommitResult.WRITTEN);
            }
        }
        hints.forEach(listener -> listener.accept(replay.project()));
        return Future.succeededFuture(CommitResult.WRITTEN);
    }

    private static boolean asExpected(Project project, Replay replay) {
        Replay.Fence fence = replay.fence();
        boolean itself = fence == null
                ? project.id.equals(DocumentsId.NONE)
                : fence.documents().equals(project.id) && fence.audit().equals(project.head());
        return replay.mend()
                || (itself
                        && replay.environments().stream().allMatch(copy -> {
                            Environment present = project.environments.get(copy.environment());
                            StateId id = present == null ? null : present.id;
                            return Objects.equals(id, copy.expected())
                                    || (copy.expected() == null && copy.id().equals(id));
                        }));
    }

    private static void write(Project project, Replay replay) {
        project.lastWrite = replay.writeId();
        if (replay.mend() || replay.lineage().restored() > project.lineage.restored()) {
            project.versions.clear();
        }
        project.lineage = replay.lineage();
        if (replay.auditAnew()) {
            project.audit.clear();
        }
        project.audit.addAll(replay.audit());
        Replay.DocumentsCopy documents = replay.documents();
        if (documents != null) {
            project.id = documents.id();
            project.document = documents.document();
            project.flags.clear();
            project.flags.putAll(documents.flags());
            project.keys.clear();
            project.keys.putAll(documents.keys());
        }
        for (Replay.EnvironmentCopy copy : replay.environments()) {
            if (copy.whole()) {
                project.environments.remove(copy.environment());
            }
            Environment environment = project.environments.computeIfAbsent(copy.environment(), k -> new Environment());
            environment.id = copy.id();
            environment.changes.addAll(copy.changes());
            patch(environment.targeting, copy.targeting());
            patch(environment.segments, copy.segments());
            patch(environment.records.get(RecordKind.FLAG), copy.flagRecords());
            patch(environment.records.get(RecordKind.SEGMENT), copy.segmentRecords());
        }
    }

    private static <T> void patch(SortedMap<String, T> map, Map<String, Optional<T>> changes) {
        changes.forEach((key, value) -> value.ifPresentOrElse(present -> map.put(key, present), () -> map.remove(key)));
    }

    @Override
    public synchronized Future<List<AuditRecord>> audit(String project, long fromSeq, int limit) {
        if (away) {
            return gone();
        }
        Project known = projects.get(project);
        return Future.succeededFuture(
                known == null
                        ? List.of()
                        : known.audit.stream()
                                .filter(entry -> entry.seq() >= fromSeq)
                                .limit(limit)
                                .toList());
    }

    @Override
    public synchronized Future<List<AuditRecord>> auditBefore(String project, long beforeSeq, int limit) {
        if (away) {
            return gone();
        }
        List<AuditRecord> read = new ArrayList<>();
        Project known = projects.getOrDefault(project, new Project());
        long bytes = 0;
        for (int i = known.audit.size() - 1; i >= 0 && read.size() < limit && bytes < MOST_AUDIT_BYTES; i--) {
            AuditRecord entry = known.audit.get(i);
            if (entry.seq() < beforeSeq) {
                read.add(entry);
                bytes += entry.details().length;
            }
        }
        auditRead += read.size();
        return Future.succeededFuture(read);
    }

    /** As one that a server filled which did not keep versions yet. */
    public synchronized void forgetVersions() {
        projects.values().forEach(project -> project.versions.clear());
    }

    @Override
    public synchronized Future<List<Optional<byte[]>>> versions(String project, List<String> names) {
        if (away) {
            return gone();
        }
        Project known = projects.getOrDefault(project, new Project());
        return Future.succeededFuture(names.stream()
                .map(name -> Optional.ofNullable(known.versions.get(name)))
                .toList());
    }

    @Override
    public Future<Boolean> callOthers() {
        synchronized (this) {
            if (away) {
                return gone();
            }
        }
        hints.forEach(listener -> listener.accept(EVERYTHING));
        return Future.succeededFuture(hints.size() > 1);
    }

    @Override
    public void onHint(Consumer<String> listener) {
        hints.add(listener);
    }

    @Override
    public void onConnection(Consumer<Boolean> listener) {
        connections.add(listener);
        listener.accept(true);
    }

    @Override
    public void onRefusal(Consumer<Optional<String>> listener) {
        refusals.add(listener);
    }

    /** Takes no writes for this reason, or takes them again if there is none. */
    public void refuse(Optional<String> why) {
        synchronized (this) {
            refusal = why;
        }
        refusals.forEach(listener -> listener.accept(why));
    }

    @Override
    public void close() {}

    private static <T> Future<T> gone() {
        return Future.failedFuture(new StoreUnavailableException("the store is away", null));
    }
}
