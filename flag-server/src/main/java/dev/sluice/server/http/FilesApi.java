package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.Intent;
import dev.sluice.server.command.ProjectExport;
import dev.sluice.server.command.ProjectFile;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.json.Documents;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** A project as a file: out and in again. */
final class FilesApi {
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    /** What may come in. */
    static final Bodies.Taken FILE = new Bodies.Taken(Documents.LARGEST, List.of(JSON, YAML));

    private final Vertx vertx;
    private final Workspace workspace;
    private final Commands commands;

    FilesApi(Vertx vertx, Workspace workspace, Commands commands) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.commands = commands;
    }

    /** {@code GET /projects/{project}/export?format=} */
    Future<Reply> export(Call call) {
        ProjectView view = call.project(workspace);
        String format = call.query("format");
        if (format != null && !format.equals("json") && !format.equals("yaml")) {
            throw InvalidException.of("?format", Json.quote(format), "json or yaml");
        }
        return vertx.executeBlocking(
                () -> {
                    ObjectNode document = ProjectExport.of(view);
                    return "yaml".equals(format)
                            ? Reply.bytes(YAML, Documents.writeYaml(document))
                            : Reply.ok(document).rendered();
                },
                false);
    }

    /** {@code POST /projects/{project}/import?dryRun=&prune=&force=} */
    Future<Reply> importFile(Call call) {
        String project = call.path("project");
        boolean dryRun = call.queryFlag("dryRun");
        boolean prune = call.queryFlag("prune");
        boolean force = call.queryFlag("force");
        Intent intent = call.intentOfFile("project.import");
        return vertx.executeBlocking(() -> ProjectFile.read(project, parsed(call)), false)
                .compose(file -> dryRun
                        ? vertx.executeBlocking(
                                () -> commands.previewImport(project, file, prune, force, intent.onTrial()), false)
                        : commands.importProject(project, file, prune, force, intent)
                                .map(done -> done.result()))
                .map(changes -> Reply.ok(json(dryRun, changes)));
    }

    private static JsonNode parsed(Call call) {
        String type = Bodies.bare(call.context().request().getHeader("Content-Type"));
        return type.equals(YAML) ? Documents.parseYaml(call.bytes()) : Documents.parseJson(call.bytes());
    }

    private static ObjectNode json(boolean dryRun, ArrayNode changes) {
        ObjectNode json = Json.object().put("dryRun", dryRun).put("changed", !changes.isEmpty());
        json.set("changes", changes);
        return json;
    }
}
