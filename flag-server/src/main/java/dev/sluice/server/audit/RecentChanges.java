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
    /** So many bytes of entries are looked at for one page, or little more. */
    private static final long MOST_BYTES = 32L << 20;

    private final Workspace workspace;

    /** Of the projects of this workspace. */
    public RecentChanges(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Where somebody may look. */
    public interface Sight {
        /** Whether there is anything in a project for them to see. */
        boolean reaches(String project);

        /** Whether they may look there; no environment = all that a project's environments share. */
        boolean reaches(String project, @Nullable String environment);
    }

    /** One project's log on its way back; what was read and not told waits. */
    private static final class Line {
        private final ProjectState project;
        private final Deque<AuditRecord> read = new ArrayDeque<>();
        private long before;
        private boolean over;

        private Line(ProjectState project, long before) {
            this.project = project;
            this.before = before;
        }

        private long standsAt() {
            return read.isEmpty() ? before : read.getFirst().seq() + 1;
        }

        /** Whether more must be read before anybody can say what comes next. */
        private boolean waits() {
            return read.isEmpty() && !over;
        }

        private void add(List<AuditRecord> records, Instant since) {
            over = records.isEmpty() || records.get(records.size() - 1).seq() <= 1;
            for (AuditRecord record : records) {
                if (record.at().isBefore(since)) {
                    over = true;
                    return;
                }
                read.add(record);
                before = record.seq();
            }
        }
    }

    /** A page in the making: ends when it is full, when the logs end, or when enough was looked at. */
    private final class Page {
        private final Instant since;
        private final Sight sight;
        private final int limit;
        private final List<Line> lines = new ArrayList<>();
        private final ArrayNode items = Json.array();
        private int lookedAt;
        private long bytes;

        private Page(Instant since, Sight sight, int limit) {
            this.since = since;
            this.sight = sight;
            this.limit = limit;
        }

        private Future<ObjectNode> tell() {
            while (items.size() < limit && lookedAt < AuditQueries.MOST_LOOKED_AT && bytes < MOST_BYTES) {
                if (lines.stream().anyMatch(Line::waits)) {
                    return fill().compose(filled -> tell());
                }
                Line newest = newest();
                if (newest == null) {
                    break;
                }
                look(newest.project, newest.read.remove());
            }
            return Future.succeededFuture(json());
        }

        private Future<Void> fill() {
            List<Future<?>> reading = new ArrayList<>();
            for (Line line : lines) {
                if (line.waits()) {
                    reading.add(workspace
                            .auditBefore(line.project.key(), line.before, READ_AT_ONCE)
                            .onSuccess(records -> line.add(records, since)));
                }
            }
            return Future.all(reading).mapEmpty();
        }

        private @Nullable Line newest() {
            Line newest = null;
            for (Line line : lines) {
                AuditRecord first = line.read.peek();
                if (first != null
                        && (newest == null
                                || first.at().isAfter(newest.read.getFirst().at()))) {
                    newest = line;
                }
            }
            return newest;
        }

        private void look(ProjectState project, AuditRecord record) {
            lookedAt++;
            bytes += record.details().length;
            ObjectNode details = AuditQueries.details(record);
            if (sight.reaches(project.key(), details.path("environment").textValue())) {
                items.add(change(project, record, details));
            }
        }

        private ObjectNode json() {
            ObjectNode page = Json.object();
            page.set("items", items);
            ObjectNode rest = Json.object();
            for (Line line : lines) {
                if (!line.read.isEmpty() || !line.over) {
                    rest.put(line.project.key(), line.standsAt());
                }
            }
            return page.put(
                    "next",
                    rest.isEmpty()
                            ? null
                            : Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(rest)));
        }
    }

    /**
     * Changes since then: a short page, or an empty one, where much had to be looked at for it; the next goes on.
     *
     * @param cursor what a page named as the next, or null for the first
     */
    public Future<ObjectNode> page(Instant since, Sight sight, @Nullable String cursor, int limit) {
        JsonNode from = cursor == null ? Json.object() : read(cursor);
        Page page = new Page(since, sight, limit);
        for (String key : workspace.projects()) {
            ProjectState project = workspace.project(key);
            if (project != null && sight.reaches(key) && (cursor == null || from.has(key))) {
                long all = project.auditHead().seq() + 1;
                page.lines.add(new Line(project, Math.min(all, from.path(key).asLong(all))));
            }
        }
        return page.tell();
    }

    private static JsonNode read(String cursor) {
        try {
            return Json.parse(Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException | MalformedBodyException e) {
            throw InvalidException.of("?cursor", Json.quote(cursor), "what a page named as \"next\"");
        }
    }

    private static ObjectNode change(ProjectState project, AuditRecord record, ObjectNode details) {
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
