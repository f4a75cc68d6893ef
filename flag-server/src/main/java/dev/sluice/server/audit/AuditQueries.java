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
import org.jspecify.annotations.Nullable;

/** Reads the audit log as people see it. Safe on any thread. */
public final class AuditQueries {
    private static final int AT_ONCE = 10;
    private static final long MOST_BYTES = 4 << 20;
    /** So many entries are looked at for one page: where few match it is short, or empty, and the next goes on. */
    static final int MOST_LOOKED_AT = 2_000;

    private static final int LOOKED_AT_ONCE = 100;

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
            ProjectState now = workspace.project(project);
            records.forEach(record -> items.add(json(now, record, details(record))));
            long last = records.isEmpty() ? 0 : records.get(records.size() - 1).seq();
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

    /** Entries of a project from just before a number back, newest first, and where the next page begins. */
    public Future<ObjectNode> back(String project, long before, AuditFilter filter, int limit) {
        ObjectNode page = Json.object();
        return fill(project, before, filter, limit, MOST_LOOKED_AT, page.putArray("items"))
                .map(next -> next > 1 ? page.put("next", next) : page.putNull("next"));
    }

    /** Gives the number before which nothing was looked at yet; 1 at the end. */
    private Future<Long> fill(
            String project, long before, AuditFilter filter, int limit, int mayLookAt, ArrayNode items) {
        int most = Math.min(LOOKED_AT_ONCE, mayLookAt);
        if (most < 1 || before <= 1) {
            return Future.succeededFuture(before);
        }
        return workspace.auditBefore(project, before, most).compose(records -> {
            ProjectState now = workspace.project(project);
            for (AuditRecord record : records) {
                if (filter.endsAt(record)) {
                    return Future.succeededFuture(1L);
                }
                if (items.size() == limit) {
                    return Future.succeededFuture(record.seq() + 1);
                }
                ObjectNode details = details(record);
                if (filter.admits(record, details)) {
                    items.add(json(now, record, details));
                }
            }
            return records.isEmpty()
                    ? Future.succeededFuture(1L)
                    : fill(
                            project,
                            records.get(records.size() - 1).seq(),
                            filter,
                            limit,
                            mayLookAt - records.size(),
                            items);
        });
    }

    private static ObjectNode json(@Nullable ProjectState now, AuditRecord record, ObjectNode details) {
        ObjectNode json = head(record, details);
        json.set("revert", now == null ? null : RecentChanges.revert(now, details));
        json.set("details", details);
        return json.put("digest", record.digest());
    }

    static ObjectNode head(AuditRecord record, ObjectNode details) {
        return Json.object()
                .put("seq", record.seq())
                .put("at", record.at().toString())
                .put("actor", record.actor())
                .put("actorKind", details.path("actorKind").textValue())
                .put("action", record.action())
                .put("comment", record.comment());
    }

    /** What an entry says; of one that can't be read only that, for it must not stand before all others. */
    static ObjectNode details(AuditRecord record) {
        try {
            return Json.stored(record.details());
        } catch (IllegalStateException damaged) {
            return Json.object()
                    .put(
                            "unreadable",
                            "The " + record.details().length + " bytes of this entry's details can't be read: "
                                    + damaged.getMessage() + ".");
        }
    }
}
