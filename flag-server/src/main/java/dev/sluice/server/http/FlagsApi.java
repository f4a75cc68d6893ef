package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.ConflictException;
import dev.sluice.server.command.FlagDefinition;
import dev.sluice.server.command.FlagSummary;
import dev.sluice.server.command.Intent;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.command.Stored;
import dev.sluice.server.fleet.Fleet;
import dev.sluice.server.json.Violation;
import dev.sluice.server.measures.Measures;
import dev.sluice.server.store.Workspace;
import dev.sluice.server.upkeep.FlagUse;
import dev.sluice.server.upkeep.FlagUse.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What flags are, the list of them, and which of them may go. */
final class FlagsApi {
    private static final int MOST_NAMES = 100;

    private final Vertx vertx;
    private final Workspace workspace;
    private final Commands commands;
    private final Measures measures;
    private final Fleet fleet;

    FlagsApi(Vertx vertx, Workspace workspace, Commands commands, Measures measures, Fleet fleet) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.commands = commands;
        this.measures = measures;
        this.fleet = fleet;
    }

    /** {@code GET /projects/{project}/flags?tag=&owner=&q=&archived=&stale=&days=&sort=&limit=&cursor=} */
    Future<Reply> list(Call call) {
        ProjectView view = call.project(workspace);
        FlagList list = FlagList.read(call);
        Future<Optional<FlagUse>> used = list.stale().isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : FlagUse.of(view, measures, fleet).map(Optional::of);
        return used.compose(use -> vertx.executeBlocking(
                () -> Reply.ok(list.page(view, use, call.at())).rendered(), false));
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

    /** {@code DELETE /projects/{project}/flags/{flag}?force=}: not while running code evaluates or declares it. */
    Future<Reply> delete(Call call) {
        ProjectView view = ProjectView.of(workspace, call.path("project"));
        String flag = call.path("flag");
        boolean force = call.queryFlag("force");
        Intent intent = call.intent("flag.delete");
        view.flag(flag);
        Future<Void> allowed = force
                ? Future.succeededFuture()
                : FlagUse.of(view, measures, fleet).map(use -> requireUnused(flag, use));
        return allowed.compose(unused -> commands.deleteFlag(view.state().key(), flag, force, call.ifMatch(), intent))
                .map(done -> Reply.nothing());
    }

    private static @Nullable Void requireUnused(String flag, FlagUse use) {
        List<User> users = use.users(flag);
        if (!users.isEmpty()) {
            throw inUse(flag, users);
        }
        List<String> unknown = use.unknownUsers();
        if (!unknown.isEmpty()) {
            throw new ConflictException(
                    "who evaluates or declares flag " + flag + " is not known in " + String.join(", ", unknown)
                            + ", for more was told there than could be noted; expected force=true");
        }
        return null;
    }

    private static ConflictException inUse(String flag, List<User> users) {
        List<Violation> named = users.stream()
                .limit(MOST_NAMES)
                .map(user -> new Violation(
                        "", "instance " + user.instance() + " of " + user.application() + " in " + user.environment()))
                .toList();
        String who = users.size() == 1 ? "1 running instance" : users.size() + " running instances";
        return new ConflictException(
                "flag " + flag + " is evaluated or declared by " + who + ", such as "
                        + named.get(0).detail() + "; expected no code to use it, or force=true",
                named);
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
