package dev.sluice.server.http;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import dev.sluice.server.access.Permission;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The one table of addresses: method, path, permission, work. */
final class Routes {
    private static final String API = "/api/v1";

    private Routes() {}

    static List<Route> table(SessionApi session, SdkHandlers sdk) {
        return List.of(
                raw(GET, "/sdk/v1/stream", Permission.SDK, sdk.stream()),
                raw(GET, "/sdk/v1/snapshot", Permission.SDK, sdk.snapshot()),
                raw(POST, "/sdk/v1/ack", Permission.SDK, sdk.ack()),
                raw(POST, "/sdk/v1/goodbye", Permission.SDK, sdk.goodbye()),
                raw(GET, "/sdk/v1/geo", Permission.SDK, sdk.geo()),
                route(POST, API + "/session/link", Permission.ADMIN, session::newLink),
                route(POST, API + "/session", Permission.PUBLIC, session::begin),
                route(GET, API + "/session", Permission.VIEW, session::show),
                route(DELETE, API + "/session", Permission.VIEW, session::end));
    }

    private static Route route(HttpMethod method, String path, Permission permission, Route.Action action) {
        return new Route(method, path, permission, action);
    }

    private static Route raw(HttpMethod method, String path, Permission permission, Handler<RoutingContext> handler) {
        return new Route(method, path, permission, new Route.Raw(handler));
    }
}
