package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.FlagDefinition;
import dev.sluice.server.command.FlagSummary;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.command.Stored;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;

/** What flags are, and the list of them. */
final class FlagsApi {
    private static final long MOST_ITEMS = 1_000;
    private static final long USUAL_ITEMS = 500;

    private final Workspace workspace;
    private final Commands commands;

    FlagsApi(Workspace workspace, Commands commands) {
        this.workspace = workspace;
        this.commands = commands;
    }

    /** {@code GET /projects/{project}/flags?tag=&archived=&limit=&cursor=} */
    Future<Reply> list(Call call) {
        ProjectView view = call.project(workspace);
        long limit = call.queryWhole("limit", 1, MOST_ITEMS, USUAL_ITEMS);
        String tag = call.query("tag");
        boolean archived = call.queryFlag("archived");
        String after = call.query("cursor");
        ArrayNode items = Json.array();
        String next = null;
        String last = null;
        for (String key : view.state().flags().keySet()) {
            if (after != null && key.compareTo(after) <= 0) {
                continue;
            }
            FlagDefinition definition = view.flag(key).document();
            boolean wanted = definition.archived() == archived
                    && (tag == null || definition.about().tags().contains(tag));
            if (wanted && items.size() == limit) {
                next = last;
                break;
            }
            if (wanted) {
                items.add(FlagSummary.json(view, key));
                last = key;
            }
        }
        ObjectNode page = Json.object();
        page.set("items", items);
        page.put("next", next);
        return Future.succeededFuture(Reply.ok(page));
    }

    /** {@code POST /projects/{project}/flags} */
    Future<Reply> create(Call call) {
        String project = call.path("project");
        return commands.createFlag(project, call.body(), call.intent("flag.create"))
                .map(done -> reply(201, call, done.result()));
    }

    /** {@code GET /projects/{project}/flags/{flag}} */
    Future<Reply> show(Call call) {
        Stored<FlagDefinition> flag = call.project(workspace).flag(call.path("flag"));
        return Future.succeededFuture(reply(200, call, flag));
    }

    /** {@code PATCH /projects/{project}/flags/{flag}} */
    Future<Reply> patch(Call call) {
        String project = call.path("project");
        return commands.patchFlag(project, call.path("flag"), call.body(), call.ifMatch(), call.intent("flag.change"))
                .map(done -> reply(200, call, done.result()));
    }

    /** {@code DELETE /projects/{project}/flags/{flag}?force=} */
    Future<Reply> delete(Call call) {
        return commands.deleteFlag(
                        call.path("project"),
                        call.path("flag"),
                        call.queryFlag("force"),
                        call.ifMatch(),
                        call.intent("flag.delete"))
                .map(done -> Reply.nothing());
    }

    private Reply reply(int status, Call call, Stored<FlagDefinition> flag) {
        ProjectView view = call.project(workspace);
        String key = flag.document().key();
        ObjectNode json = view.findFlag(key).isPresent()
                ? FlagSummary.json(view, key)
                : flag.json(flag.document().json());
        return Reply.of(status, json).etag(flag.version());
    }
}
