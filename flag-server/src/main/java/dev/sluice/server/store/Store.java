package dev.sluice.server.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The durable store below a {@link NodeWorkspace}: it compares, writes and reads, and decides nothing. Safe on any thread; futures
 * complete on a thread of the store.
 */
public interface Store extends AutoCloseable {

    /** Keys of all projects; some may still be unreadable while they are being created. */
    Future<Set<String>> projects();

    /**
     * Reads, at one point of the store's history, what a node does not hold yet.
     *
     * @return empty if the store has no such project
     */
    Future<Optional<Reading>> read(String project, Holding holding);

    /**
     * Writes everything of the commit or nothing. Repeating a commit that has just been written says {@link CommitResult#WRITTEN} again.
     *
     * @return fails with {@link StoreUnavailableException} if surely nothing was written, else with {@link OutcomeUnknownException}
     */
    Future<CommitResult> commit(Commit commit);

    /** Audit entries from a number on, ascending. */
    Future<List<AuditRecord>> audit(String project, long fromSeq, int limit);

    /** Hears, perhaps, that a project was changed by somebody else. A lost hint costs delay, never divergence. */
    void onHint(Consumer<String> listener);

    /** Hears when the connection comes (true) and goes (false). */
    void onConnection(Consumer<Boolean> listener);

    @Override
    void close();
}
