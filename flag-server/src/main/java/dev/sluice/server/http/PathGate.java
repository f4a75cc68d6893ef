package dev.sluice.server.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * Lets through only paths that have one reading. Every key of ours matches {@code [A-Za-z0-9._-]+}, so no address of ours
 * needs an escape; a path with an escape, a parameter, an empty or dotted segment or a slash at its end is refused before
 * anything is matched against it, and so cannot mean one thing to the check and another to the route.
 */
final class PathGate implements Handler<RoutingContext> {
    private static final Pattern PLAIN = Pattern.compile("/|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~@-]+)+");
    private static final int LONGEST = 1_000;

    @Override
    public void handle(RoutingContext ctx) {
        String path = ctx.request().path();
        if (path == null || !allows(path)) {
            Problems.answer(
                    ctx,
                    Problem.of(
                            400,
                            "odd-path",
                            "The path cannot be read",
                            "the path is not allowed; expected segments of A-Z a-z 0-9 . _ ~ @ - with single slashes between"));
            return;
        }
        ctx.next();
    }

    static boolean allows(String path) {
        return path.length() <= LONGEST && PLAIN.matcher(path).matches();
    }
}
