package dev.sluice.server.http;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.Authenticator;
import dev.sluice.server.access.ClientAddresses;
import dev.sluice.server.access.Passwords;
import dev.sluice.server.access.Sessions;
import dev.sluice.server.access.SignIn;
import dev.sluice.server.access.StreamTokens;
import dev.sluice.server.audit.AuditQueries;
import dev.sluice.server.command.AccessCommands;
import dev.sluice.server.command.Commands;
import dev.sluice.server.evaluate.Evaluations;
import dev.sluice.server.fleet.Fleet;
import dev.sluice.server.measures.Measures;
import dev.sluice.server.ofrep.Audiences;
import dev.sluice.server.ofrep.ChangeStreams;
import dev.sluice.server.ofrep.OfrepAnswers;
import dev.sluice.server.store.Ephemera;
import dev.sluice.server.store.Workspace;
import dev.sluice.server.stream.OpenFiles;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;

/** Builds the public router: everything that is served on the HTTP port, behind one table of routes. */
public final class HttpApi {
    /** Client keys are in everybody's hands: what they may open must leave room for SDKs. */
    private static final long MOST_CHANGE_STREAMS = 5_000;

    /** Each page asks the store every few seconds whether its reader is still signed in. */
    private static final long MOST_PAGES = 2_000;

    private HttpApi() {}

    /**
     * The public router. To be called once per node: it listens to the workspace and the fleet.
     *
     * @param evaluations decides for {@code POST …/evaluate} and OFREP, with the geo locator and the overrides of this node
     * @param limits how often people and tokens may ask
     * @param addresses finds who is asking behind proxies
     * @param files what the process may open
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
            RequestLimits limits,
            ClientAddresses addresses,
            OpenFiles files) {
        return parts(
                        vertx,
                        workspace,
                        ephemera,
                        fleet,
                        measures,
                        sdk,
                        access,
                        evaluations,
                        limits,
                        addresses,
                        files,
                        Idempotence.RENEWAL)
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
            RequestLimits limits,
            ClientAddresses addresses,
            OpenFiles files,
            Duration renewal) {
        var accounts = new Accounts(workspace);
        Sessions sessions = Sessions.of(ephemera, accounts, access);
        var passwords = Passwords.on(vertx, access);
        Authenticator authenticator = new Authenticator(workspace, sessions, access);
        var audiences = new Audiences(workspace, evaluations);
        int mostStreams = (int) Math.min(MOST_CHANGE_STREAMS, files.most() / 4);
        ChangeStreams changes = ChangeStreams.listen(vertx, workspace, audiences, mostStreams);
        sdk.onDrain().accept(changes::end);
        KeyWatch.listen(vertx, workspace, access.clock(), sdk.revoke().andThen(changes::revoke));
        Commands commands = new Commands(workspace);
        var accessCommands = new AccessCommands(workspace);
        int mostPages = (int) Math.min(MOST_PAGES, files.most() / 8);
        LiveEvents live = LiveEvents.listen(vertx, workspace, fleet, authenticator, mostPages);
        sdk.onDrain().accept(live::end);
        ActAnswers answers = new ActAnswers(new Waiting(fleet));
        Routes.Apis apis = new Routes.Apis(
                new ProjectsApi(workspace, commands),
                new FlagsApi(vertx, workspace, commands, measures, fleet),
                new TargetingApi(vertx, workspace, commands, answers),
                new DocumentsApi(vertx, workspace, commands, answers),
                new SegmentsApi(vertx, workspace, commands),
                new MembersApi(vertx, workspace, commands),
                new AudienceApi(vertx, workspace, evaluations, addresses),
                new KeysApi(workspace, commands, access),
                new SessionApi(accounts, accessCommands, sessions, new SignIn(accounts, sessions, passwords, access)),
                new UsersApi(accounts, accessCommands, sessions),
                new TokensApi(accounts, accessCommands, access),
                new ObserveApi(vertx, workspace, fleet, new AuditQueries(workspace), evaluations),
                new MeasuresApi(workspace, measures),
                new FilesApi(vertx, workspace, commands),
                new OfrepApi(
                        vertx,
                        audiences,
                        new OfrepAnswers(evaluations, measures),
                        changes,
                        new StreamTokens(workspace, access),
                        access),
                live,
                new MetaApi());
        List<Route> routes = Routes.table(apis, sdk);
        return new Parts(
                new Gatehouse(
                                vertx,
                                authenticator,
                                new PlaceGate(workspace),
                                access,
                                addresses,
                                new Idempotence(vertx, ephemera, access, renewal),
                                limits,
                                new KeyCalls(fleet.attemptsHere(), addresses),
                                routes)
                        .router(),
                routes,
                passwords);
    }
}
