package dev.sluice.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.MalformedBodyException;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes of all projects, newest first. Each project's log is read backwards, a few entries at a time, as far as the page needs
 * them.
 */
public final class RecentChanges {
    private static final int READ_AT_ONCE = 20;

    private final Workspace workspace;

    /** Of the projects of this workspace. */
    public RecentChanges(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Where somebody may look. */
    @FunctionalInterface
    public interface Sight {
        /** Whether they may look there; no environment = all that a project's environments share. */
        boolean reaches(String project, @Nullable String environment);
    }

    /** One project's log on its way back; what was read and not told waits. */
    private static final class Line {
        private final ProjectState project;
        private final Deque<AuditRecord> read = new ArrayDeque<>();
        private long before;
        private boolean over;

        private Line(ProjectState project) {
            this.project = project;
            this.before = project.auditHead().seq() + 1;
        }

        private long standsAt() {
            return read.isEmpty() ? before : read.getFirst().seq() + 1;
        }
    }

    /**
     * Changes since then.
     *
     * @param cursor what a page named as the next, or null for the first
     */
    public Future<ObjectNode> page(Instant since, Sight sight, @Nullable String cursor, int limit) {
        JsonNode from = cursor == null ? Json.object() : read(cursor);
        List<Line> lines = new ArrayList<>();
        for (String key : workspace.projects()) {
            ProjectState project = workspace.project(key);
            if (project != null && (cursor == null || from.has(key))) {
                Line line = new Line(project);
                line.before = Math.min(line.before, from.path(key).asLong(line.before));
                lines.add(line);
            }
        }
        return fill(lines, since)
                .compose(filled -> tell(lines, since, sight, Json.array(), limit))
                .map(items -> {
                    ObjectNode page = Json.object();
                    page.set("items", items);
                    ObjectNode rest = Json.object();
                    for (Line line : lines) {
                        if (!line.read.isEmpty() || !line.over) {
                            rest.put(line.project.key(), line.standsAt());
                        }
                    }
                    page.put(
                            "next",
                            rest.isEmpty()
                                    ? null
                                    : Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(rest)));
                    return page;
                });
    }

    private static JsonNode read(String cursor) {
        try {
            return Json.parse(Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException | MalformedBodyException e) {
            throw InvalidException.of("?cursor", Json.quote(cursor), "what a page named as \"next\"");
        }
    }

    private Future<Void> fill(List<Line> lines, Instant since) {
        List<Future<?>> reading = new ArrayList<>();
        for (Line line : lines) {
            if (line.read.isEmpty() && !line.over) {
                reading.add(workspace
                        .auditBefore(line.project.key(), line.before, READ_AT_ONCE)
                        .onSuccess(records -> add(line, records, since)));
            }
        }
        return Future.all(reading).mapEmpty();
    }

    private static void add(Line line, List<AuditRecord> records, Instant since) {
        line.over = records.isEmpty() || records.get(records.size() - 1).seq() <= 1;
        for (AuditRecord record : records) {
            if (record.at().isBefore(since)) {
                line.over = true;
                return;
            }
            line.read.add(record);
            line.before = record.seq();
        }
    }

    private Future<ArrayNode> tell(List<Line> lines, Instant since, Sight sight, ArrayNode items, int limit) {
        while (items.size() < limit) {
            Line newest = null;
            boolean empty = false;
            for (Line line : lines) {
                AuditRecord first = line.read.peek();
                empty |= first == null && !line.over;
                if (first != null
                        && (newest == null
                                || first.at().isAfter(newest.read.getFirst().at()))) {
                    newest = line;
                }
            }
            if (empty) {
                return fill(lines, since).compose(filled -> tell(lines, since, sight, items, limit));
            }
            if (newest == null) {
                break;
            }
            AuditRecord record = newest.read.remove();
            ObjectNode details = AuditQueries.details(record);
            if (sight.reaches(newest.project.key(), details.path("environment").textValue())) {
                items.add(json(newest.project, record, details));
            }
        }
        return Future.succeededFuture(items);
    }

    private static ObjectNode json(ProjectState project, AuditRecord record, ObjectNode details) {
        ObjectNode json = AuditQueries.head(record, details);
        json.put("project", project.key());
        json.put("environment", details.path("environment").textValue());
        json.put("flag", details.path("flag").textValue());
        ObjectNode sentence = json.putObject("sentence");
        ObjectNode exposure = json.putObject("exposure");
        for (String side : new String[] {"before", "after"}) {
            sentence.put(side, details.path(side).path("sentence").textValue());
            exposure.set(side, details.path(side).path("exposure").deepCopy());
        }
        json.put("emergency", details.path("emergency").asBoolean());
        json.set("revert", revert(project, details));
        return json;
    }

    /** How to have back what was there before: the request to make, of a flag that is still there. */
    static @Nullable ObjectNode revert(ProjectState project, ObjectNode details) {
        String flag = details.path("flag").textValue();
        JsonNode version = details.path("before").path("version");
        if (flag == null || !project.flags().containsKey(flag) || !version.isIntegralNumber()) {
            return null;
        }
        ObjectNode revert =
                Json.object().put("path", "/api/v1/projects/" + project.key() + "/flags/" + flag + "/revert");
        String environment = details.path("environment").textValue();
        ObjectNode body = revert.putObject("body");
        if (environment == null) {
            body.put("definition", version.longValue());
        } else {
            body.put("environment", environment).put("version", version.longValue());
        }
        return revert;
    }
}
