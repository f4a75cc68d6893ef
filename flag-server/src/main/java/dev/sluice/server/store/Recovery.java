package dev.sluice.server.store;

import dev.sluice.engine.StateId;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a store back what it has lost: after a failover that dropped the last writes, a restart without data, a FLUSHALL.
 *
 * <p>A node writes back what it has and the store lacks, under the old epoch, and only on top of exactly the state that it has just
 * read: of several nodes that notice at once, one writes and the others find it done. Each part of the project that the store still
 * has must be one that this node was once at; anything else is a fork and not for a program to settle. The audit entries of what was
 * lost are written again too; where the store's chain has gone on meanwhile they are chained anew behind it. A last entry tells of the
 * replay itself.
 */
final class Recovery {

    /** How the audit log calls it. */
    static final String ACTION = "store.replay";

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final String ACTOR = "sluice";

    private final Store store;
    private final InstantSource clock;
    private final Supplier<String> random;

    Recovery(Store store, InstantSource clock, Supplier<String> random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** Finds out what of a node's past the store shares; asks the store only if its audit chain does not simply go on from the node's. */
    Future<Merge.Past> past(@Nullable ProjectState before, History history, Reading reading) {
        if (before == null || goesOn(before.auditHead(), reading)) {
            return Future.succeededFuture(new Merge.Past(history, -1, reading.audit()));
        }
        AuditHead theirs = reading.auditHead();
        if (history.had(theirs)) {
            return Future.succeededFuture(new Merge.Past(history, theirs.seq(), List.of()));
        }
        long from = Math.max(1, Math.min(before.auditHead().seq(), theirs.seq()) - Reading.MOST_AUDIT / 2);
        return store.audit(before.key(), from, Reading.MOST_AUDIT)
                .map(audit -> new Merge.Past(history, history.common(audit).orElse(0), audit));
    }

    private static boolean goesOn(AuditHead mine, Reading reading) {
        if (mine.equals(reading.auditHead())) {
            return true;
        }
        List<AuditRecord> since = reading.audit();
        if (reading.auditHead().seq() <= mine.seq() || since.isEmpty()) {
            return false;
        }
        AuditRecord first = since.get(0);
        boolean tooFarToTell = first.seq() > mine.seq() + 1;
        return tooFarToTell || first.previous().equals(mine.digest());
    }

    /** A write-back and what this node's memory is once it is written. */
    record Plan(Replay replay, LogEntry entry) {}

    /** Everything, for a store that has no such project; empty if this node does not hold everything as it should be. */
    Optional<Plan> everything(ProjectState mine, History history) {
        if (mine.environments().values().stream().anyMatch(EnvironmentState::impaired)) {
            log.warn(
                    "this node can't give project {} back to Redis, for it could not read all of its records; another may",
                    mine.key());
            return Optional.empty();
        }
        List<Replay.EnvironmentCopy> environments = new ArrayList<>();
        mine.environments()
                .values()
                .forEach(state -> environments.add(Replay.EnvironmentCopy.whole(state, null, state.stateId())));
        List<AuditRecord> audit = new ArrayList<>(history.audit());
        audit.add(note(
                mine.auditHead(),
                "Redis had nothing of the project",
                mine.environments().keySet(),
                audit.size()));
        var replay = new Replay(
                mine.key(),
                random.get(),
                null,
                mine.lineage(),
                Replay.DocumentsCopy.of(mine),
                environments,
                audit,
                true,
                false);
        return Optional.of(plan(mine, replay, audit.subList(audit.size() - 1, audit.size()), false));
    }

    /** What the store lacks; empty if there is something that this node no longer has the steps of. */
    Optional<Plan> rest(ProjectState mine, Merge.Past past, Reading stored, Set<String> lost) {
        List<Replay.EnvironmentCopy> environments = new ArrayList<>();
        for (String name : lost) {
            EnvironmentState state = mine.environments().get(name);
            if (state == null) {
                continue;
            }
            if (state.impaired()) {
                return Optional.empty();
            }
            if (!(stored.environments().get(name) instanceof Reading.Named named)) {
                environments.add(Replay.EnvironmentCopy.whole(state, null, state.stateId()));
                continue;
            }
            StateId theirs = named.id();
            if (stored.holes().contains(name)) {
                environments.add(Replay.EnvironmentCopy.whole(state, theirs, theirs));
                continue;
            }
            Optional<List<LoggedChange>> changes = past.history().since(name, theirs);
            if (changes.isEmpty()) {
                return Optional.empty();
            }
            environments.add(Replay.EnvironmentCopy.rest(state, theirs, changes.get()));
        }
        long common = past.continued() ? stored.auditHead().seq() : past.common();
        boolean auditAnew = stored.holes().contains(Reading.AUDIT);
        List<AuditRecord> missing = auditAnew ? past.history().audit() : past.missing();
        boolean chainedAnew = stored.auditHead().seq() != common;
        List<AuditRecord> audit = chainedAnew ? rechained(stored.auditHead(), missing) : new ArrayList<>(missing);
        AuditHead last = audit.isEmpty()
                ? stored.auditHead()
                : audit.get(audit.size() - 1).head();
        audit.add(note(
                last,
                stored.holes().isEmpty() ? "Redis had lost the last changes" : "Redis had lost keys",
                lost,
                missing.size()));
        var replay = new Replay(
                mine.key(),
                random.get(),
                new Replay.Fence(stored.documentsId(), stored.auditHead()),
                mine.lineage(),
                lost.contains(Reading.DOCUMENTS) ? Replay.DocumentsCopy.of(mine) : null,
                environments,
                audit,
                auditAnew,
                false);
        List<AuditRecord> fresh = new ArrayList<>();
        if (chainedAnew) {
            past.audit().stream().filter(entry -> entry.seq() > common).forEach(fresh::add);
            fresh.addAll(audit);
        } else {
            fresh.add(audit.get(audit.size() - 1));
        }
        return Optional.of(plan(mine, replay, fresh, chainedAnew));
    }

    private static Plan plan(ProjectState mine, Replay replay, List<AuditRecord> audit, boolean rebased) {
        var after = new ProjectState(
                mine.key(),
                mine.lineage(),
                mine.documentsId(),
                mine.document(),
                mine.flags(),
                mine.keys(),
                new TreeMap<>(mine.environments()),
                replay.head());
        return new Plan(replay, new LogEntry(mine, after, audit, rebased, Map.of(), Set.of()));
    }

    private static List<AuditRecord> rechained(AuditHead head, List<AuditRecord> entries) {
        List<AuditRecord> chained = new ArrayList<>();
        AuditHead last = head;
        for (AuditRecord entry : entries) {
            AuditRecord next = AuditRecord.after(
                    last, entry.at(), new AuditEntry(entry.actor(), entry.action(), entry.comment(), entry.details()));
            chained.add(next);
            last = next.head();
        }
        return chained;
    }

    private AuditRecord note(AuditHead head, String comment, Set<String> parts, int entries) {
        var names = new TreeSet<>(parts);
        names.removeAll(Set.of(Reading.DOCUMENTS, Reading.AUDIT));
        String list = names.isEmpty() ? "" : "\"" + String.join("\",\"", names) + "\"";
        String details =
                "{\"environments\":[" + list + "],\"entriesWrittenBack\":" + entries + ",\"actorKind\":\"server\"}";
        return AuditRecord.after(
                head,
                clock.instant(),
                new AuditEntry(
                        ACTOR,
                        ACTION,
                        comment + "; a node wrote back what it held",
                        details.getBytes(StandardCharsets.UTF_8)));
    }
}
