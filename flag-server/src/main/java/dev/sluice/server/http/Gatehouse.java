package dev.sluice.server.http;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.Authenticator;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.ClientAddresses;
import dev.sluice.server.json.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What every request passes, in this order: headers for browsers, the path's one reading, the route, who asks, whether
 * they may do it there, the query, the body, the work, the reply. Nothing of a body is read before the caller may send it; whatever fails on the
 * way becomes a problem document, and an error in finding out who asks refuses.
 */
final class Gatehouse {
    private static final byte[] NO_BODY = {};
    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Vertx vertx;
    private final Authenticator authenticator;
    private final PlaceGate places;
    private final AccessConfig access;
    private final ClientAddresses addresses;
    private final Idempotence idempotence;
    private final QueryGate queries;
    private final RequestLimits limits;
    private final KeyCalls keyCalls;
    private final List<Route> routes;

    Gatehouse(
            Vertx vertx,
            Authenticator authenticator,
            PlaceGate places,
            AccessConfig access,
            ClientAddresses addresses,
            Idempotence idempotence,
            RequestLimits limits,
            KeyCalls keyCalls,
            List<Route> routes) {
        this.vertx = vertx;
        this.authenticator = authenticator;
        this.places = places;
        this.access = access;
        this.addresses = addresses;
        this.idempotence = idempotence;
        this.queries = new QueryGate(vertx);
        this.limits = limits;
        this.keyCalls = keyCalls;
        this.routes = List.copyOf(routes);
    }

    Router router() {
        Router router = Router.router(vertx);
        router.route()
                .handler(new SecurityHeaders(access::publicUrl))
                .handler(new Cors())
                .handler(new PathGate());
        for (Route route : routes) {
            router.route(route.method(), route.path()).setName(route.path()).handler(ctx -> admit(route, ctx));
        }
        StaticUi ui = new StaticUi();
        router.route().handler(ctx -> elsewhere(ui, ctx));
        router.route().failureHandler(this::failed);
        return router;
    }

    private void admit(Route route, RoutingContext ctx) {
        ctx.request().pause();
        authenticator
                .authenticate(ctx)
                .onFailure(failure -> Problems.answer(ctx, failure))
                .onSuccess(caller -> admit(route, ctx, caller));
    }

    private void admit(Route route, RoutingContext ctx, Caller caller) {
        Problem tooMany = limits.take(route.permission(), caller, ctx.request());
        if (tooMany != null) {
            Problems.answer(ctx, tooMany);
            return;
        }
        if (!route.permission().admits(caller)) {
            keyCalls.refused(route.permission(), caller, ctx.request());
            Problems.answer(ctx, Problems.unauthenticated(caller, route.permission()));
            return;
        }
        if (authenticator.isForgeable(route.permission(), caller, ctx.request())) {
            Problems.answer(ctx, Problems.forgeable());
            return;
        }
        try {
            places.require(route.permission(), caller, ctx);
        } catch (RefusedException refused) {
            Problems.answer(ctx, Problems.of(refused));
            return;
        }
        queries.admit(route, ctx)
                .onSuccess(admitted -> work(route, ctx))
                .onFailure(refused -> Problems.answer(ctx, refused));
    }

    private void work(Route route, RoutingContext ctx) {
        keyCalls.letIn(route.permission(), ctx);
        if (route.work() instanceof Route.Raw raw) {
            ctx.request().resume();
            try {
                raw.handler().handle(ctx);
            } catch (RuntimeException refused) {
                Problems.answer(ctx, refused);
            }
        } else {
            body(ctx, route)
                    .compose(bytes ->
                            run(route, new Call(ctx, bytes, access.clock().instant(), addresses)))
                    .onComplete(reply -> reply.send(ctx), failure -> Problems.answer(ctx, failure));
        }
    }

    private Future<Reply> run(Route route, Call call) {
        if (route.work() instanceof Route.Heavy heavy) {
            return vertx.executeBlocking(() -> heavy.action().run(call).map(Reply::rendered), false)
                    .compose(reply -> reply);
        }
        if (route.work() instanceof Route.Query query) {
            return query.action().run(call);
        }
        if (route.work() instanceof Route.Upload upload) {
            return idempotence.run(call, () -> upload.action().run(call));
        }
        if (route.work() instanceof Route.Action action) {
            return idempotence.run(call, () -> action.run(call));
        }
        throw new IllegalStateException("no work for " + route.path());
    }

    private Future<byte[]> body(RoutingContext ctx, Route route) {
        HttpMethod method = ctx.request().method();
        if (WITHOUT_BODY.contains(method)) {
            ctx.request().resume();
            return Future.succeededFuture(NO_BODY);
        }
        Bodies.Taken taken = route.work() instanceof Route.Upload upload ? upload.taken() : Bodies.Taken.JSON;
        return Bodies.read(vertx, ctx.request(), taken);
    }

    private void elsewhere(StaticUi ui, RoutingContext ctx) {
        String[] segments = ctx.request().path().split("/");
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.matches(segments)) {
                methods.add(route.method().name());
            }
        }
        if (!methods.isEmpty()) {
            String allow = String.join(", ", methods);
            Problems.answer(
                    ctx,
                    Problem.of(
                                    405,
                                    "method-not-allowed",
                                    "This address has other methods",
                                    "method: " + ctx.request().method() + " is not allowed; expected " + allow)
                            .withHeader("Allow", allow));
        } else if (!ui.serve(ctx)) {
            Problems.answer(ctx, Problems.ofStatus(404));
        }
    }

    private void failed(RoutingContext ctx) {
        Throwable failure = ctx.failure();
        keyCalls.failed(ctx, failure);
        if (failure == null) {
            Problems.answer(ctx, Problems.ofStatus(ctx.statusCode()));
        } else {
            Problems.answer(ctx, failure);
        }
    }
}
