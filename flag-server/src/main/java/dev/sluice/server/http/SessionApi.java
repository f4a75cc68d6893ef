package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Sessions;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import io.vertx.core.Future;

/** Signing in with a one-time link, asking who one is, signing out. */
final class SessionApi {
    private static final int LONGEST_LINK = 200;

    private final Sessions sessions;

    SessionApi(Sessions sessions) {
        this.sessions = sessions;
    }

    /** {@code POST /api/v1/session/link} */
    Future<Reply> newLink(Call call) {
        return sessions.newLink().map(link -> Reply.of(201, Json.object().put("link", link)));
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
        return sessions.begin(link == null ? "" : link).map(begun -> {
            if (begun.isEmpty()) {
                throw new HttpRefusedException(Problem.of(
                        401,
                        "link-not-valid",
                        "This link does not sign in",
                        "link: this one was used, is older than 15 minutes, or never was; expected a new link"));
            }
            call.context().response().addCookie(begun.get().cookie());
            return Reply.ok(who(begun.get().user(), begun.get().csrf()));
        });
    }

    /** {@code GET /api/v1/session} */
    Future<Reply> show(Call call) {
        Caller caller = call.caller();
        String digest = caller.session();
        ObjectNode who =
                digest == null ? Json.object().put("user", caller.name()) : who(caller.name(), sessions.csrf(digest));
        return Future.succeededFuture(Reply.ok(who));
    }

    /** {@code DELETE /api/v1/session} */
    Future<Reply> end(Call call) {
        String digest = call.caller().session();
        if (digest == null) {
            return Future.succeededFuture(Reply.nothing());
        }
        call.context().response().addCookie(sessions.goneCookie());
        return sessions.end(digest).map(ended -> Reply.nothing());
    }

    private static ObjectNode who(String user, String csrf) {
        return Json.object().put("user", user).put("csrf", csrf);
    }
}
