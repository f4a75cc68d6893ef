package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.Label;
import dev.sluice.server.command.ProjectDocument;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import java.util.TreeSet;

/** Projects and their environments. */
final class ProjectsApi {
    private final Workspace workspace;
    private final Commands commands;

    ProjectsApi(Workspace workspace, Commands commands) {
        this.workspace = workspace;
        this.commands = commands;
    }

    /** {@code GET /projects} */
    Future<Reply> list(Call call) {
        ArrayNode items = Json.array();
        for (String key : new TreeSet<>(workspace.projects())) {
            if (call.caller().grants().sees(key)) {
                items.add(
                        json(ProjectView.of(workspace, key).seenBy(call.caller().grants())));
            }
        }
        return Future.succeededFuture(Reply.ok(page(items)));
    }

    /** {@code POST /projects} */
    Future<Reply> create(Call call) {
        return commands.createProject(call.body(), call.intent("project.create"))
                .map(done -> Reply.of(201, json(ProjectView.of(workspace, done.result()))));
    }

    /** {@code GET /projects/{project}} */
    Future<Reply> show(Call call) {
        return Future.succeededFuture(one(call.project(workspace)));
    }

    /** {@code PATCH /projects/{project}} */
    Future<Reply> patch(Call call) {
        return commands.patchProject(call.path("project"), call.body(), call.ifMatch(), call.intent("project.change"))
                .map(done -> one(ProjectView.of(workspace, done.result())));
    }

    /** {@code GET /projects/{project}/environments} */
    Future<Reply> environments(Call call) {
        ObjectNode project = json(call.project(workspace));
        return Future.succeededFuture(Reply.ok(page(project.withArray("environments"))));
    }

    /** {@code POST /projects/{project}/environments} */
    Future<Reply> createEnvironment(Call call) {
        String project = call.path("project");
        return commands.createEnvironment(project, call.body(), call.intent("environment.create"))
                .map(done -> Reply.of(201, environment(ProjectView.of(workspace, project), done.result())));
    }

    /** {@code GET /projects/{project}/environments/{environment}} */
    Future<Reply> showEnvironment(Call call) {
        return Future.succeededFuture(one(call.project(workspace), call.path("environment")));
    }

    /** {@code PATCH /projects/{project}/environments/{environment}} */
    Future<Reply> patchEnvironment(Call call) {
        String project = call.path("project");
        return commands.patchEnvironment(
                        project,
                        call.path("environment"),
                        call.body(),
                        call.ifMatch(),
                        call.intent("environment.change"))
                .map(done -> one(ProjectView.of(workspace, project), done.result()));
    }

    private static Reply one(ProjectView view) {
        return Reply.ok(json(view)).etag(view.document().version());
    }

    private static Reply one(ProjectView view, String environment) {
        return Reply.ok(environment(view, environment)).etag(view.document().version());
    }

    static ObjectNode page(ArrayNode items) {
        ObjectNode page = Json.object();
        page.set("items", items);
        page.putNull("next");
        return page;
    }

    private static ObjectNode json(ProjectView view) {
        ProjectDocument document = view.document();
        ObjectNode json = Json.object()
                .put("key", view.state().key())
                .put("name", document.name())
                .put("archived", document.archived());
        ArrayNode environments = json.putArray("environments");
        for (String key : view.environments()) {
            environments.add(environment(view, key));
        }
        return json.put("flags", view.state().flags().size());
    }

    private static ObjectNode environment(ProjectView view, String key) {
        EnvironmentState state = view.environment(key);
        Label label = view.document().label(key);
        return Json.object()
                .put("key", key)
                .put("name", label.name())
                .put("archived", label.archived())
                .put("revision", state.stateId().revision())
                .put("epoch", state.stateId().epoch().toString())
                .put("hash", state.stateId().hash().toString());
    }
}
