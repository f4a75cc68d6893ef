package dev.sluice.server.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.AuditHead;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks an audit log from the head that this node knows back to its first entry: every number is there, every entry is what its digest
 * says, and each is the one that the next was chained to. So an edit, a removed entry, another order and a cut-off tail are all found.
 */
public final class AuditChain {
    private static final int AT_ONCE = 500;

    private final Workspace workspace;
    private final Vertx vertx;

    /** Of the projects of this workspace; digests are computed on workers. */
    public AuditChain(Workspace workspace, Vertx vertx) {
        this.workspace = workspace;
        this.vertx = vertx;
    }

    /** Where a walk has come to. */
    private static final class Walk {
        private final AuditHead head;
        private long expected;
        private @Nullable String digest;
        private long entries;
        private long broken;
        private String why = "";

        private Walk(AuditHead head) {
            this.head = head;
            this.expected = head.seq();
            this.digest = head.digest();
        }

        /** The walk goes back, so the last fault that it meets is the first one of the log. */
        private void fault(long seq, String what) {
            broken = seq;
            why = what;
        }

        private void step(AuditRecord record) {
            if (record.seq() < expected) {
                fault(record.seq() + 1, missing(record.seq() + 1, expected));
                digest = null;
            }
            boolean intact = record.intact();
            boolean chained = digest == null || digest.equals(record.digest());
            if (!intact) {
                fault(record.seq(), "its content is not what its digest says");
            } else if (!chained) {
                fault(record.seq(), "it is not the entry that the next one was chained to");
            }
            entries++;
            expected = record.seq() - 1;
            digest = intact && chained ? record.previous() : null; // who is broken says nothing of the one before
        }

        private void end() {
            if (expected > 0) {
                fault(1, missing(1, expected));
            } else if (entries > 0 && digest != null && !digest.isEmpty()) {
                fault(1, "it was chained to an entry before it, which is not there");
            }
        }

        private static String missing(long from, long to) {
            return from == to ? "it is missing" : "it is missing, as are those up to " + to;
        }
    }

    /** Verifies a project's log: whether it is whole, and else its first broken entry. */
    public Future<ObjectNode> verify(ProjectState project) {
        Walk walk = new Walk(project.auditHead());
        return back(project.key(), walk, walk.head.seq() + 1).map(done -> json(project.key(), walk));
    }

    private Future<Void> back(String project, Walk walk, long before) {
        return workspace.auditBefore(project, before, AT_ONCE).compose(records -> {
            if (records.isEmpty()) {
                walk.end();
                return Future.succeededFuture();
            }
            return vertx.executeBlocking(() -> stepped(walk, records), false)
                    .compose(last -> back(project, walk, last));
        });
    }

    private static long stepped(Walk walk, List<AuditRecord> records) {
        records.forEach(walk::step);
        return records.get(records.size() - 1).seq();
    }

    private static ObjectNode json(String project, Walk walk) {
        ObjectNode json = Json.object()
                .put("project", project)
                .put("intact", walk.broken == 0)
                .put("entries", walk.entries);
        json.putObject("head").put("seq", walk.head.seq()).put("digest", walk.head.digest());
        if (walk.broken == 0) {
            return json.putNull("firstBroken")
                    .put("words", "All " + walk.entries + " entries are there, unchanged and in their order.");
        }
        json.putObject("firstBroken").put("seq", walk.broken).put("why", walk.why);
        return json.put("words", "Entry " + walk.broken + " is broken: " + walk.why + ".");
    }
}
