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

    /** What a listener hears in the place of a project when another node {@linkplain #callOthers calls}. */
    String EVERYTHING = "*";

    /** About how many bytes of audit entries are read at once. */
    long MOST_AUDIT_BYTES = 4L << 20;

    /** Keys of all projects; some may still be unreadable while they are being created. */
    Future<Set<String>> projects();

    /**
     * Reads, at one point of the store's history, what a node does not hold yet.
     *
     * @return empty if the store has no such project; fails with {@link DamagedException} if what is there is not ours to read
     */
    Future<Optional<Reading>> read(String project, Holding holding);

    /**
     * Writes everything of the commit or nothing. Repeating a commit that has just been written says {@link CommitResult#WRITTEN} again.
     *
     * @return fails with {@link StoreUnavailableException} if surely nothing was written, else with {@link OutcomeUnknownException}
     */
    Future<CommitResult> commit(Commit commit);

    /**
     * Writes back everything of the replay or nothing, as {@link #commit} does: a conflict means that the store is not as expected.
     * Repeating a replay that has just been written says {@link CommitResult#WRITTEN} again.
     *
     * @return fails as {@link #commit} does
     */
    Future<CommitResult> replay(Replay replay);

    /** Audit entries from a number on, ascending; what can't be read as one is left out. */
    Future<List<AuditRecord>> audit(String project, long fromSeq, int limit);

    /**
     * Audit entries below a number, newest first: as many as wanted, or as come to {@value #MOST_AUDIT_BYTES} bytes of details, but one at
     * least if there is any.
     */
    Future<List<AuditRecord>> auditBefore(String project, long beforeSeq, int limit);

    /** Documents that were kept beside those in force, in the order of the names; empty = not kept, or forgotten. */
    Future<List<Optional<byte[]>>> versions(String project, List<String> names);

    /**
     * Asks all other nodes to compare what they hold with the store now.
     *
     * @return whether anybody else may have heard; surely false means that there is nobody
     */
    Future<Boolean> callOthers();

    /** Hears, perhaps, that a project was changed by somebody else, or with {@link #EVERYTHING} of a call. A lost hint costs delay, never divergence. */
    void onHint(Consumer<String> listener);

    /** Hears when the connection comes (true) and goes (false). */
    void onConnection(Consumer<Boolean> listener);

    /** Hears why a store that can be read takes no writes, and an empty one when it takes them again. */
    void onRefusal(Consumer<Optional<String>> listener);

    @Override
    void close();
}
