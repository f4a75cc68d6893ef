package dev.sluice.server.stream;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import dev.sluice.server.store.EnvironmentId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams of one environment on this node.
 *
 * <p>Who owns what: the newest {@link Published} is replaced only by the workspace's line of the project, one state after the other, and
 * read by everybody. The sessions belong to the event loops of their connections: each loop has a set of its own that no other thread
 * touches. Publishing costs one task per event loop, not per session; a loop that is busy finds the newest state when its turn comes, so
 * tasks never pile up states.
 */
final class EnvironmentStream {

    private static final Logger log = LoggerFactory.getLogger(EnvironmentStream.class);

    private final EnvironmentId id;
    private final Map<Thread, Loop> loops = new ConcurrentHashMap<>();
    private volatile Published published;

    EnvironmentStream(EnvironmentId id, Published first) {
        this.id = id;
        this.published = first;
    }

    /** The sessions of one event loop; touched on that loop only. */
    private record Loop(Context context, Set<Session> sessions) {}

    EnvironmentId id() {
        return id;
    }

    Published published() {
        return published;
    }

    /**
     * Takes the next state over and wakes every loop. Called one after the other; a state that a first session has already found in
     * memory comes a second time and changes nothing.
     *
     * @return the flags that differ from the state before
     */
    Set<String> publish(Replica newer, boolean urgent) {
        Published before = published;
        if (before.id().standingOf(newer.id()) != StateId.Standing.NEWER) {
            return Set.of();
        }
        Published next = before.then(newer, urgent);
        published = next;
        onEveryLoop(Session::advance);
        return next.flagsOfLastStep();
    }

    /** Adds a session on its own event loop; it must be here before it reads the newest state, or it could miss one. */
    void add(Session session, Context context) {
        loops.computeIfAbsent(Thread.currentThread(), loop -> new Loop(context, new LinkedHashSet<>()))
                .sessions()
                .add(session);
    }

    /** Removes a session on its own event loop. */
    void remove(Session session) {
        Loop loop = loops.get(Thread.currentThread());
        if (loop != null) {
            loop.sessions().remove(session);
        }
    }

    void onEveryLoop(Consumer<Session> action) {
        for (Loop loop : loops.values()) {
            loop.context().runOnContext(turn -> List.copyOf(loop.sessions()).forEach(session -> run(action, session)));
        }
    }

    /** Like {@link #onEveryLoop}, for actions that take time; done when all are. */
    Future<Void> onEveryLoopUntil(Function<Session, Future<Void>> action) {
        List<Future<Void>> all = new ArrayList<>();
        for (Loop loop : loops.values()) {
            Promise<Void> promise = Promise.promise();
            all.add(promise.future());
            loop.context().runOnContext(turn -> {
                List<Future<Void>> each = new ArrayList<>();
                List.copyOf(loop.sessions()).forEach(session -> each.add(action.apply(session)));
                Future.join(each).<Void>mapEmpty().onComplete(promise);
            });
        }
        return Future.join(all).mapEmpty();
    }

    /** Hands bytes over on the session's loop, wherever they were made. Called on that loop. */
    void onLoop(Future<Buffer> bytes, Session session, Consumer<Buffer> use) {
        Loop loop = loops.get(Thread.currentThread());
        if (loop == null) {
            throw new IllegalStateException("a session was used off its event loop");
        }
        bytes.onSuccess(buffer -> loop.context().runOnContext(turn -> use.accept(buffer)))
                .onFailure(e -> {
                    log.error("the snapshot of {} can't be encoded; closing a stream", id, e);
                    loop.context().runOnContext(turn -> session.close());
                });
    }

    private static void run(Consumer<Session> action, Session session) {
        try {
            action.accept(session);
        } catch (RuntimeException e) {
            log.error("a stream failed and is closed", e);
            session.close();
        }
    }
}
