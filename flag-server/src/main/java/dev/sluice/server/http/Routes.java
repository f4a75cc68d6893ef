package dev.sluice.server.http;

import static dev.sluice.server.access.Permission.ADMIN;
import static dev.sluice.server.access.Permission.ADMIN_PART;
import static dev.sluice.server.access.Permission.EDIT;
import static dev.sluice.server.access.Permission.EDIT_PART;
import static dev.sluice.server.access.Permission.OFREP;
import static dev.sluice.server.access.Permission.OFREP_STREAM;
import static dev.sluice.server.access.Permission.PERSON;
import static dev.sluice.server.access.Permission.PUBLIC;
import static dev.sluice.server.access.Permission.RELEASE;
import static dev.sluice.server.access.Permission.SDK;
import static dev.sluice.server.access.Permission.SELF;
import static dev.sluice.server.access.Permission.VIEW;
import static dev.sluice.server.access.Permission.VIEW_PART;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.OPTIONS;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import dev.sluice.server.access.Permission;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** The one table of addresses: method, path, permission, work. An address that is not here does not exist. */
final class Routes {
    private static final String API = "/api/v1";
    private static final String FLAGS_BY_OFREP = "/ofrep/v1/evaluate/flags";
    private static final String PROJECT = API + "/projects/:project";
    private static final String ENVIRONMENT = PROJECT + "/environments/:environment";
    private static final String FLAG = PROJECT + "/flags/:flag";
    private static final String PLACE = FLAG + "/environments/:environment";

    private final List<Route> table = new ArrayList<>();

    private Routes() {}

    /** What serves the REST API. */
    record Apis(
            ProjectsApi projects,
            FlagsApi flags,
            TargetingApi targeting,
            DocumentsApi documents,
            SegmentsApi segments,
            MembersApi members,
            AudienceApi audience,
            KeysApi keys,
            SessionApi session,
            UsersApi users,
            TokensApi tokens,
            ObserveApi observe,
            MeasuresApi measures,
            FilesApi files,
            OfrepApi ofrep,
            LiveEvents live,
            MetaApi meta) {}

    static List<Route> table(Apis apis, SdkHandlers sdk) {
        Routes routes = new Routes();
        routes.sdk(sdk);
        routes.ofrep(apis.ofrep());
        routes.files(apis.files());
        routes.session(apis.session());
        routes.accounts(apis.users(), apis.tokens());
        routes.projects(apis.projects(), apis.keys());
        routes.flags(apis.flags());
        routes.targeting(apis.targeting());
        routes.documents(apis.targeting(), apis.documents());
        routes.segments(apis.segments(), apis.members());
        routes.raw(POST, ENVIRONMENT + "/flags/:flag/audience", VIEW, apis.audience()::open);
        routes.observe(apis.observe(), apis.live());
        routes.route(GET, ENVIRONMENT + "/measures", VIEW, apis.measures()::show);
        routes.heavy(GET, "/openapi.json", PUBLIC, apis.meta()::description);
        return List.copyOf(routes.table);
    }

    private void sdk(SdkHandlers sdk) {
        raw(GET, "/sdk/v1/stream", SDK, sdk.stream());
        raw(GET, "/sdk/v1/snapshot", SDK, sdk.snapshot());
        raw(POST, "/sdk/v1/ack", SDK, sdk.ack());
        raw(POST, "/sdk/v1/goodbye", SDK, sdk.goodbye());
        raw(POST, "/sdk/v1/report", SDK, sdk.report());
        raw(GET, "/sdk/v1/geo", SDK, sdk.geo());
    }

    private void files(FilesApi files) {
        heavy(GET, PROJECT + "/export", VIEW, files::export);
        table.add(new Route(POST, PROJECT + "/import", ADMIN, new Route.Upload(files::importFile, FilesApi.FILE)));
    }

    private void ofrep(OfrepApi ofrep) {
        query(POST, FLAGS_BY_OFREP + "/:flag", OFREP, ofrep::one);
        query(POST, FLAGS_BY_OFREP, OFREP, ofrep::all);
        query(OPTIONS, FLAGS_BY_OFREP + "/:flag", PUBLIC, Cors::preflight);
        query(OPTIONS, FLAGS_BY_OFREP, PUBLIC, Cors::preflight);
        raw(GET, OfrepApi.STREAM, OFREP_STREAM, ofrep::stream);
    }

    private void session(SessionApi session) {
        route(POST, API + "/session/link", ADMIN, session::newLink);
        route(POST, API + "/session", PUBLIC, session::begin);
        route(GET, API + "/session", SELF, session::show);
        route(DELETE, API + "/session", SELF, session::end);
        route(PUT, API + "/session/password", PERSON, session::changePassword);
    }

    private void accounts(UsersApi users, TokensApi tokens) {
        route(GET, API + "/users", ADMIN_PART, users::list);
        route(POST, API + "/users", ADMIN_PART, users::create);
        route(GET, API + "/users/:user", ADMIN_PART, users::show);
        route(PATCH, API + "/users/:user", ADMIN_PART, users::patch);
        route(DELETE, API + "/users/:user", ADMIN_PART, users::delete);
        route(POST, API + "/users/:user/link", ADMIN_PART, users::link);
        route(GET, API + "/tokens", ADMIN_PART, tokens::list);
        route(POST, API + "/tokens", ADMIN_PART, tokens::create);
        route(DELETE, API + "/tokens/:id", ADMIN_PART, tokens::revoke);
    }

    private void projects(ProjectsApi projects, KeysApi keys) {
        route(GET, API + "/projects", VIEW_PART, projects::list);
        route(POST, API + "/projects", ADMIN, projects::create);
        route(GET, PROJECT, VIEW_PART, projects::show);
        route(PATCH, PROJECT, ADMIN, projects::patch);
        route(GET, PROJECT + "/environments", VIEW_PART, projects::environments);
        route(POST, PROJECT + "/environments", ADMIN, projects::createEnvironment);
        route(GET, ENVIRONMENT, VIEW, projects::showEnvironment);
        route(PATCH, ENVIRONMENT, ADMIN, projects::patchEnvironment);
        route(GET, PROJECT + "/keys", ADMIN, keys::list);
        route(POST, PROJECT + "/keys", ADMIN, keys::create);
        route(POST, PROJECT + "/keys/:id/rotate", ADMIN, keys::rotate);
        route(DELETE, PROJECT + "/keys/:id", ADMIN, keys::revoke);
    }

    private void flags(FlagsApi flags) {
        heavy(GET, PROJECT + "/flags", VIEW_PART, flags::list);
        route(POST, PROJECT + "/flags", EDIT, flags::create);
        route(GET, FLAG, VIEW_PART, flags::show);
        route(PATCH, FLAG, EDIT, flags::patch);
        route(DELETE, FLAG, EDIT, flags::delete);
    }

    private void targeting(TargetingApi targeting) {
        route(GET, PLACE, VIEW, targeting::show);
        route(PUT, PLACE, EDIT, targeting::put);
        route(PATCH, PLACE, EDIT, targeting::patch);
        route(POST, PLACE + "/on", RELEASE, targeting::on);
        route(POST, PLACE + "/off", RELEASE, targeting::off);
        route(GET, PLACE + "/percentage", VIEW, targeting::showPercentage);
        route(PUT, PLACE + "/percentage", RELEASE, targeting::percentage);
        route(PUT, PLACE + "/rules/:rule", EDIT, targeting::putRule);
        route(DELETE, PLACE + "/rules/:rule", EDIT, targeting::removeRule);
    }

    private void documents(TargetingApi targeting, DocumentsApi documents) {
        heavy(GET, FLAG + "/history", VIEW_PART, documents::history);
        route(POST, FLAG + "/revert", EDIT_PART, documents::revert);
        route(POST, PLACE + "/copy", EDIT, targeting::copy);
        heavy(POST, PLACE + "/preview", VIEW, targeting::preview);
        heavy(GET, PROJECT + "/compare", VIEW_PART, documents::compare);
    }

    private void segments(SegmentsApi segments, MembersApi members) {
        heavy(GET, ENVIRONMENT + "/segments/:segment/members", VIEW, members::list);
        upload(POST, ENVIRONMENT + "/segments/:segment/members", EDIT, members::add);
        upload(DELETE, ENVIRONMENT + "/segments/:segment/members", EDIT, members::remove);
        heavy(GET, ENVIRONMENT + "/segments", VIEW, segments::list);
        route(POST, ENVIRONMENT + "/segments", EDIT, segments::create);
        route(GET, ENVIRONMENT + "/segments/:segment", VIEW, segments::show);
        route(PUT, ENVIRONMENT + "/segments/:segment", EDIT, segments::put);
        route(PATCH, ENVIRONMENT + "/segments/:segment", EDIT, segments::patch);
        route(DELETE, ENVIRONMENT + "/segments/:segment", EDIT, segments::delete);
    }

    private void observe(ObserveApi observe, LiveEvents live) {
        heavy(POST, ENVIRONMENT + "/evaluate", VIEW, observe::evaluate);
        heavy(GET, ENVIRONMENT + "/fleet", VIEW, observe::fleet);
        route(GET, PROJECT + "/attempts", ADMIN, observe::attempts);
        heavy(GET, PROJECT + "/audit", VIEW, observe::audit);
        heavy(GET, PROJECT + "/audit/verify", VIEW, observe::verify);
        heavy(GET, API + "/changes", VIEW_PART, observe::changes);
        heavy(GET, API + "/audit", ADMIN, observe::accessAudit);
        raw(GET, PROJECT + "/events", VIEW_PART, live::open);
    }

    private void route(HttpMethod method, String path, Permission permission, Route.Action action) {
        table.add(new Route(method, path, permission, action));
    }

    private void upload(HttpMethod method, String path, Permission permission, Route.Action action) {
        table.add(new Route(method, path, permission, new Route.Upload(action, Bodies.Taken.rows(MembersApi.LARGEST))));
    }

    private void query(HttpMethod method, String path, Permission permission, Route.Action action) {
        table.add(new Route(method, path, permission, new Route.Query(action)));
    }

    private void heavy(HttpMethod method, String path, Permission permission, Route.Action action) {
        table.add(new Route(method, path, permission, new Route.Heavy(action)));
    }

    private void raw(HttpMethod method, String path, Permission permission, Handler<RoutingContext> handler) {
        table.add(new Route(method, path, permission, new Route.Raw(handler)));
    }
}
