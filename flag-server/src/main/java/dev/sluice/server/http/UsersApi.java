package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.Sessions;
import dev.sluice.server.access.User;
import dev.sluice.server.command.AccessCommands;
import dev.sluice.server.command.Intent;
import dev.sluice.server.command.NotFoundException;
import dev.sluice.server.command.UserWish;
import dev.sluice.server.json.Json;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The people who may sign in, as far as the caller is an administrator of all that they may do. */
final class UsersApi {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.server.access");

    private final Accounts accounts;
    private final AccessCommands commands;
    private final Sessions sessions;

    UsersApi(Accounts accounts, AccessCommands commands, Sessions sessions) {
        this.accounts = accounts;
        this.commands = commands;
        this.sessions = sessions;
    }

    /** {@code GET /users} */
    Future<Reply> list(Call call) {
        ArrayNode items = Json.array();
        mine(call).forEach(user -> items.add(user.json()));
        return Future.succeededFuture(Reply.ok(ProjectsApi.page(items)));
    }

    /** {@code POST /users}: makes somebody known and gives the link that lets them in; without it if only that fails. */
    Future<Reply> create(Call call) {
        return commands.createUser(UserWish.creation(call.body()), call.intent("user.create"))
                .compose(user -> sessions.newLink(user, Sessions.INVITATION)
                        .map(link -> user.json().put("link", link))
                        .otherwise(failed -> withoutLink(user, failed))
                        .map(json -> Reply.of(201, json).etag(user.version())));
    }

    /** {@code GET /users/{user}} */
    Future<Reply> show(Call call) {
        User user = mine(call, call.path("user"));
        return Future.succeededFuture(Reply.ok(user.json()).etag(user.version()));
    }

    /** {@code PATCH /users/{user}} */
    Future<Reply> patch(Call call) {
        return commands.changeUser(
                        call.path("user"), UserWish.change(call.body()), call.ifMatch(), call.intent("user.change"))
                .map(user -> Reply.ok(user.json()).etag(user.version()));
    }

    /** {@code DELETE /users/{user}} */
    Future<Reply> delete(Call call) {
        return commands.deleteUser(call.path("user"), call.ifMatch(), call.intent("user.delete"))
                .map(user -> Reply.nothing());
    }

    /** {@code POST /users/{user}/link}: lets somebody back in who has forgotten their password. */
    Future<Reply> link(Call call) {
        User user = mine(call, call.path("user"));
        Intent intent = call.intent("user.link");
        intent.requireLasting("links");
        return commands.note(user.name(), intent)
                .compose(noted -> sessions.newLink(user, Sessions.INVITATION))
                .map(link -> Reply.of(201, Json.object().put("link", link)));
    }

    private static ObjectNode withoutLink(User user, Throwable failed) {
        LOG.warn("user {} was made, but no link for them could be stored", user.name(), failed);
        return user.json()
                .put(
                        "note",
                        "the user is made, but the link could not be stored; ask POST /api/v1/users/" + user.name()
                                + "/link for one");
    }

    private List<User> mine(Call call) {
        return accounts.users().stream()
                .filter(user -> call.caller().grants().administer(user.grants()))
                .toList();
    }

    private User mine(Call call, String name) {
        List<User> mine = mine(call);
        return mine.stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow(() -> NotFoundException.of(
                        "user", name, mine.stream().map(User::name).toList()));
    }
}
