package dev.sluice.server.http;

import dev.sluice.engine.ErrorCode;
import dev.sluice.server.ofrep.OfrepAnswers;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The form that a problem has where OFREP is spoken: its clients read {@code key} and {@code errorCode}, whatever the status. */
final class OfrepProblems {
    static final String ROOT = "/ofrep/";
    private static final String ONE = "/ofrep/v1/evaluate/flags/";

    private OfrepProblems() {}

    /** Whether this is an address of OFREP. */
    static boolean concern(RoutingContext ctx) {
        String path = ctx.request().path();
        return path != null && path.startsWith(ROOT);
    }

    static Reply reply(RoutingContext ctx, Problem problem) {
        String path = ctx.request().path();
        String flag = path.startsWith(ONE) ? path.substring(ONE.length()) : null;
        int status = problem.status() == 422 ? 400 : problem.status();
        return Reply.of(status, OfrepAnswers.failure(flag, code(problem, flag), problem.detail()));
    }

    private static ErrorCode code(Problem problem, @Nullable String flag) {
        return switch (problem.kind()) {
            case "invalid" -> ErrorCode.INVALID_CONTEXT;
            case "malformed-body" -> ErrorCode.PARSE_ERROR;
            case "not-found" -> flag == null ? ErrorCode.GENERAL : ErrorCode.FLAG_NOT_FOUND;
            case "not-loaded" -> ErrorCode.PROVIDER_NOT_READY;
            default -> ErrorCode.GENERAL;
        };
    }
}
