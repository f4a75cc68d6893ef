package dev.sluice.server.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;

/** Reads the audit log as people see it. Safe on any thread. */
public final class AuditQueries {
    private final Workspace workspace;

    /** Queries on this workspace. */
    public AuditQueries(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Entries of a project from a number on, oldest first, and where the next page begins. */
    public Future<ObjectNode> page(String project, long from, int limit) {
        return workspace.audit(project, from, limit).map(records -> {
            ObjectNode page = Json.object();
            ArrayNode items = page.putArray("items");
            records.forEach(record -> items.add(json(record)));
            long last = records.isEmpty() ? 0 : records.get(records.size() - 1).seq();
            ProjectState now = workspace.project(project);
            if (now != null && last > 0 && last < now.auditHead().seq()) {
                page.put("next", last + 1);
            } else {
                page.putNull("next");
            }
            return page;
        });
    }

    private static ObjectNode json(AuditRecord record) {
        ObjectNode json = head(record);
        json.set("details", Json.stored(record.details()));
        return json.put("digest", record.digest());
    }

    static ObjectNode head(AuditRecord record) {
        return Json.object()
                .put("seq", record.seq())
                .put("at", record.at().toString())
                .put("actor", record.actor())
                .put(
                        "actorKind",
                        Json.stored(record.details()).path("actorKind").textValue())
                .put("action", record.action())
                .put("comment", record.comment());
    }
}
