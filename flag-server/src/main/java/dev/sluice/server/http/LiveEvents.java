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
    private static final long CHECK_MILLIS = TimeUnit.SECONDS.toMillis(4);
    private static final int MOST_WAITING_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final Workspace workspace;
    private final Authenticator authenticator;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    private record Listener(String project, Caller caller, Context context, HttpServerRequest request) {
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

    private LiveEvents(Vertx vertx, Workspace workspace, Authenticator authenticator) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.authenticator = authenticator;
    }

    static LiveEvents listen(Vertx vertx, Workspace workspace, Fleet fleet, Authenticator authenticator) {
        LiveEvents live = new LiveEvents(vertx, workspace, authenticator);
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
        HttpServerResponse response = ctx.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(MOST_WAITING_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        response.write(": listening\n\n");
        Listener listener = new Listener(project, Caller.of(ctx), vertx.getOrCreateContext(), ctx.request());
        listeners.add(listener);
        long comments = vertx.setPeriodic(COMMENT_MILLIS, tick -> listener.send(": .\n\n"));
        long checks = vertx.setPeriodic(CHECK_MILLIS, tick -> check(listener));
        Runnable gone = () -> {
            listeners.remove(listener);
            vertx.cancelTimer(comments);
            vertx.cancelTimer(checks);
        };
        response.closeHandler(closed -> gone.run());
        response.endHandler(ended -> gone.run());
        response.exceptionHandler(broken -> gone.run());
    }

    /** Ends every stream: the node goes away, and pages find another one. */
    void end() {
        listeners.forEach(Listener::end);
    }

    /** Ends the stream of who has signed out, or lost their rights here. Who can't be asked about is not let in again, and so not sent away either. */
    private void check(Listener listener) {
        if (!authenticator.present(listener.caller()).sees(listener.project())) {
            listener.end();
            return;
        }
        authenticator.isStillIn(listener.caller()).onSuccess(in -> {
            if (!in) {
                listener.end();
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
                listener.send(text);
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
