package dev.sluice.server.http;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.Authenticator;
import dev.sluice.server.access.Passwords;
import dev.sluice.server.access.Sessions;
import dev.sluice.server.access.SignIn;
import dev.sluice.server.audit.AuditQueries;
import dev.sluice.server.command.AccessCommands;
import dev.sluice.server.command.Commands;
import dev.sluice.server.evaluate.Evaluations;
import dev.sluice.server.fleet.Fleet;
import dev.sluice.server.measures.Measures;
import dev.sluice.server.store.Ephemera;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;

/** Builds the public router: everything that is served on the HTTP port, behind one table of routes. */
public final class HttpApi {
    private HttpApi() {}

    /**
     * The public router. To be called once per node: it listens to the workspace and the fleet.
     *
     * @param evaluations decides for {@code POST …/evaluate}, with the geo locator and the overrides of this node
     * @param limits how often people and tokens may ask
     */
    public static Router router(
            Vertx vertx,
            Workspace workspace,
            Ephemera ephemera,
            Fleet fleet,
            Measures measures,
            SdkHandlers sdk,
            AccessConfig access,
            Evaluations evaluations,
            RequestLimits limits) {
        return parts(vertx, workspace, ephemera, fleet, measures, sdk, access, evaluations, limits)
                .router();
    }

    /** The router with the table it was made of, and what hashes passwords behind it. */
    record Parts(Router router, List<Route> routes, Passwords passwords) {}

    static Parts parts(
            Vertx vertx,
            Workspace workspace,
            Ephemera ephemera,
            Fleet fleet,
            Measures measures,
            SdkHandlers sdk,
            AccessConfig access,
            Evaluations evaluations,
            RequestLimits limits) {
        var accounts = new Accounts(workspace);
        Sessions sessions = Sessions.of(ephemera, accounts, access);
        var passwords = Passwords.on(vertx, access);
        Authenticator authenticator = new Authenticator(workspace, sessions, access);
        KeyWatch.listen(vertx, workspace, access.clock(), sdk.revoke());
        Commands commands = new Commands(workspace);
        var accessCommands = new AccessCommands(workspace);
        LiveEvents live = LiveEvents.listen(vertx, workspace, fleet, authenticator);
        sdk.onDrain().accept(live::end);
        ActAnswers answers = new ActAnswers(new Waiting(fleet));
        Routes.Apis apis = new Routes.Apis(
                new ProjectsApi(workspace, commands),
                new FlagsApi(vertx, workspace, commands, measures, fleet),
                new TargetingApi(vertx, workspace, commands, answers),
                new DocumentsApi(vertx, workspace, commands, answers),
                new SegmentsApi(workspace, commands),
                new MembersApi(vertx, workspace, commands),
                new AudienceApi(vertx, workspace, evaluations),
                new KeysApi(workspace, commands, access),
                new SessionApi(accounts, accessCommands, sessions, new SignIn(accounts, sessions, passwords, access)),
                new UsersApi(accounts, accessCommands, sessions),
                new TokensApi(accounts, accessCommands, access),
                new ObserveApi(vertx, workspace, fleet, new AuditQueries(workspace), evaluations),
                new MeasuresApi(workspace, measures),
                live,
                new MetaApi());
        List<Route> routes = Routes.table(apis, sdk);
        return new Parts(
                new Gatehouse(
                                vertx,
                                authenticator,
                                new PlaceGate(workspace),
                                access,
                                new Idempotence(ephemera, access),
                                limits,
                                routes)
                        .router(),
                routes,
                passwords);
    }
}
