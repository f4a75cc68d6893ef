package dev.sluice.server.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A store that is asked {@linkplain Again again}: the very same commit, which is written once however often it is sent. */
public final class PatientStore implements Store {

    private final Store store;

    /** Over a store that is closed with this one. */
    public PatientStore(Store store) {
        this.store = store;
    }

    @Override
    public Future<Set<String>> projects() {
        return Again.ask(store::projects);
    }

    @Override
    public Future<Optional<Reading>> read(String project, Holding holding) {
        return Again.ask(() -> store.read(project, holding));
    }

    @Override
    public Future<CommitResult> commit(Commit commit) {
        var late = new AtomicBoolean();
        return Again.ask(() -> store.commit(commit).onFailure(e -> late.set(true)))
                .compose(result -> result == CommitResult.CONFLICT && late.get()
                        ? resultOf(commit)
                        : Future.succeededFuture(result));
    }

    /** Others may have written upon one that was answered too late: then it stands in the log, and is no conflict. */
    private Future<CommitResult> resultOf(Commit commit) {
        return audit(commit.project(), commit.audit().seq(), 1)
                .map(entries -> entries.stream()
                                .anyMatch(entry ->
                                        entry.digest().equals(commit.audit().digest()))
                        ? CommitResult.WRITTEN
                        : CommitResult.CONFLICT);
    }

    @Override
    public Future<CommitResult> replay(Replay replay) {
        return Again.ask(() -> store.replay(replay));
    }

    @Override
    public Future<List<AuditRecord>> audit(String project, long fromSeq, int limit) {
        return Again.ask(() -> store.audit(project, fromSeq, limit));
    }

    @Override
    public Future<List<AuditRecord>> auditBefore(String project, long beforeSeq, int limit) {
        return Again.ask(() -> store.auditBefore(project, beforeSeq, limit));
    }

    @Override
    public Future<List<Optional<byte[]>>> versions(String project, List<String> names) {
        return Again.ask(() -> store.versions(project, names));
    }

    @Override
    public Future<Boolean> callOthers() {
        return Again.ask(store::callOthers);
    }

    @Override
    public void onHint(Consumer<String> listener) {
        store.onHint(listener);
    }

    @Override
    public void onConnection(Consumer<Boolean> listener) {
        store.onConnection(listener);
    }

    @Override
    public void onRefusal(Consumer<Optional<String>> listener) {
        store.onRefusal(listener);
    }

    @Override
    public void close() {
        store.close();
    }
}
