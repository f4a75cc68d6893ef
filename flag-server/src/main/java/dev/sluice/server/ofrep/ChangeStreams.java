package dev.sluice.server.ofrep;

import dev.sluice.server.access.Caller;
import dev.sluice.server.access.KeyKind;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.Workspace;
import dev.sluice.server.stream.EventStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Streams that say {@code refetchEvaluation}: something has changed that may change a decision of the flags that the listener may
 * see; ask again. Who listens hears it at most once a second, and many hear it spread over up to five, so that they do not all ask
 * at once. Whoever comes back hears it at once, for it may have missed one.
 *
 * <p>All that this class holds belongs to one event loop, but for the count; each stream is written on its own.
 */
public final class ChangeStreams {
    private static final long MERGED_MILLIS = 1_000;
    private static final long LONGEST_SPREAD_MILLIS = 5_000;
    private static final long SPREAD_MILLIS_EACH = 5;
    private static final long COMMENT_MILLIS = 15_000;

    private final Vertx vertx;
    private final Context loop;
    private final Audiences audiences;
    private final int most;
    private final Map<Audiences.Place, Group> groups = new HashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    /** Who sees the same. */
    private static final class Group {
        private final Set<Listener> listeners = new HashSet<>();
        private String tag = "";
        private boolean resting;
        private boolean missed;
    }

    private record Listener(String keyId, EventStream stream) {}

    private ChangeStreams(Vertx vertx, Audiences audiences, int most) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.audiences = audiences;
        this.most = most;
    }

    /**
     * Streams over the changes of this workspace.
     *
     * @param most how many there may be
     */
    public static ChangeStreams listen(Vertx vertx, Workspace workspace, Audiences audiences, int most) {
        ChangeStreams streams = new ChangeStreams(vertx, audiences, most);
        workspace.onChange(change -> streams.changed(change.environment().project()));
        workspace.onProjectChange(state -> streams.changed(state.key()));
        vertx.setPeriodic(
                COMMENT_MILLIS,
                tick -> streams.each(listener -> listener.stream().send(": .\n\n")));
        return streams;
    }

    /** {@code GET /ofrep/v1/stream?token=&since=}; false if there are too many already. */
    public boolean open(RoutingContext ctx) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        Caller caller = Caller.of(ctx);
        HttpServerRequest request = ctx.request();
        boolean back = request.getHeader("Last-Event-ID") != null;
        List<String> since = ctx.queryParam("since");
        var place = new Audiences.Place(caller.keyEnvironment(), KeyKind.of(caller));
        long retry = 1_000 + ThreadLocalRandom.current().nextLong(4_000);
        EventStream stream = EventStream.open(vertx, request, "retry: " + retry + "\n\n");
        var listener = new Listener(String.valueOf(caller.keyId()), stream);
        stream.onGone(() -> {
            open.decrementAndGet();
            loop.runOnContext(turn -> remove(place, listener));
        });
        loop.runOnContext(turn -> add(place, listener, back ? "" : since.isEmpty() ? null : since.get(0)));
        return true;
    }

    /** Ends the streams whose URLs were given to a key. */
    public void revoke(String keyId) {
        each(listener -> {
            if (listener.keyId().equals(keyId)) {
                listener.stream().end();
            }
        });
    }

    /** Ends every stream: the node goes away, and clients find another one. */
    public void end() {
        each(listener -> listener.stream().end());
    }

    private void each(Consumer<Listener> action) {
        loop.runOnContext(turn ->
                groups.values().forEach(group -> List.copyOf(group.listeners).forEach(action)));
    }

    private void add(Audiences.Place place, Listener listener, @Nullable String since) {
        if (listener.stream().isGone()) {
            return;
        }
        Group group = groups.computeIfAbsent(place, key -> new Group());
        group.listeners.add(listener);
        tag(place).onSuccess(tag -> {
            seen(group, tag);
            if (since != null && !since.equals(group.tag)) {
                listener.stream().send(event(group.tag));
            }
        });
    }

    private void remove(Audiences.Place place, Listener listener) {
        Group group = groups.get(place);
        if (group != null && group.listeners.remove(listener) && group.listeners.isEmpty()) {
            groups.remove(place);
        }
    }

    private void changed(String project) {
        loop.runOnContext(turn -> groups.forEach((place, group) -> {
            if (place.environment().project().equals(project)) {
                look(place, group);
            }
        }));
    }

    private void look(Audiences.Place place, Group group) {
        if (group.resting) {
            group.missed = true;
            return;
        }
        group.resting = true;
        group.missed = false;
        tag(place).onComplete(tag -> {
            if (tag.succeeded()) {
                seen(group, tag.result());
            }
            vertx.setTimer(
                    MERGED_MILLIS,
                    timer -> loop.runOnContext(turn -> {
                        group.resting = false;
                        if (group.missed) {
                            look(place, group);
                        }
                    }));
        });
    }

    private void seen(Group group, String tag) {
        boolean news = !group.tag.isEmpty() && !group.tag.equals(tag);
        group.tag = tag;
        if (news) {
            tell(group);
        }
    }

    /** Called and completed on the loop, worked out elsewhere, one after the other: it takes a while where much is visible. */
    private Future<String> tag(Audiences.Place place) {
        return vertx.executeBlocking(
                () -> {
                    Audience audience = audiences.of(place.environment(), place.kind());
                    return audience == null ? "" : audience.tag();
                },
                true);
    }

    private void tell(Group group) {
        String event = event(group.tag);
        long spread = Math.min(LONGEST_SPREAD_MILLIS, SPREAD_MILLIS_EACH * group.listeners.size());
        for (Listener listener : group.listeners) {
            long delay = 1 + ThreadLocalRandom.current().nextLong(spread);
            vertx.setTimer(delay, timer -> listener.stream().send(event));
        }
    }

    private static String event(String tag) {
        return "id: " + tag + "\ndata: "
                + Json.object().put("type", "refetchEvaluation").put("etag", tag) + "\n\n";
    }
}
