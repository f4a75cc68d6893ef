package dev.sluice.server.stream;

import dev.sluice.server.measures.Measures;
import dev.sluice.server.measures.Report;
import dev.sluice.server.measures.ReportReader;
import dev.sluice.server.measures.ReportRefusedException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Usage reports: read with a bound on size and time, answered with 204 once it is known that they count, or have counted before. A
 * refusal with a time to come back means that surely nothing was taken.
 */
public final class ReportHandler implements Handler<RoutingContext> {

    private static final int ROOM_AGAIN_SECONDS = 10;

    private final Vertx vertx;
    private final Measures measures;
    private final Function<RoutingContext, SdkCaller> callers;

    /** Gives what arrives to the measures; {@code callers} finds who calls, after authentication. */
    public ReportHandler(Vertx vertx, Measures measures, Function<RoutingContext, SdkCaller> callers) {
        this.vertx = vertx;
        this.measures = measures;
        this.callers = callers;
    }

    @Override
    public void handle(RoutingContext ctx) {
        SdkCaller caller = callers.apply(ctx);
        SmallBody.read(vertx, ctx.request(), ReportReader.LARGEST, body -> take(ctx, caller, body));
    }

    private void take(RoutingContext ctx, SdkCaller caller, Buffer body) {
        String coding = ctx.request().getHeader("Content-Encoding");
        Report report;
        try {
            report = ReportReader.read(body.getBytes(), "gzip".equalsIgnoreCase(coding))
                    .from(Identities.of(ctx.request(), "").application());
        } catch (ReportRefusedException refused) {
            ctx.fail(refused(refused));
            return;
        }
        measures.take(caller.environment(), report)
                .onSuccess(counts -> ctx.response().setStatusCode(204).end())
                .onFailure(failure ->
                        ctx.fail(failure instanceof ReportRefusedException refused ? refused(refused) : failure));
    }

    private static SdkRefusedException refused(ReportRefusedException refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.kind()) {
            case INVALID -> new SdkRefusedException(400, "invalid", "Not a valid report", detail, 0);
            case TOO_LARGE -> new SdkRefusedException(413, "body-too-large", "Report too large", detail, 0);
            case NO_ROOM -> new SdkRefusedException(503, "no-room", "No room for reports", detail, ROOM_AGAIN_SECONDS);
        };
    }
}
