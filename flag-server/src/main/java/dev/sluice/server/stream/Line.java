package dev.sluice.server.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one environment on one event loop. Only that loop touches them; {@link #wake} and {@link #each} may be called on any
 * thread.
 *
 * <p>When there is a new state, the line goes once around all its sessions, a few at a time, and lets others have the loop in between:
 * an environment with many sessions, or one that changes all the time, does not hold up another. A state that comes while it goes
 * around makes it go on around from where it is; so there is never more than one task of a line on the loop.
 */
final class Line {

    private static final Logger log = LoggerFactory.getLogger(Line.class);
    private static final int AT_A_TIME = 64;

    private final EnvironmentStream stream;
    private final Context context;
    private final List<Session> sessions = new ArrayList<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean going;
    private int next;
    private int left;

    Line(EnvironmentStream stream, Context context) {
        this.stream = stream;
        this.context = context;
    }

    Published published() {
        return stream.published();
    }

    @Nullable
    Staleness staleness() {
        return stream.staleness();
    }

    int largestEvent() {
        return stream.largestEvent();
    }

    long withinMillis(Published state) {
        return stream.withinMillis(state);
    }

    void add(Session session) {
        session.linePlace(sessions.size());
        sessions.add(session);
        stream.count(1);
    }

    /** The last one takes the place of the one that leaves. */
    void remove(Session session) {
        int place = session.linePlace();
        Session last = sessions.remove(sessions.size() - 1);
        stream.count(-1);
        if (last != session) {
            sessions.set(place, last);
            last.linePlace(place);
            if (going) {
                last.run(Session::advance); // its new place may be behind us
            }
        }
    }

    /** There is a new state. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(turn -> {
                woken.set(false);
                left = sessions.size();
                if (!going) {
                    going = true;
                    goOn();
                }
            });
        }
    }

    private void goOn() {
        for (int i = 0; i < AT_A_TIME && left > 0 && !sessions.isEmpty(); i++) {
            if (next >= sessions.size()) {
                next = 0;
            }
            left--;
            sessions.get(next++).run(Session::advance);
        }
        if (left > 0 && !sessions.isEmpty()) {
            context.runOnContext(turn -> goOn());
        } else {
            going = false;
            stream.reached();
        }
    }

    /** Does something with each session that is here when the loop's turn comes, a few at a time. */
    void each(Consumer<Session> action) {
        context.runOnContext(turn -> each(List.copyOf(sessions), 0, action));
    }

    private void each(List<Session> all, int from, Consumer<Session> action) {
        int to = Math.min(all.size(), from + AT_A_TIME);
        all.subList(from, to).forEach(session -> session.run(action));
        if (to < all.size()) {
            context.runOnContext(turn -> each(all, to, action));
        }
    }

    /** Hands bytes over on the loop, wherever they were made. */
    void onLoop(Future<Buffer> bytes, Session session, Consumer<Buffer> use) {
        bytes.onSuccess(buffer -> context.runOnContext(turn -> session.run(some -> use.accept(buffer))))
                .onFailure(e -> {
                    log.error("the state of {} can't be encoded; closing a stream", stream.id(), e);
                    context.runOnContext(turn -> session.cut(Session.End.FAILED));
                });
    }
}
