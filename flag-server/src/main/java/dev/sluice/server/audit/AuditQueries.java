package dev.sluice.server.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Reads the audit log as people see it. Safe on any thread. */
public final class AuditQueries {
    private static final int AT_ONCE = 10;
    private static final long MOST_BYTES = 4 << 20;

    private final Workspace workspace;

    /** Queries on this workspace. */
    public AuditQueries(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Entries of a project from a number on, oldest first, and where the next page begins: short pages where entries are long. */
    public Future<ObjectNode> page(String project, long from, int limit) {
        return read(project, from, limit, new ArrayList<>(), 0).map(records -> {
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

    /** Entries may be large: a few at a time, until there are enough of them or of their bytes. */
    private Future<List<AuditRecord>> read(String project, long from, int limit, List<AuditRecord> read, long bytes) {
        int wanted = Math.min(AT_ONCE, limit - read.size());
        if (wanted < 1 || bytes >= MOST_BYTES) {
            return Future.succeededFuture(read);
        }
        return workspace.audit(project, from, wanted).compose(some -> {
            if (some.isEmpty()) {
                return Future.succeededFuture(read);
            }
            read.addAll(some);
            long more =
                    some.stream().mapToLong(record -> record.details().length).sum();
            long next = some.get(some.size() - 1).seq() + 1;
            return read(project, next, limit, read, bytes + more);
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
