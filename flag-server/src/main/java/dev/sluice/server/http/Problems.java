package dev.sluice.server.http;

import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Permission;
import dev.sluice.server.command.ConflictException;
import dev.sluice.server.command.ForbiddenException;
import dev.sluice.server.command.IfMatchMissingException;
import dev.sluice.server.command.MovedOnException;
import dev.sluice.server.command.NotFoundException;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.MalformedBodyException;
import dev.sluice.server.store.NotUnderstoodException;
import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.StoreUnavailableException;
import dev.sluice.server.stream.SdkRefusedException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns what went wrong into an HTTP answer. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.server.http");

    private Problems() {}

    /** Answers with the problem that this failure is. Once the answer has begun, all that is left is to end the connection. */
    static void answer(RoutingContext ctx, Throwable failure) {
        Problem problem = of(failure);
        if (problem.status() == 500) {
            LOG.error("{} {} failed", ctx.request().method(), ctx.normalizedPath(), failure);
        }
        answer(ctx, problem);
    }

    static void answer(RoutingContext ctx, Problem problem) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        if (ctx.response().headWritten()) {
            Bodies.cutOff(ctx.request());
            return;
        }
        Bodies.discard(ctx.vertx(), ctx.request());
        problem.headers().forEach((name, value) -> ctx.response().putHeader(name, value));
        Reply reply = OfrepProblems.concern(ctx)
                ? OfrepProblems.reply(ctx, problem)
                : Reply.of(problem.status(), problem.json()).as(Problem.MEDIA_TYPE);
        reply.send(ctx);
    }

    static Problem of(Throwable failure) {
        if (failure instanceof HttpRefusedException refused) {
            return refused.problem();
        }
        if (failure instanceof InvalidException invalid) {
            return Problem.of(422, "invalid", "The input is not allowed", message(failure))
                    .withErrors(invalid.violations());
        }
        if (failure instanceof MalformedBodyException) {
            return Problem.of(400, "malformed-body", "The body cannot be read", message(failure));
        }
        if (failure instanceof NotFoundException) {
            return Problem.of(404, "not-found", "There is no such thing", message(failure));
        }
        if (failure instanceof ForbiddenException) {
            return Problem.of(403, "forbidden", "This needs another role", message(failure));
        }
        if (failure instanceof ConflictException conflict) {
            return Problem.of(409, "conflict", "Something stands in the way", message(failure))
                    .withErrors(conflict.causes());
        }
        if (failure instanceof NotUnderstoodException) {
            return Problem.of(
                    409, "not-understood", "This version does not understand what is stored", message(failure));
        }
        if (failure instanceof MovedOnException moved) {
            return Problem.of(412, "moved-on", "Somebody changed it meanwhile", message(failure))
                    .withHeader("ETag", "\"" + moved.present() + "\"");
        }
        if (failure instanceof IfMatchMissingException) {
            return Problem.of(428, "if-match-missing", "Say which version you change", message(failure));
        }
        if (failure instanceof OutcomeUnknownException unknown) {
            Map<String, Long> revisions = new TreeMap<>(unknown.revisions());
            return Problem.of(
                    503,
                    "outcome-unknown",
                    "The store did not answer in time",
                    "the change may or may not be in force; look for it at revision " + revisions);
        }
        if (failure instanceof StoreUnavailableException unavailable) {
            String detail = "nothing was stored: " + message(failure);
            return switch (unavailable.kind()) {
                case FULL -> Problem.of(507, "store-full", "The store has no room", detail);
                case DIVERGED -> Problem.of(503, "store-diverged", "The store holds another history", detail);
                case AWAY, UNSETTLED ->
                    Problem.of(503, "store-unavailable", "The store takes no writes", detail)
                            .withHeader("Retry-After", "1");
            };
        }
        if (failure instanceof SdkRefusedException refused) {
            Problem problem = Problem.of(refused.status(), refused.kind(), refused.title(), message(failure));
            return refused.retryAfterSeconds() > 0
                    ? problem.withHeader("Retry-After", Integer.toString(refused.retryAfterSeconds()))
                    : problem;
        }
        if (failure instanceof HttpException http) {
            return ofStatus(http.getStatusCode());
        }
        return Problem.of(500, "internal", "The server failed", "this is a fault of the server; its log says more");
    }

    static Problem ofStatus(int status) {
        return switch (status) {
            case 400 ->
                Problem.of(400, "bad-request", "The request cannot be read", "the request is not valid HTTP for us");
            case 404 -> of(NotFoundException.address());
            case 413 -> bodyTooLarge(Bodies.LARGEST);
            default ->
                Problem.of(status, "refused", "The request is refused", "the request is refused with status " + status);
        };
    }

    static Problem bodyTooLarge(long limit) {
        return Problem.of(
                        413,
                        "body-too-large",
                        "The body is too large",
                        "the body is over " + limit + " bytes; expected less")
                .withHeader("Connection", "close");
    }

    static Problem unauthenticated(Caller caller, Permission permission) {
        return Problem.of(
                        401,
                        "unauthenticated",
                        "Other credentials are needed",
                        "came with " + caller.kind().words() + "; needed: " + permission.needs() + sentAs(permission))
                .withHeader("WWW-Authenticate", "Bearer");
    }

    private static String sentAs(Permission permission) {
        return switch (permission) {
            case OFREP_STREAM -> "";
            case SDK, OFREP -> ", sent as \"Authorization: Bearer …\"";
            default -> ", sent as \"Authorization: Bearer …\" or cookie";
        };
    }

    static Problem forgeable() {
        return Problem.of(
                403,
                "csrf",
                "The request could be forged",
                "Sluice-Csrf: missing or wrong; expected the value that GET /api/v1/session gives, on every change made with a session");
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
