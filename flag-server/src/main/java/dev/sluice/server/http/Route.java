package dev.sluice.server.http;

import dev.sluice.server.access.Permission;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * One address of the server. There is none without a permission.
 *
 * @param method the HTTP method
 * @param path the path, with {@code :name} for what varies
 * @param permission what it asks of the caller
 * @param work what it does
 */
record Route(HttpMethod method, String path, Permission permission, Work work) {
    Route {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(permission, "permission");
        Objects.requireNonNull(work, "work");
    }

    /** What a route does with a request that may pass. */
    sealed interface Work permits Action, Query, Upload, Heavy, Raw {}

    /** Reads a body if there is one, and gives a reply. */
    @FunctionalInterface
    non-sealed interface Action extends Work {
        Future<Reply> run(Call call);
    }

    /** An action that only reads, though it is asked by POST: there is nothing in it to be repeated once. */
    record Query(Action action) implements Work {}

    /** An action on what is larger than most bodies, or in another form. */
    record Upload(Action action, Bodies.Taken taken) implements Work {}

    /** An action that reads or writes so much JSON that it has no business on an event loop. */
    record Heavy(Action action) implements Work {}

    /** Serves the exchange by itself: streams and what SDKs send. */
    record Raw(Handler<RoutingContext> handler) implements Work {}

    /** Whether this is an address of this path, whatever the method. */
    boolean matches(String[] segments) {
        String[] mine = path.split("/");
        if (mine.length != segments.length) {
            return false;
        }
        for (int i = 0; i < mine.length; i++) {
            if (!mine[i].startsWith(":") && !mine[i].equals(segments[i])) {
                return false;
            }
        }
        return true;
    }
}
