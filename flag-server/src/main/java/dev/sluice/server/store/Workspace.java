package dev.sluice.server.store;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The node's memory of every project, and the one way to change it. Reads never leave the process and may be called on any
 * thread. Futures complete on the caller's Vert.x context, if it has one.
 */
public interface Workspace {

    /** How the keys of projects begin that are Sluice's own: kept as all others are, and listed nowhere. */
    String OWN = "_";

    /** Keys of the projects this node holds, without Sluice's own. */
    Collection<String> projects();

    /** A project as this node holds it now, one of Sluice's own too, or null. */
    @Nullable
    ProjectState project(String key);

    /** An environment as this node holds it now, or null. */
    default @Nullable EnvironmentState environment(EnvironmentId id) {
        ProjectState project = project(id.project());
        return project == null ? null : project.environments().get(id.environment());
    }

    /**
     * Plans on the newest state in memory and writes the plan in one script. If somebody was faster, catches up and plans again. The
     * result is in this node's memory when the future completes.
     *
     * @return where the project stands; fails with {@link StoreUnavailableException} (nothing was written), with
     *     {@link OutcomeUnknownException}, or with whatever the planner threw
     */
    Future<Written> write(String project, Planner planner);

    /** Decides what to write. Pure: it may be called several times, on a thread of the workspace. */
    @FunctionalInterface
    interface Planner {

        /**
         * The write to make on this state.
         *
         * @param state the project, or null if there is none
         * @return empty if there is nothing to change
         */
        Optional<Write> plan(@Nullable ProjectState state);
    }

    /** Hears of each new state of an environment, in order, after it is in memory, never on a caller's stack. */
    void onChange(Consumer<StateChange> listener);

    /** Hears of each new state of a project's own documents (document, flags, keys), of Sluice's own projects too, likewise. */
    void onProjectChange(Consumer<ProjectState> listener);

    /**
     * Audit entries of a project in ascending order.
     *
     * @param fromSeq number of the first entry wanted; values below 1 mean the oldest
     * @param limit 1 to 1,000
     */
    Future<List<AuditRecord>> audit(String project, long fromSeq, int limit);

    /**
     * Audit entries of a project below a number, newest first; fewer than wanted also where they are large.
     *
     * @param limit 1 to 1,000
     */
    Future<List<AuditRecord>> auditBefore(String project, long beforeSeq, int limit);

    /**
     * Documents of a project that were kept beside those in force.
     *
     * @param names as they were written
     * @return in the order of the names; empty = not kept, or forgotten
     */
    Future<List<Optional<byte[]>>> versions(String project, List<String> names);

    /** How this node stands with its store: the worst that holds of any project. */
    StoreStatus status();

    /** How this node stands with its store as far as one project goes; another's trouble is not part of it. */
    StoreStatus status(String project);

    /** Whether this node holds every project that the store has; while it does not, nobody can say that a key is unknown. */
    boolean complete();

    /** What the store has and this node can't read, by place. */
    List<Quarantined> quarantine();
}
