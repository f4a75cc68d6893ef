package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Sessions;
import dev.sluice.server.access.SignIn;
import dev.sluice.server.access.User;
import dev.sluice.server.command.AccessCommands;
import dev.sluice.server.command.NotFoundException;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.StoreUnavailableException;
import dev.sluice.server.store.StoreUnavailableException.Cause;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in, asking who one is, signing out. */
final class SessionApi {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.server.access");

    private final Accounts accounts;
    private final AccessCommands commands;
    private final Sessions sessions;
    private final SignIn signIn;

    SessionApi(Accounts accounts, AccessCommands commands, Sessions sessions, SignIn signIn) {
        this.accounts = accounts;
        this.commands = commands;
        this.sessions = sessions;
        this.signIn = signIn;
    }

    /** {@code POST /api/v1/session/link}: for oneself; for the administrator if the admin token asks. */
    Future<Reply> newLink(Call call) {
        return asked(call)
                .compose(user -> commands.note(user.name(), call.intent("user.link"))
                        .compose(noted -> sessions.newLink(user, Sessions.AT_ONCE)))
                .map(link -> Reply.of(201, Json.object().put("link", link)));
    }

    private Future<User> asked(Call call) {
        Caller caller = call.caller();
        return caller.session() == null
                ? commands.ensureAdministrator(call.intent("user.create"))
                : Future.succeededFuture(accounts.user(caller.name())
                        .orElseThrow(() -> NotFoundException.of("user", caller.name(), Set.of())));
    }

    /** {@code POST /api/v1/session}: by the token of a link, or by name and password. */
    Future<Reply> begin(Call call) {
        Credentials given = Credentials.read(call.body());
        if (given.link() == null) {
            return signIn.tryTo(given.user(), given.password(), call.address()).compose(outcome -> {
                if (outcome instanceof SignIn.In in) {
                    return noted(call, in.begun().user()).compose(noted -> in(call, in.begun()));
                }
                LOG.info("a sign-in from {} was refused", call.address());
                return Future.failedFuture(refused(outcome));
            });
        }
        String link = given.link();
        return sessions.ofLink(link).compose(user -> byLink(call, link, user.orElseThrow(SessionApi::notValid)));
    }

    /** The link is used up last: whatever fails before that, it goes on being good. */
    private Future<Reply> byLink(Call call, String link, User user) {
        return noted(call, user)
                .compose(noted -> endPresent(call))
                .compose(ended -> sessions.beginByLink(user))
                .compose(begun -> sessions.useUp(link)
                        .recover(SessionApi::perhapsUsedUp)
                        .map(first -> {
                            if (!first) {
                                throw notValid();
                            }
                            return told(call, begun);
                        }));
    }

    private static <T> Future<T> perhapsUsedUp(Throwable failure) {
        boolean late = failure instanceof StoreUnavailableException away && away.kind() == Cause.AWAY;
        return Future.failedFuture(
                late
                        ? new HttpRefusedException(
                                Problem.of(
                                        503,
                                        "outcome-unknown",
                                        "The store did not answer in time",
                                        "link: nobody knows whether it is used up; expected it once more, and if it does not sign in then, a new"
                                                + " one: an administrator gives it, or POST /api/v1/session/link with SLUICE_ADMIN_TOKEN"))
                        : failure);
    }

    private static HttpRefusedException notValid() {
        return new HttpRefusedException(Problem.of(
                401,
                "link-not-valid",
                "This link does not sign in",
                "link: this one was used, is too old, or never was; expected a new link"));
    }

    /** Tells the audit log before anything is used up: if it cannot be told, the same link or password is good again. */
    private Future<Boolean> noted(Call call, User user) {
        return commands.note(user.name(), call.intentOf(user, "session.begin"));
    }

    /** Lets somebody in; whoever was signed in with this browser before is not any more. */
    private Future<Reply> in(Call call, Sessions.Begun begun) {
        return endPresent(call).map(ended -> told(call, begun));
    }

    private Future<Void> endPresent(Call call) {
        String before = call.caller().session();
        return before == null ? Future.succeededFuture() : sessions.end(before);
    }

    private static Reply told(Call call, Sessions.Begun begun) {
        call.context().response().addCookie(begun.cookie());
        return Reply.ok(who(begun.user().name(), begun.user(), begun.csrf()));
    }

    /** {@code PUT /api/v1/session/password}: one's own. Every session of before ends; this one goes on under a new name. */
    Future<Reply> changePassword(Call call) {
        Credentials given = Credentials.change(call.body());
        String name = call.caller().name();
        String session = String.valueOf(call.caller().session());
        return signIn.refusalOfChange(name, session, given.current(), call.address())
                .compose(refusal -> refusal.isPresent()
                        ? Future.failedFuture(ofChange(refusal.get()))
                        : signIn.hash(given.password()))
                .compose(hash -> hash.isEmpty()
                        ? Future.failedFuture(tooMany(1))
                        : commands.setPassword(name, hash.get(), call.intent("user.password")))
                .compose(user -> sessions.begin(user).recover(SessionApi::signedOut))
                .map(begun -> told(call, begun));
    }

    /** With the password every session has ended already, and nothing takes that back. */
    private static <T> Future<T> signedOut(Throwable failure) {
        return Future.failedFuture(
                failure instanceof StoreUnavailableException
                        ? new HttpRefusedException(
                                Problem.of(
                                        503,
                                        "password-changed",
                                        "The password is changed, and nobody is signed in",
                                        "the password is changed and every session has ended, but the store did not take a new one; expected you to sign in with the new password"))
                        : failure);
    }

    private static HttpRefusedException refused(SignIn.Outcome outcome) {
        return outcome instanceof SignIn.TooMany many
                ? tooMany(many.after().toSeconds() + 1)
                : new HttpRefusedException(
                        Problem.of(
                                401,
                                "sign-in-refused",
                                "This does not sign in",
                                "user and password: they do not belong together, or nobody may sign in with them; expected others"));
    }

    private static HttpRefusedException ofChange(SignIn.Outcome outcome) {
        return outcome instanceof SignIn.TooMany
                ? refused(outcome)
                : new HttpRefusedException(
                        Problem.of(
                                403,
                                "current-password",
                                "The present password is needed",
                                "current: it is not the present password; expected that one, or a session begun by a link less than 30 minutes ago"));
    }

    private static HttpRefusedException tooMany(long seconds) {
        return new HttpRefusedException(Problem.of(
                        429,
                        "too-many-tries",
                        "There were too many tries",
                        "too many tries; expected the next in " + seconds + " s")
                .withHeader("Retry-After", Long.toString(seconds)));
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
