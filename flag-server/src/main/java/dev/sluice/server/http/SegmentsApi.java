package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.command.SegmentDocument;
import dev.sluice.server.command.Stored;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The named groups of an environment's users. */
final class SegmentsApi {
    private final Vertx vertx;
    private final Workspace workspace;
    private final Commands commands;

    SegmentsApi(Vertx vertx, Workspace workspace, Commands commands) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.commands = commands;
    }

    /** {@code GET …/environments/{environment}/segments} */
    Future<Reply> list(Call call) {
        ProjectView view = call.project(workspace);
        String environment = call.path("environment");
        return vertx.executeBlocking(() -> Reply.ok(list(view, environment)).rendered(), false);
    }

    private static ObjectNode list(ProjectView view, String environment) {
        ArrayNode items = Json.array();
        for (String key : view.environment(environment).segments().keySet()) {
            Stored<SegmentDocument> segment = view.segment(environment, key);
            items.add(segment.json(Json.object()
                    .put("key", key)
                    .put("description", segment.document().description())
                    .put("included", segment.document().included().size())
                    .put("excluded", segment.document().excluded().size())
                    .put("rules", segment.document().rules().size())));
        }
        return ProjectsApi.page(items);
    }

    /** {@code POST …/environments/{environment}/segments} */
    Future<Reply> create(Call call) {
        JsonNode body = call.body();
        JsonNode key = body.path("key");
        if (!key.isTextual() || !Fields.KEY.matcher(key.textValue()).matches()) {
            throw InvalidException.of("/key", key.isMissingNode() ? "nothing" : Json.quote(key), Fields.KEY_FORM);
        }
        return commands.createSegment(
                        call.path("project"),
                        call.path("environment"),
                        key.textValue(),
                        body,
                        call.intent("segment.create"))
                .map(done -> reply(201, done.result()));
    }

    /** {@code GET …/environments/{environment}/segments/{segment}} */
    Future<Reply> show(Call call) {
        Stored<SegmentDocument> segment =
                call.project(workspace).segment(call.path("environment"), call.path("segment"));
        return Future.succeededFuture(reply(200, segment));
    }

    /** {@code PUT …/environments/{environment}/segments/{segment}} */
    Future<Reply> put(Call call) {
        return commands.putSegment(
                        call.path("project"),
                        call.path("environment"),
                        call.path("segment"),
                        call.body(),
                        call.ifMatch(),
                        call.intent("segment.put"))
                .map(done ->
                        reply(done.result().made() ? 201 : 200, done.result().segment()));
    }

    /** {@code PATCH …/environments/{environment}/segments/{segment}} */
    Future<Reply> patch(Call call) {
        return commands.patchSegment(
                        call.path("project"),
                        call.path("environment"),
                        call.path("segment"),
                        call.body(),
                        call.ifMatch(),
                        call.intent("segment.change"))
                .map(done -> reply(200, done.result()));
    }

    /** {@code DELETE …/environments/{environment}/segments/{segment}} */
    Future<Reply> delete(Call call) {
        return commands.deleteSegment(
                        call.path("project"),
                        call.path("environment"),
                        call.path("segment"),
                        call.ifMatch(),
                        call.intent("segment.delete"))
                .map(done -> Reply.nothing());
    }

    private static Reply reply(int status, Stored<SegmentDocument> segment) {
        ObjectNode json = segment.json(segment.document().json());
        return Reply.of(status, json).etag(segment.version());
    }
}
