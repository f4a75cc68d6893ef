package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.KeyWish;
import dev.sluice.server.command.NotFoundException;
import dev.sluice.server.command.Rotation;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import java.util.List;

/** Keys of SDKs and of clients: made here, shown once, known afterwards by their digest alone. */
final class KeysApi {
    private final Workspace workspace;
    private final Commands commands;
    private final AccessConfig access;

    KeysApi(Workspace workspace, Commands commands, AccessConfig access) {
        this.workspace = workspace;
        this.commands = commands;
        this.access = access;
    }

    /** {@code GET /projects/{project}/keys} */
    Future<Reply> list(Call call) {
        ArrayNode items = Json.array();
        call.project(workspace).keys().forEach(key -> items.add(key.json()));
        return Future.succeededFuture(Reply.ok(ProjectsApi.page(items)));
    }

    /** {@code POST /projects/{project}/keys} */
    Future<Reply> create(Call call) {
        KeyWish wish = KeyWish.read(call.body());
        String key = access.newKey(wish.kind());
        return commands.createKey(call.path("project"), access.keyDigest(key), wish, call.intent("key.create"))
                .map(done -> Reply.of(201, done.result().json().put("key", key)));
    }

    /** {@code POST /projects/{project}/keys/{id}/rotate} */
    Future<Reply> rotate(Call call) {
        Rotation rotation = Rotation.read(call.bodyOrEmpty());
        String id = call.path("id");
        List<KeyDocument> known = call.project(workspace).keys();
        KeyDocument old = known.stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> NotFoundException.of(
                        "key", id, known.stream().map(KeyDocument::id).toList()));
        String key = access.newKey(old.kind());
        return commands.rotateKey(call.path("project"), id, access.keyDigest(key), rotation, call.intent("key.rotate"))
                .map(done -> Reply.of(201, done.result().json().put("key", key)));
    }

    /** {@code DELETE /projects/{project}/keys/{id}} */
    Future<Reply> revoke(Call call) {
        return commands.revokeKey(call.path("project"), call.path("id"), call.intent("key.revoke"))
                .map(done -> Reply.nothing());
    }
}
