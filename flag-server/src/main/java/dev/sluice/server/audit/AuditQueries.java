package dev.sluice.server.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the audit log as people see it. Safe on any thread. */
public final class AuditQueries {
    private static final int MOST_CHANGES = 200;

    private final Workspace workspace;

    private record Change(String project, AuditRecord record) {}

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

    /** Where somebody may look. */
    @FunctionalInterface
    public interface Sight {
        /** Whether they may look there; no environment = all that a project's environments share. */
        boolean reaches(String project, @Nullable String environment);
    }

    /** The latest changes of all projects since then, newest first: who, what, the sentence and the exposure before and after. */
    public Future<ObjectNode> changes(Instant since, Sight sight) {
        List<Future<List<Change>>> perProject = new ArrayList<>();
        for (String key : workspace.projects()) {
            ProjectState project = workspace.project(key);
            if (project != null) {
                long from = Math.max(1, project.auditHead().seq() - MOST_CHANGES + 1);
                perProject.add(workspace
                        .audit(key, from, MOST_CHANGES)
                        .map(records -> records.stream()
                                .filter(record -> !record.at().isBefore(since))
                                .filter(record -> sight.reaches(key, environment(record)))
                                .map(record -> new Change(key, record))
                                .toList()));
            }
        }
        return Future.all(perProject).map(all -> {
            List<Change> changes = new ArrayList<>();
            perProject.forEach(each -> changes.addAll(each.result()));
            changes.sort(Comparator.comparing((Change change) -> change.record().at())
                    .thenComparingLong(change -> change.record().seq())
                    .reversed());
            ObjectNode page = Json.object();
            ArrayNode items = page.putArray("items");
            changes.stream().limit(MOST_CHANGES).forEach(change -> items.add(json(change.project(), change.record())));
            page.putNull("next");
            return page;
        });
    }

    private static @Nullable String environment(AuditRecord record) {
        return Json.stored(record.details()).path("environment").textValue();
    }

    private static ObjectNode json(String project, AuditRecord record) {
        ObjectNode details = Json.stored(record.details());
        ObjectNode json = head(record);
        json.put("project", project);
        json.put("environment", details.path("environment").textValue());
        json.put("flag", details.path("flag").textValue());
        ObjectNode sentence = json.putObject("sentence");
        ObjectNode exposure = json.putObject("exposure");
        for (String side : new String[] {"before", "after"}) {
            sentence.put(side, details.path(side).path("sentence").textValue());
            exposure.set(side, details.path(side).path("exposure").deepCopy());
        }
        return json;
    }

    private static ObjectNode json(AuditRecord record) {
        ObjectNode json = head(record);
        json.set("details", Json.stored(record.details()));
        return json.put("digest", record.digest());
    }

    private static ObjectNode head(AuditRecord record) {
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
