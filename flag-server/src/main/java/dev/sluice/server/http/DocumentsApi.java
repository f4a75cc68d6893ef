package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Grant;
import dev.sluice.server.access.Grants;
import dev.sluice.server.access.Role;
import dev.sluice.server.command.Acted;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.Comparison;
import dev.sluice.server.command.FlagSummary;
import dev.sluice.server.command.FlagVersions;
import dev.sluice.server.command.ForbiddenException;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.command.Revert;
import dev.sluice.server.command.Reverted;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violation;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What flags were, what they are elsewhere, and the way back. */
final class DocumentsApi {
    private static final long MOST_ITEMS = 100;
    private static final long USUAL_ITEMS = 20;

    private final Vertx vertx;
    private final Workspace workspace;
    private final Commands commands;
    private final ActAnswers answers;

    DocumentsApi(Vertx vertx, Workspace workspace, Commands commands, ActAnswers answers) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.commands = commands;
        this.answers = answers;
    }

    /** {@code GET …/flags/{flag}/history?environment=&cursor=&limit=} */
    Future<Reply> history(Call call) {
        int limit = (int) call.queryWhole("limit", 1, MOST_ITEMS, USUAL_ITEMS);
        return new FlagVersions(workspace, call.project(workspace), call.path("flag"))
                .page(call.query("environment"), call.query("cursor"), limit, vertx)
                .compose(page -> vertx.executeBlocking(() -> Reply.ok(page).rendered(), false));
    }

    /** {@code POST …/flags/{flag}/revert?dryRun=} */
    Future<Reply> revert(Call call) {
        Revert wish = Revert.read(call.body());
        String project = call.path("project");
        String flag = call.path("flag");
        requireSight(call, wish);
        if (call.queryFlag("dryRun")) {
            return commands.previewRevert(
                    project,
                    flag,
                    wish,
                    call.ifMatch(),
                    call.intent("flag.revert"),
                    vertx,
                    reverted -> prospect(reverted).rendered());
        }
        Optional<Duration> wanted = answers.wanted(call);
        return commands.revertFlag(project, flag, wish, call.ifMatch(), call.intent("flag.revert"))
                .compose(done -> {
                    Reverted reverted = done.result();
                    Acted acted = reverted.acted();
                    if (acted != null && wish.definition() == 0) {
                        return answers.answer(
                                wanted, acted, done.written(), (one, json) -> json.set("diff", one.diff()));
                    }
                    ObjectNode json;
                    long version;
                    if (acted == null) {
                        json = FlagSummary.json(call.project(workspace), flag);
                        json.put("changed", done.written().changed()).set("diff", reverted.diff());
                        version = reverted.definition().version();
                    } else {
                        json = ActAnswers.json(acted, done.written());
                        json.set("diff", acted.diff());
                        definition(json, reverted);
                        version = acted.targeting().version();
                    }
                    return answers.answer(wanted, project, reverted.moved(), done.written(), json)
                            .map(reply -> reply.etag(version));
                });
    }

    /** The definition belongs to the whole project; what somebody may do in the environment is looked at when it is written. */
    private void requireSight(Call call, Revert wish) {
        ProjectView view = call.project(workspace);
        Grants grants = call.caller().grants();
        String project = view.state().key();
        if (wish.environment() != null) {
            view.environment(wish.environment());
        }
        if (wish.definition() > 0 && !grants.allow(Role.EDITOR, project, Grant.ALL)) {
            throw ForbiddenException.role(Role.EDITOR, project + "/" + Grant.ALL, grants.roleIn(project));
        }
    }

    private static Reply prospect(Reverted reverted) {
        Acted acted = reverted.acted();
        ObjectNode json = acted == null ? Json.object() : ActAnswers.prospectJson(acted);
        long version =
                acted == null ? reverted.before().version() : acted.before().version();
        return Reply.ok(definition(json, reverted)).etag(version);
    }

    private static ObjectNode definition(ObjectNode json, Reverted reverted) {
        ArrayNode diff = reverted.diff();
        json.putObject("definition")
                .put("version", reverted.definition().version())
                .put("changes", !diff.isEmpty())
                .set("diff", diff);
        return json;
    }

    /** {@code GET /projects/{project}/compare?a=&b=&cursor=&limit=} */
    Future<Reply> compare(Call call) {
        ProjectView view = call.project(workspace);
        int limit = (int) call.queryWhole("limit", 1, MOST_ITEMS, USUAL_ITEMS);
        Comparison comparison = new Comparison(view, environment(call, view, "a"), environment(call, view, "b"));
        String cursor = call.query("cursor");
        return vertx.executeBlocking(
                () -> Reply.ok(comparison.page(cursor, limit)).rendered(), false);
    }

    private static String environment(Call call, ProjectView view, String name) {
        String given = call.query(name);
        if (given == null) {
            throw new InvalidException(
                    List.of(Violation.missing("?" + name, "one of " + String.join(", ", view.environments()))));
        }
        return view.environment(given).id().environment();
    }
}
