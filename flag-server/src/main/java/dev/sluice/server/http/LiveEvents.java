package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.Authenticator;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Grants;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.fleet.Convergence;
import dev.sluice.server.fleet.Fleet;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.StateChange;
import dev.sluice.server.store.StateChange.Cause;
import dev.sluice.server.store.Workspace;
import dev.sluice.server.stream.EventStream;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells the pages of the admin UI what changes: events {@code changed} and {@code convergence}, and a comment every 15 s.
 * An event is a hint to read again. Safe on any thread.
 */
final class LiveEvents {
    private static final long COMMENT_MILLIS = TimeUnit.SECONDS.toMillis(15);
    private static final long CHECK_MILLIS = TimeUnit.SECONDS.toMillis(4);

    private final Vertx vertx;
    private final Workspace workspace;
    private final Authenticator authenticator;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    private record Listener(String project, Caller caller, EventStream stream) {}

    private LiveEvents(Vertx vertx, Workspace workspace, Authenticator authenticator, int most) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.authenticator = authenticator;
        this.most = most;
    }

    /**
     * Streams over the changes of this workspace and their way through this fleet.
     *
     * @param most how many there may be
     */
    static LiveEvents listen(Vertx vertx, Workspace workspace, Fleet fleet, Authenticator authenticator, int most) {
        LiveEvents live = new LiveEvents(vertx, workspace, authenticator, most);
        workspace.onChange(live::changed);
        workspace.onProjectChange(state -> {
            if (state.key().equals(Accounts.PROJECT)) {
                live.listeners.forEach(live::check);
            }
        });
        fleet.onProgress(live::progressed);
        return live;
    }

    /** {@code GET /projects/{project}/events} */
    void open(RoutingContext ctx) {
        String project = ctx.pathParam("project");
        ProjectView.of(workspace, project);
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            throw HttpRefusedException.tooManyStreams();
        }
        EventStream stream = EventStream.open(vertx, ctx.request(), ": listening\n\n");
        Listener listener = new Listener(project, Caller.of(ctx), stream);
        listeners.add(listener);
        long comments = vertx.setPeriodic(COMMENT_MILLIS, tick -> stream.send(": .\n\n"));
        long checks = vertx.setPeriodic(CHECK_MILLIS, tick -> check(listener));
        stream.onGone(() -> {
            open.decrementAndGet();
            listeners.remove(listener);
            vertx.cancelTimer(comments);
            vertx.cancelTimer(checks);
        });
    }

    /** Ends every stream: the node goes away, and pages find another one. */
    void end() {
        listeners.forEach(listener -> listener.stream().end());
    }

    /** Ends the stream of who has signed out, or lost their rights here. Who can't be asked about is not let in again, and so not sent away either. */
    private void check(Listener listener) {
        if (!authenticator.present(listener.caller()).sees(listener.project())) {
            listener.stream().end();
            return;
        }
        authenticator.isStillIn(listener.caller()).onSuccess(in -> {
            if (!in) {
                listener.stream().end();
            }
        });
    }

    private void changed(StateChange change) {
        String project = change.environment().project();
        if (nobodyListens(project)) {
            return;
        }
        Set<String> flags = change.before() == null
                ? Set.of()
                : differences(change.before().targeting(), change.after().targeting());
        List<Cause> causes = change.causes();
        ObjectNode event = Json.object()
                .put("environment", change.environment().environment())
                .put("flag", flags.size() == 1 ? flags.iterator().next() : null)
                .put("revision", change.after().stateId().revision());
        if (causes.isEmpty()) {
            event.put("actor", "").put("action", "resync").put("at", "");
        } else {
            Cause last = causes.get(causes.size() - 1);
            event.put("actor", last.actor())
                    .put("action", last.action())
                    .put("at", last.at().toString());
        }
        tell(change.environment(), "changed", event);
    }

    private void progressed(Convergence convergence) {
        // The laggards of a large fleet are megabytes of JSON, ten times a second while acknowledgements come in.
        if (nobodyListens(convergence.environment().project())) {
            return;
        }
        ObjectNode event = Json.object()
                .put("environment", convergence.environment().environment())
                .put("revision", convergence.target().revision())
                .put("connected", convergence.connected())
                .put("acked", convergence.acked());
        event.set("laggards", Waiting.laggards(convergence));
        event.putObject("nodes")
                .put("total", convergence.nodes().total())
                .put("acked", convergence.nodes().acked());
        event.put("complete", convergence.complete())
                .put("millis", convergence.took().toMillis());
        tell(convergence.environment(), "convergence", event);
    }

    private boolean nobodyListens(String project) {
        return listeners.stream().noneMatch(listener -> listener.project().equals(project));
    }

    private void tell(EnvironmentId environment, String name, ObjectNode event) {
        String text = "event: " + name + "\ndata: " + event + "\n\n";
        for (Listener listener : listeners) {
            if (listener.project().equals(environment.project()) && mayHear(listener, environment)) {
                listener.stream().send(text);
            }
        }
    }

    private boolean mayHear(Listener listener, EnvironmentId environment) {
        Grants now = authenticator.present(listener.caller());
        return now.sees(environment.project(), environment.environment());
    }

    /** Keys whose bytes differ. */
    private static Set<String> differences(SortedMap<String, byte[]> before, SortedMap<String, byte[]> after) {
        Set<String> keys = new TreeSet<>();
        after.forEach((key, bytes) -> {
            if (!Arrays.equals(before.get(key), bytes)) {
                keys.add(key);
            }
        });
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(keys::add);
        return keys;
    }
}
