package dev.sluice.server.http;

import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.Grant;
import dev.sluice.server.access.Grants;
import dev.sluice.server.audit.AuditChain;
import dev.sluice.server.audit.AuditFilter;
import dev.sluice.server.audit.AuditQueries;
import dev.sluice.server.audit.RecentChanges;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.evaluate.Evaluations;
import dev.sluice.server.fleet.Fleet;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Looking without changing: the fleet, the audit log, recent changes, and what flags decide. */
final class ObserveApi {
    private static final int USUAL_ENTRIES = 100;
    private static final int MOST_ENTRIES = 1_000;
    private static final int MOST_CHANGES = 200;
    private static final Duration USUAL_SPAN = Duration.ofHours(24);
    private static final Duration LONGEST_SPAN = Duration.ofDays(90);

    private final Vertx vertx;
    private final Workspace workspace;
    private final Fleet fleet;
    private final AuditQueries audit;
    private final Evaluations evaluations;

    ObserveApi(Vertx vertx, Workspace workspace, Fleet fleet, AuditQueries audit, Evaluations evaluations) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.fleet = fleet;
        this.audit = audit;
        this.evaluations = evaluations;
    }

    /** {@code GET …/environments/{environment}/fleet} */
    Future<Reply> fleet(Call call) {
        EnvironmentState state = call.project(workspace).environment(call.path("environment"));
        return fleet.view(state.id()).map(view -> Reply.ok(FleetJson.of(view, state.stateId())));
    }

    /** {@code GET /projects/{project}/attempts}: who calls with keys, and with what success */
    Future<Reply> attempts(Call call) {
        return fleet.attempts(call.project(workspace).state().key()).map(all -> Reply.ok(AttemptsJson.of(all)));
    }

    /** {@code GET /projects/{project}/audit?from=&limit=}: without {@code from} the newest entries. Newest first with {@code before} or a filter. */
    Future<Reply> audit(Call call) {
        ProjectView view = call.project(workspace);
        return page(call, view.state().key(), view.state().auditHead().seq());
    }

    /** {@code GET /audit}, as of a project: who may do what, and who signed in. */
    Future<Reply> accessAudit(Call call) {
        ProjectState accounts = workspace.project(Accounts.PROJECT);
        return page(
                call,
                Accounts.PROJECT,
                accounts == null ? 0 : accounts.auditHead().seq());
    }

    private Future<Reply> page(Call call, String project, long newestSeq) {
        int limit = (int) call.queryWhole("limit", 1, MOST_ENTRIES, USUAL_ENTRIES);
        AuditFilter filter = new AuditFilter(
                call.query("actor"), call.query("action"), call.query("flag"), call.query("environment"), since(call));
        if (filter.isEmpty() && call.query("before") == null) {
            long from = call.queryWhole("from", 1, Long.MAX_VALUE, Math.max(1, newestSeq - limit + 1));
            return audit.page(project, from, limit).map(Reply::ok);
        }
        if (call.query("from") != null) {
            throw InvalidException.of(
                    "?from", Json.quote(call.query("from")), "no from together with before or a filter");
        }
        long before = call.queryWhole("before", 1, Long.MAX_VALUE, newestSeq + 1);
        return audit.back(project, before, filter, limit).map(Reply::ok);
    }

    private static @Nullable Instant since(Call call) {
        String given = call.query("since");
        try {
            return given == null ? null : Instant.parse(given);
        } catch (DateTimeParseException e) {
            throw InvalidException.of("?since", Json.quote(given), "a time such as 2026-11-21T08:00:00Z");
        }
    }

    /** {@code GET /projects/{project}/audit/verify} */
    Future<Reply> verify(Call call) {
        return new AuditChain(workspace, vertx)
                .verify(call.project(workspace).state())
                .map(Reply::ok);
    }

    /** {@code GET /changes?since=PT30M&cursor=&limit=} */
    Future<Reply> changes(Call call) {
        String since = call.query("since");
        Duration span = USUAL_SPAN;
        if (since != null) {
            try {
                span = Duration.parse(since);
            } catch (DateTimeParseException e) {
                throw span(since);
            }
            if (span.isNegative() || span.compareTo(LONGEST_SPAN) > 0) {
                throw span(since);
            }
        }
        return new RecentChanges(workspace)
                .page(call.at().minus(span), new SightOf(call.caller().grants()), call.query("cursor"), (int)
                        call.queryWhole("limit", 1, MOST_CHANGES, MOST_CHANGES))
                .map(Reply::ok);
    }

    /** What the holder of grants may see. */
    private record SightOf(Grants grants) implements RecentChanges.Sight {
        @Override
        public boolean reaches(String project) {
            return grants.sees(project);
        }

        @Override
        public boolean reaches(String project, @Nullable String environment) {
            return grants.sees(project, environment == null ? Grant.ALL : environment);
        }
    }

    /** {@code POST …/environments/{environment}/evaluate} */
    Future<Reply> evaluate(Call call) {
        EnvironmentState state = call.project(workspace).environment(call.path("environment"));
        Evaluations.Request request = Evaluations.Request.read(call.body());
        return vertx.executeBlocking(() -> Reply.ok(evaluations.decide(state.replica(), request)), false);
    }

    private static InvalidException span(String given) {
        return InvalidException.of("?since", Json.quote(given), "a duration such as PT30M, of at most 90 days");
    }
}
