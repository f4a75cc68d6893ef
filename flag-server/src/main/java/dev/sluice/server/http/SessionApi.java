package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Sessions;
import dev.sluice.server.access.User;
import dev.sluice.server.command.AccessCommands;
import dev.sluice.server.command.ConflictException;
import dev.sluice.server.command.NotFoundException;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signing in, asking who one is, signing out. */
final class SessionApi {
    private static final int LONGEST_LINK = 200;

    private final Accounts accounts;
    private final AccessCommands commands;
    private final Sessions sessions;

    SessionApi(Accounts accounts, AccessCommands commands, Sessions sessions) {
        this.accounts = accounts;
        this.commands = commands;
        this.sessions = sessions;
    }

    /** {@code POST /api/v1/session/link}: for oneself; for the administrator if a token asks. */
    Future<Reply> newLink(Call call) {
        return asked(call)
                .compose(user -> {
                    if (!user.active()) {
                        throw new ConflictException(
                                "user " + user.name() + " is not active; expected {\"active\": true} for them first");
                    }
                    return commands.note(user.name(), call.intent("user.link"))
                            .compose(noted -> sessions.newLink(user, Sessions.AT_ONCE));
                })
                .map(link -> Reply.of(201, Json.object().put("link", link)));
    }

    private Future<User> asked(Call call) {
        Caller caller = call.caller();
        return caller.session() == null
                ? commands.ensureAdministrator(call.intent("user.create"))
                : Future.succeededFuture(accounts.user(caller.name())
                        .orElseThrow(() -> NotFoundException.of("user", caller.name(), Set.of())));
    }

    /** {@code POST /api/v1/session} */
    Future<Reply> begin(Call call) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(call.body(), out);
        String link = fields.text("link", LONGEST_LINK);
        fields.refuseOthers();
        if (link == null && out.isEmpty()) {
            out.missing("/link", "the token of a one-time link");
        }
        out.throwIfAny();
        return sessions.byLink(link == null ? "" : link).compose(begun -> {
            if (begun.isEmpty()) {
                throw new HttpRefusedException(Problem.of(
                        401,
                        "link-not-valid",
                        "This link does not sign in",
                        "link: this one was used, is too old, or never was; expected a new link"));
            }
            return in(call, begun.get());
        });
    }

    private Future<Reply> in(Call call, Sessions.Begun begun) {
        User user = begun.user();
        return commands.note(user.name(), call.intentOf(user.name(), "session.begin"))
                .map(noted -> {
                    call.context().response().addCookie(begun.cookie());
                    return Reply.ok(who(user.name(), user, begun.csrf()));
                });
    }

    /** {@code GET /api/v1/session} */
    Future<Reply> show(Call call) {
        Caller caller = call.caller();
        String digest = caller.session();
        ObjectNode who = who(
                caller.name(),
                accounts.user(caller.name()).filter(user -> digest != null).orElse(null),
                digest == null ? null : sessions.csrf(digest));
        who.set("grants", caller.grants().json());
        return Future.succeededFuture(Reply.ok(who));
    }

    /** {@code DELETE /api/v1/session} */
    Future<Reply> end(Call call) {
        String digest = call.caller().session();
        if (digest == null) {
            return Future.succeededFuture(Reply.nothing());
        }
        call.context().response().addCookie(sessions.goneCookie());
        return sessions.end(digest)
                .compose(ended -> commands.note(call.caller().name(), call.intent("session.end")))
                .map(noted -> Reply.nothing());
    }

    private static ObjectNode who(String name, @Nullable User user, @Nullable String csrf) {
        ObjectNode who = Json.object().put("user", name);
        if (user != null) {
            who.put("displayName", user.displayName()).put("passwordSet", user.password() != null);
            who.set("grants", user.grants().json());
        }
        return csrf == null ? who : who.put("csrf", csrf);
    }
}
