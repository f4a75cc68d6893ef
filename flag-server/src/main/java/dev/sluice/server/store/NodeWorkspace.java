package dev.sluice.server.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's memory over a {@link Store}.
 *
 * <p>Everything that changes one project's memory (a write, a catch-up) goes through that project's {@link Lane}, so each takes its
 * turn; readers see one immutable {@link ProjectState} after the other by a volatile read. A hint and the sweep both do the same thing,
 * a catch-up: ask the store what it has beyond what memory holds. A lost hint therefore costs delay, never divergence. Memory never
 * goes back: a store that has less is given the rest (see {@link Recovery}); another history changes nothing here but the
 * {@link StoreStatus}.
 */
public final class NodeWorkspace implements Workspace {

    private static final Logger log = LoggerFactory.getLogger(NodeWorkspace.class);
    private static final int MOST_ATTEMPTS = 50;
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_AUDIT = 1_000;
    private static final String PROJECTS = "sluice:projects";

    private final Store store;
    private final InstantSource clock;
    private final Supplier<String> random;
    private final Executor threads;
    private final Consumer<LogEntry> keeper;
    private final Standing standing;
    private final CatchUp catchUp;
    private final ConcurrentMap<String, ProjectState> memory = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, History> histories = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Future<Boolean>> catchingUp = new ConcurrentHashMap<>();
    private final List<Consumer<StateChange>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<ProjectState>> projectListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> replayListeners = new CopyOnWriteArrayList<>();
    private volatile boolean loaded;

    /**
     * Empty until the first {@link #sweep()}.
     *
     * @param threads where planning and compiling run; never an event loop
     * @param random makes the random part of an epoch and names of writes, of {@code [A-Za-z0-9]}
     */
    public NodeWorkspace(Store store, InstantSource clock, Supplier<String> random, Executor threads) {
        this(store, clock, random, threads, DocumentCheck.NONE, List.of(), entry -> {});
    }

    /**
     * Begins with what an earlier node kept, or empty.
     *
     * @param check says which stored documents can be read
     * @param kept what this node holds from the first moment; if there is something, it is loaded
     * @param keeper hears of each step of a project's memory with all that was written, in order and in the project's lane
     */
    public NodeWorkspace(
            Store store,
            InstantSource clock,
            Supplier<String> random,
            Executor threads,
            DocumentCheck check,
            Collection<Remembered> kept,
            Consumer<LogEntry> keeper) {
        for (Remembered project : kept) {
            memory.put(project.state().key(), project.state());
            histories.put(project.state().key(), project.history());
        }
        this.loaded = !kept.isEmpty();
        this.keeper = keeper;
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.threads = threads;
        this.standing = new Standing(clock);
        this.catchUp =
                new CatchUp(store, new Recovery(store, clock, random), standing, check, new Held(), kept.isEmpty());
        store.onHint(this::hinted);
        store.onConnection(this::connectionChanged);
        store.onRefusal(standing::refuses);
    }

    @Override
    public Collection<String> projects() {
        Collection<String> projects = new TreeSet<>(memory.keySet());
        projects.removeIf(project -> project.startsWith(OWN));
        return projects;
    }

    @Override
    public @Nullable ProjectState project(String key) {
        return memory.get(key);
    }

    @Override
    public void onChange(Consumer<StateChange> listener) {
        listeners.add(listener);
    }

    @Override
    public void onProjectChange(Consumer<ProjectState> listener) {
        projectListeners.add(listener);
    }

    @Override
    public StoreStatus status() {
        return standing.status();
    }

    @Override
    public StoreStatus status(String project) {
        return standing.status(project);
    }

    /** Hears of a project that this node has given back to the store. */
    public void onReplay(Consumer<String> listener) {
        replayListeners.add(listener);
    }

    @Override
    public List<Quarantined> quarantine() {
        return standing.quarantine();
    }

    /** Whether every project of the store that can be read has been loaded once. */
    public boolean loaded() {
        return loaded;
    }

    @Override
    public Future<List<AuditRecord>> audit(String project, long fromSeq, int limit) {
        if (limit < 1 || limit > MOST_AUDIT) {
            return Future.failedFuture(
                    new IllegalArgumentException("limit: " + limit + " is not allowed; expected 1 to " + MOST_AUDIT));
        }
        return CallersContext.of(store.audit(project, Math.max(1, fromSeq), limit));
    }

    @Override
    public Future<List<AuditRecord>> auditBefore(String project, long beforeSeq, int limit) {
        return CallersContext.of(store.auditBefore(project, beforeSeq, Math.min(limit, MOST_AUDIT)));
    }

    @Override
    public Future<List<Optional<byte[]>>> versions(String project, List<String> names) {
        return names.isEmpty() ? Future.succeededFuture(List.of()) : CallersContext.of(store.versions(project, names));
    }

    @Override
    public Future<Written> write(String project, Planner planner) {
        Keys.check("project", project);
        return CallersContext.of(lane(project).run(() -> attempt(project, planner, 1, false)));
    }

    /**
     * Compares every project with the store and takes over what is newer there. A project whose last write is not on enough copies yet
     * fails it, and holds up no other: the rest is loaded then.
     */
    public Future<Void> sweep() {
        Future<Void> swept = store.projects().recover(this::unlisted).compose(stored -> {
            Map<String, String> foreign = new TreeMap<>();
            Set<String> all = new TreeSet<>(memory.keySet());
            for (String name : stored) {
                if (Keys.allowed(name)) {
                    all.add(name);
                } else {
                    foreign.put(name, "its name is not one of ours");
                }
            }
            standing.quarantine(PROJECTS, "", foreign);
            List<Future<Boolean>> each = new ArrayList<>();
            all.forEach(project -> each.add(catchUp(project)));
            return CatchUp.together(each);
        });
        return swept.onComplete(result -> {
            if (result.succeeded() || StoreUnavailableException.isUnsettled(result.cause())) {
                standing.answers();
                loaded = true;
            } else {
                standing.silent(String.valueOf(result.cause().getMessage()));
            }
        });
    }

    /**
     * From now on this node gives the store back what it lacks. To be called once it is sure that the store is the one it belongs to; a
     * node that begins with nothing may from the start.
     */
    public void giveBack() {
        catchUp.giveBack();
    }

    /** A list of projects that can't be read hides none that this node knows. */
    private Future<Set<String>> unlisted(Throwable cause) {
        standing.quarantine(
                PROJECTS,
                CatchUp.ALL,
                cause instanceof DamagedException ? Map.of("", String.valueOf(cause.getMessage())) : Map.of());
        return cause instanceof DamagedException ? Future.succeededFuture(Set.of()) : Future.failedFuture(cause);
    }

    @Override
    public boolean complete() {
        return standing.unreadable().stream().allMatch(memory::containsKey);
    }

    /**
     * Asks the other nodes to give the store what they hold, if it should lack it. To be called by a node that finds nothing there.
     *
     * @return whether there may be somebody who does
     */
    public Future<Boolean> callOthers() {
        return store.callOthers();
    }

    private void hinted(String project) {
        if (project.equals(Store.EVERYTHING)) {
            if (!memory.isEmpty()) {
                sweep().onFailure(e -> log.debug("a call of another node found no answer", e));
            }
            return;
        }
        if (!Keys.allowed(project)) {
            return;
        }
        catchUp(project).onFailure(e -> log.debug("a hint for project {} found no answer", project, e));
    }

    private void connectionChanged(boolean connected) {
        if (connected) {
            sweep().onFailure(e -> log.debug("the sweep after connecting failed", e));
        } else {
            standing.silent("the connection is closed");
        }
    }

    /** One catch-up waits in the lane at most: it will see everything that is stored when its turn comes. */
    private Future<Boolean> catchUp(String project) {
        Promise<Boolean> promise = Promise.promise();
        Future<Boolean> waiting = catchingUp.putIfAbsent(project, promise.future());
        if (waiting != null) {
            return waiting;
        }
        lane(project)
                .run(() -> {
                    catchingUp.remove(project);
                    return catchUp.read(project);
                })
                .onComplete(result -> {
                    catchingUp.remove(project, promise.future());
                    promise.handle(result);
                });
        return promise.future();
    }

    private Lane lane(String project) {
        return lanes.computeIfAbsent(project, key -> new Lane(threads, MOST_WAITING));
    }

    /**
     * One try of a write, in the lane. What a planner refuses, or finds already so, is only believed of the newest state: a node that has
     * not heard yet would otherwise tell its caller something untrue.
     */
    private Future<Written> attempt(String project, Planner planner, int number, boolean fresh) {
        StoreUnavailableException refusal = standing.refusal(project);
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        ProjectState before = memory.get(project);
        Preparation prepared;
        try {
            Optional<Write> plan = planner.plan(before);
            if (plan.isEmpty()) {
                return fresh
                        ? Future.succeededFuture(Written.of(false, before))
                        : catchUp.read(project).compose(changed -> attempt(project, planner, number, true));
            }
            NotUnderstoodException foreign = standing.refusal(plan.get().places());
            if (foreign != null) {
                throw foreign;
            }
            prepared = Preparation.of(before, plan.get(), clock.instant(), random);
        } catch (RuntimeException refused) {
            return fresh ? Future.failedFuture(refused) : afterReading(project, planner, number, refused);
        }
        return store.commit(prepared.commit())
                .onSuccess(result -> standing.answers())
                .transform(result -> inLane(project, () -> {
                    if (result.failed()) {
                        return failed(project, result.cause());
                    }
                    if (result.result() == CommitResult.WRITTEN) {
                        install(LogEntry.of(before, prepared), prepared.changes());
                        return Future.succeededFuture(Written.of(true, prepared.after()));
                    }
                    if (number >= MOST_ATTEMPTS) {
                        return Future.failedFuture(new StoreUnavailableException(
                                "others were faster " + MOST_ATTEMPTS + " times in a row; nothing was written", null));
                    }
                    return catchUp.read(project).compose(changed -> attempt(project, planner, number + 1, true));
                }));
    }

    private Future<Written> afterReading(String project, Planner planner, int number, RuntimeException refused) {
        ProjectState before = memory.get(project);
        return catchUp.read(project).transform(read -> {
            if (before == null && read.failed() && StoreUnavailableException.isUnsettled(read.cause())) {
                return Future.failedFuture(read.cause());
            }
            boolean same = read.failed() || before == memory.get(project);
            return same ? Future.failedFuture(refused) : attempt(project, planner, number, true);
        });
    }

    private Future<Written> failed(String project, Throwable cause) {
        if (cause instanceof OutcomeUnknownException unknown) {
            if (!unknown.answered()) {
                standing.silent(String.valueOf(cause.getMessage()));
            }
            hinted(project);
        }
        return Future.failedFuture(cause);
    }

    /** Store futures complete on threads of the store; memory is only changed on ours. */
    private <T> Future<T> inLane(String project, Supplier<Future<T>> step) {
        Promise<T> promise = Promise.promise();
        try {
            threads.execute(() -> {
                try {
                    step.get().onComplete(promise);
                } catch (RuntimeException | Error e) {
                    log.error("a step of project {} failed", project, e);
                    promise.tryFail(e);
                }
            });
        } catch (RejectedExecutionException stopped) {
            promise.fail(new StoreUnavailableException("this node is stopping", stopped));
        }
        return promise.future();
    }

    /** What a catch-up sees of this node. */
    private final class Held implements CatchUp.Memory {

        @Override
        public @Nullable ProjectState held(String project) {
            return memory.get(project);
        }

        @Override
        public History history(String project) {
            return NodeWorkspace.this.history(project);
        }

        @Override
        public void install(LogEntry entry, List<StateChange> changes) {
            NodeWorkspace.this.install(entry, changes);
        }

        @Override
        public void gaveBack(String project) {
            replayListeners.forEach(listener -> tell(listener, project));
        }

        @Override
        public <T> Future<T> inLane(String project, Supplier<Future<T>> step) {
            return NodeWorkspace.this.inLane(project, step);
        }
    }

    private History history(String project) {
        return histories.computeIfAbsent(project, key -> new History());
    }

    private void install(LogEntry entry, List<StateChange> changes) {
        ProjectState before = entry.before();
        ProjectState after = entry.after();
        memory.put(after.key(), after);
        history(after.key()).add(entry);
        tell(keeper, entry);
        if (before == null || !before.documentsId().equals(after.documentsId())) {
            projectListeners.forEach(listener -> tell(listener, after));
        }
        changes.forEach(change -> listeners.forEach(listener -> tell(listener, change)));
    }

    private static <T> void tell(Consumer<T> listener, T news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            log.error("a listener failed on {}", news, e);
        }
    }
}
