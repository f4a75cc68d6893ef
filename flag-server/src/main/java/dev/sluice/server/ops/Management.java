package dev.sluice.server.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.store.StoreStatus;
import dev.sluice.server.store.Workspace;
import dev.sluice.server.store.disk.DiskCopy;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The management port. Liveness says that the event loop turns, and nothing else: no outage of Redis may ever restart a node.
 * Readiness says that every environment is loaded and the node is not draining.
 */
public final class Management implements Handler<HttpServerRequest> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_QUARANTINED = 100;

    private final Workspace workspace;
    private final DiskCopy copy;
    private final BooleanSupplier ready;
    private final PrometheusMeterRegistry metrics;
    private final String version;
    private final Supplier<List<String>> warnings;

    /** Answers from these; {@code warnings} are sentences about the Redis for a person to act upon. */
    public Management(
            Workspace workspace,
            DiskCopy copy,
            BooleanSupplier ready,
            PrometheusMeterRegistry metrics,
            String version,
            Supplier<List<String>> warnings) {
        this.warnings = warnings;
        this.workspace = workspace;
        this.copy = copy;
        this.ready = ready;
        this.metrics = metrics;
        this.version = version;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response()
                    .setStatusCode(405)
                    .putHeader("Allow", "GET, HEAD")
                    .end();
            return;
        }
        switch (request.path()) {
            case "/livez" -> answer(request, 200, JSON.createObjectNode().put("status", "live"));
            case "/readyz" -> readiness(request);
            case "/healthz/deps" -> dependencies(request);
            case "/version" -> answer(request, 200, JSON.createObjectNode().put("version", version));
            case "/metrics" ->
                request.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape());
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void readiness(HttpServerRequest request) {
        boolean isReady = ready.getAsBoolean();
        answer(request, isReady ? 200 : 503, JSON.createObjectNode().put("status", isReady ? "ready" : "not ready"));
    }

    private void dependencies(HttpServerRequest request) {
        StoreStatus status = workspace.status();
        ObjectNode json = JSON.createObjectNode();
        ObjectNode redis = json.putObject("redis")
                .put("state", status.state().name())
                .put("since", status.since().toString())
                .put("detail", status.detail());
        warnings.get().forEach(redis.putArray("warnings")::add);
        DiskCopy.Health trouble = copy.trouble();
        json.putObject("copy").put("written", trouble == null).put("detail", trouble == null ? "" : trouble.why());
        ArrayNode quarantined = json.putArray("quarantine");
        workspace.quarantine().stream()
                .limit(MOST_QUARANTINED)
                .forEach(each -> quarantined
                        .addObject()
                        .put("place", each.place())
                        .put("why", each.why())
                        .put("since", each.since().toString()));
        ArrayNode notUnderstood = json.putArray("notUnderstood");
        NotUnderstoodFlags.in(workspace, MOST_QUARANTINED)
                .forEach((place, why) ->
                        notUnderstood.addObject().put("place", place).put("why", why));
        answer(request, status.connected() ? 200 : 503, json);
    }

    private static void answer(HttpServerRequest request, int status, ObjectNode json) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(json + "\n");
    }
}
