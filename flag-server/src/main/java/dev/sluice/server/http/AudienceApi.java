package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.ClientAddresses;
import dev.sluice.server.command.FlagDefinition;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.evaluate.Audience;
import dev.sluice.server.evaluate.Evaluations;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.rows.Row;
import dev.sluice.server.rows.RowFormat;
import dev.sluice.server.rows.RowReader;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who is in: somebody's own contexts, rows in and rows out, as many as they like. A thread of its own reads, decides and writes; it holds
 * one row and one buffer, waits for a peer that reads slowly, and lets one that sends fast wait.
 */
final class AudienceApi {
    private static final int MOST_AT_ONCE = 4;
    private static final long LARGEST = 512L << 20;
    private static final long MOST_ROWS = 2_000_000;
    private static final long LONGEST_SILENCE_MILLIS = 10_000;
    private static final int WRITTEN_AT_ONCE = 64 * 1024;

    private final Workspace workspace;
    private final Evaluations evaluations;
    private final ClientAddresses addresses;
    private final WorkerExecutor threads;
    private final AtomicInteger running = new AtomicInteger();

    AudienceApi(Vertx vertx, Workspace workspace, Evaluations evaluations, ClientAddresses addresses) {
        this.workspace = workspace;
        this.evaluations = evaluations;
        this.addresses = addresses;
        this.threads = vertx.createSharedWorkerExecutor("audience", MOST_AT_ONCE, 1, TimeUnit.HOURS);
    }

    /** {@code POST …/environments/{environment}/flags/{flag}/audience?variation=&decisions=} */
    void open(RoutingContext ctx) {
        Asked asked = asked(ctx);
        if (running.incrementAndGet() > MOST_AT_ONCE) {
            running.decrementAndGet();
            throw new HttpRefusedException(Problem.of(
                            503,
                            "busy",
                            "The node has enough to do",
                            "audience: " + MOST_AT_ONCE + " are under way on this node; try again in a moment")
                    .withHeader("Retry-After", "5"));
        }
        BodyStream body =
                new BodyStream(ctx.request(), ctx.vertx().getOrCreateContext(), LARGEST, LONGEST_SILENCE_MILLIS);
        threads.executeBlocking(
                        () -> {
                            serve(asked, body, new Out(ctx.response()));
                            return null;
                        },
                        false)
                .onComplete(done -> {
                    running.decrementAndGet();
                    if (done.cause() instanceof IOException) {
                        Bodies.cutOff(ctx.request());
                        return;
                    }
                    if (done.failed()) {
                        Problems.answer(ctx, done.cause());
                    } else {
                        Bodies.discard(ctx.vertx(), ctx.request());
                    }
                });
    }

    private record Asked(
            Audience audience, RowFormat format, @Nullable String variation, boolean decisions) {}

    private Asked asked(RoutingContext ctx) {
        Call call = new Call(ctx, new byte[0], java.time.Instant.EPOCH, addresses);
        ProjectView view = call.project(workspace);
        String flag = call.path("flag");
        String variation = call.query("variation");
        FlagDefinition definition = view.flag(flag).document();
        if (variation != null && !definition.hasVariation(variation)) {
            throw InvalidException.of(
                    "?variation",
                    Json.quote(variation),
                    "a variation of " + flag + ": " + String.join(", ", definition.variationNames()));
        }
        String type = call.header("Content-Type");
        RowFormat format = RowFormat.named(type)
                .orElseThrow(() -> new HttpRefusedException(
                        Bodies.wrongType(type, RowFormat.NDJSON.mediaType() + " or " + RowFormat.CSV.mediaType())));
        boolean decisions = call.query("decisions") == null || call.queryFlag("decisions");
        Audience audience =
                evaluations.audience(view.environment(call.path("environment")).replica(), flag);
        return new Asked(audience, format, variation, decisions);
    }

    private static void serve(Asked asked, BodyStream body, Out out) throws IOException {
        RowReader rows = RowReader.of(asked.format(), body);
        asked.audience().columns(rows.columns());
        String fault = null;
        try {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                if (row.number() > MOST_ROWS) {
                    fault = "there are over " + MOST_ROWS + " rows; expected fewer";
                    break;
                }
                ObjectNode decided = asked.audience().decide(row, asked.variation());
                if (decided != null && asked.decisions()) {
                    out.row(decided);
                }
            }
        } catch (IOException unreadable) {
            if (out.failed()) {
                throw unreadable;
            }
            fault = String.valueOf(unreadable.getMessage());
        }
        ObjectNode last = Json.object();
        last.set("totals", asked.audience().totals(fault));
        out.row(last);
        out.end(fault != null);
    }

    /** The answer as it is written: in pieces, each when the one before is on its way. */
    private static final class Out {
        private final HttpServerResponse response;
        private Buffer waiting = Buffer.buffer();
        private boolean begun;
        private boolean failed;

        Out(HttpServerResponse response) {
            this.response = response;
        }

        boolean failed() {
            return failed;
        }

        void row(ObjectNode row) throws IOException {
            waiting.appendBytes(Json.write(row)).appendByte((byte) '\n');
            if (waiting.length() >= WRITTEN_AT_ONCE) {
                flush();
            }
        }

        void end(boolean bodyLeft) throws IOException {
            if (!begun && bodyLeft) {
                response.putHeader("Connection", "close");
            }
            flush();
            await(response.end());
        }

        private void flush() throws IOException {
            if (!begun) {
                begun = true;
                response.setChunked(true)
                        .putHeader("Content-Type", RowFormat.NDJSON.mediaType())
                        .putHeader("Cache-Control", "no-store")
                        .putHeader("X-Accel-Buffering", "no");
            }
            Buffer piece = waiting;
            waiting = Buffer.buffer();
            await(response.write(piece));
        }

        private void await(io.vertx.core.Future<Void> written) throws IOException {
            try {
                written.toCompletionStage()
                        .toCompletableFuture()
                        .get(LONGEST_SILENCE_MILLIS * 3, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                failed = true;
                throw new IOException("the peer does not read its answer", e);
            } catch (InterruptedException e) {
                failed = true;
                Thread.currentThread().interrupt();
                throw new IOException("the node is stopping", e);
            }
        }
    }
}
