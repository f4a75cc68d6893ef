package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Sessions;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.fleet.Convergence;
import dev.sluice.server.fleet.Fleet;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.StateChange;
import dev.sluice.server.store.StateChange.Cause;
import dev.sluice.server.store.Workspace;
import dev.sluice.server.stream.Sockets;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells the pages of the admin UI what changes: events {@code changed} and {@code convergence}, and a comment every 15 s.
 * An event is a hint to read again, so a page that does not keep up is cut off rather than waited for: it comes back and
 * reads everything. Safe on any thread; each stream is written on its own context.
 */
final class LiveEvents {
    private static final long COMMENT_MILLIS = TimeUnit.SECONDS.toMillis(15);
    private static final int MOST_WAITING_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final Workspace workspace;
    private final Sessions sessions;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    private record Listener(String project, Context context, HttpServerRequest request) {
        void send(String text) {
            context.runOnContext(turn -> {
                HttpServerResponse response = response();
                if (response.ended() || response.closed()) {
                    return;
                }
                if (response.writeQueueFull()) {
                    Sockets.cut(request.connection(), response);
                    return;
                }
                response.write(text);
            });
        }

        HttpServerResponse response() {
            return request.response();
        }

        void end() {
            context.runOnContext(turn -> {
                HttpServerResponse response = response();
                if (!response.ended() && !response.closed()) {
                    response.end();
                }
            });
        }
    }

    private LiveEvents(Vertx vertx, Workspace workspace, Sessions sessions) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.sessions = sessions;
    }

    static LiveEvents listen(Vertx vertx, Workspace workspace, Fleet fleet, Sessions sessions) {
        LiveEvents live = new LiveEvents(vertx, workspace, sessions);
        workspace.onChange(live::changed);
        fleet.onProgress(live::progressed);
        return live;
    }

    /** {@code GET /projects/{project}/events} */
    void open(RoutingContext ctx) {
        String project = ctx.pathParam("project");
        ProjectView.of(workspace, project);
        HttpServerResponse response = ctx.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(MOST_WAITING_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        response.write(": listening\n\n");
        Listener listener = new Listener(project, vertx.getOrCreateContext(), ctx.request());
        listeners.add(listener);
        Caller caller = Caller.of(ctx);
        long timer = vertx.setPeriodic(COMMENT_MILLIS, tick -> comment(listener, caller));
        Runnable gone = () -> {
            listeners.remove(listener);
            vertx.cancelTimer(timer);
        };
        response.closeHandler(closed -> gone.run());
        response.endHandler(ended -> gone.run());
        response.exceptionHandler(broken -> gone.run());
    }

    /** Ends every stream: the node goes away, and pages find another one. */
    void end() {
        listeners.forEach(Listener::end);
    }

    private void comment(Listener listener, Caller caller) {
        String session = caller.session();
        if (session == null) {
            listener.send(": .\n\n");
            return;
        }
        sessions.isAlive(session)
                .onSuccess(alive -> {
                    if (alive) {
                        listener.send(": .\n\n");
                    } else {
                        listener.response().end();
                    }
                })
                .onFailure(storeAway -> listener.send(": .\n\n"));
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
        tell(project, "changed", event);
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
        tell(convergence.environment().project(), "convergence", event);
    }

    private boolean nobodyListens(String project) {
        return listeners.stream().noneMatch(listener -> listener.project().equals(project));
    }

    private void tell(String project, String name, ObjectNode event) {
        String text = "event: " + name + "\ndata: " + event + "\n\n";
        for (Listener listener : listeners) {
            if (listener.project().equals(project)) {
                listener.send(text);
            }
        }
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
