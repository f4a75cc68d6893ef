package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a node's memory of one project after the other to what the store has, or the store to what the node has where it has lost
 * something; see {@link Merge} for what follows from what is read, and {@link Recovery} for what is written back. Everything here runs in the
 * project's lane.
 */
final class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);
    private static final int MOST_REPLAYS = 5;

    /** How a part of the quarantine is named that is a whole project. */
    static final String ALL = "*";

    private final Store store;
    private final Recovery recovery;
    private final Standing standing;
    private final DocumentCheck check;
    private final Memory memory;
    private volatile boolean givesBack;

    /** The memory that is brought up to date. */
    interface Memory {

        @Nullable
        ProjectState held(String project);

        History history(String project);

        void install(LogEntry entry, List<StateChange> changes);

        void gaveBack(String project);

        /** Runs a step on a thread of the node; futures of the store complete on others. */
        <T> Future<T> inLane(String project, Supplier<Future<T>> step);
    }

    CatchUp(Store store, Recovery recovery, Standing standing, DocumentCheck check, Memory memory, boolean givesBack) {
        this.store = store;
        this.recovery = recovery;
        this.standing = standing;
        this.check = check;
        this.memory = memory;
        this.givesBack = givesBack;
    }

    /** From now on the store is given what it lacks. */
    void giveBack() {
        givesBack = true;
    }

    /** Asks the store what it has beyond memory and takes it over. In the lane. True if memory changed. */
    Future<Boolean> read(String project) {
        return read(project, 1);
    }

    /** Done when all are; that one project can't be read for the time being is told only where nothing worse is. */
    static Future<Void> together(List<Future<Boolean>> each) {
        return Future.join(each)
                .<Void>mapEmpty()
                .recover(first -> Future.failedFuture(each.stream()
                        .filter(Future::failed)
                        .map(Future::cause)
                        .filter(cause -> !StoreUnavailableException.isUnsettled(cause))
                        .findFirst()
                        .orElse(first)));
    }

    private Future<Boolean> read(String project, int attempt) {
        ProjectState before = memory.held(project);
        return store.read(project, holding(before, Set.of()))
                .compose(reading -> {
                    Set<String> whole = toBeReadWhole(project, before, reading);
                    return whole.isEmpty()
                            ? Future.succeededFuture(reading)
                            : store.read(project, holding(before, whole));
                })
                .onSuccess(reading -> standing.answers())
                .transform(result -> memory.inLane(project, () -> {
                    if (result.failed()) {
                        return unread(project, result.cause());
                    }
                    standing.quarantine(project, ALL, Map.of());
                    return result.result().isEmpty()
                            ? gone(project, before, attempt)
                            : takeOver(project, before, result.result().get(), attempt);
                }));
    }

    /** Environments of which more must be looked at than what has changed: something in them can't be read. */
    private Set<String> toBeReadWhole(String project, @Nullable ProjectState before, Optional<Reading> reading) {
        Set<String> whole = new TreeSet<>();
        if (before != null && reading.isPresent()) {
            reading.get().environments().forEach((name, stored) -> {
                EnvironmentState held = before.environments().get(name);
                if (held != null
                        && stored instanceof Reading.Changes changes
                        && (held.impaired() || standing.hasUnreadable(project, name) || hasUnreadable(changes))) {
                    whole.add(name);
                }
            });
        }
        return whole;
    }

    private boolean hasUnreadable(Reading.Changes changes) {
        return changes.changes().stream()
                .anyMatch(change -> hasUnreadable(DocumentCheck.Kind.TARGETING, change.targeting())
                        || hasUnreadable(DocumentCheck.Kind.SEGMENT, change.segments()));
    }

    private boolean hasUnreadable(DocumentCheck.Kind kind, Map<String, Optional<byte[]>> documents) {
        return documents.entrySet().stream()
                .anyMatch(each -> each.getValue()
                        .flatMap(bytes -> check.fault(kind, each.getKey(), bytes))
                        .isPresent());
    }

    private Future<Boolean> unread(String project, Throwable cause) {
        if (StoreUnavailableException.isUnsettled(cause)) {
            standing.unsettled(project, String.valueOf(cause.getMessage()));
            return Future.failedFuture(cause);
        }
        if (!(cause instanceof DamagedException)) {
            standing.silent(String.valueOf(cause.getMessage()));
            return Future.failedFuture(cause);
        }
        standing.answers();
        standing.quarantine(project, ALL, Map.of("", String.valueOf(cause.getMessage())));
        return Future.succeededFuture(false);
    }

    /** The store has no such project: that never means that it was deleted. */
    private Future<Boolean> gone(String project, @Nullable ProjectState before, int attempt) {
        if (before == null) {
            return Future.succeededFuture(false);
        }
        standing.troubled(
                project, StoreStatus.State.LOST, "Redis no longer knows project " + project + ", this node does");
        if (!givesBack) {
            return Future.succeededFuture(false);
        }
        return recovery.everything(before, memory.history(project))
                .map(plan -> writeBack(project, plan, attempt))
                .orElse(Future.succeededFuture(false));
    }

    private Future<Boolean> takeOver(String project, @Nullable ProjectState before, Reading reading, int attempt) {
        return recovery.past(before, memory.history(project), reading)
                .compose(past -> memory.inLane(project, () -> {
                    var merge = Merge.of(project, before, past, reading, check);
                    merge.faults().forEach((part, faults) -> standing.quarantine(project, part, faults));
                    if (merge.trouble() != null) {
                        standing.troubled(
                                project,
                                merge.trouble().state(),
                                merge.trouble().detail());
                        return Future.succeededFuture(false);
                    }
                    if (merge.entry() != null) {
                        memory.install(merge.entry(), merge.changes());
                        if (before == null) {
                            loaded(merge.entry().after());
                        }
                    }
                    if (merge.lost().isEmpty()) {
                        standing.wellAgain(project);
                        return Future.succeededFuture(merge.entry() != null);
                    }
                    standing.troubled(
                            project,
                            StoreStatus.State.LOST,
                            "Redis has less of project " + project + " than this node");
                    if (!givesBack) {
                        return Future.succeededFuture(false);
                    }
                    return recovery.rest(Objects.requireNonNull(merge.after()), past, reading, merge.lost())
                            .map(plan -> writeBack(project, plan, attempt))
                            .orElse(Future.succeededFuture(false));
                }));
    }

    private static void loaded(ProjectState project) {
        log.info(
                "loaded project {}: {} flags in {} environments",
                project.key(),
                project.flags().size(),
                project.environments().size());
    }

    /** Writes back; whoever finds that the store has moved on meanwhile looks again, for another node may have been faster. */
    private Future<Boolean> writeBack(String project, Recovery.Plan plan, int attempt) {
        return store.replay(plan.replay())
                .compose(result -> memory.inLane(project, () -> {
                    if (result == CommitResult.CONFLICT) {
                        return attempt < MOST_REPLAYS ? read(project, attempt + 1) : Future.succeededFuture(false);
                    }
                    memory.install(plan.entry(), List.of());
                    log.warn("gave Redis back what it had lost of project {}", project);
                    standing.wellAgain(project);
                    memory.gaveBack(project);
                    return Future.succeededFuture(true);
                }));
    }

    /** What the store is told that this node holds; of {@code whole} nothing. */
    private static Holding holding(@Nullable ProjectState state, Set<String> whole) {
        if (state == null) {
            return Holding.NOTHING;
        }
        Map<String, StateId> held = new TreeMap<>();
        Map<String, Integer> sizes = new TreeMap<>();
        sizes.put(Reading.DOCUMENTS, state.flags().size() + state.keys().size());
        state.environments().forEach((key, environment) -> {
            if (!whole.contains(key)) {
                held.put(key, environment.storedId());
                sizes.put(key, environment.size());
            }
        });
        return new Holding(state.documentsId(), state.auditHead().seq(), held, sizes);
    }
}
