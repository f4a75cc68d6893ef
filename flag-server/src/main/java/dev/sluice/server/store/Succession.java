package dev.sluice.server.store;

import dev.sluice.engine.Epoch;
import dev.sluice.engine.StateId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A new line of history, begun by a person: a restore or a repair. Every environment gets a new epoch whose generation is higher than
 * any that is known, so nodes and SDKs take it over although its revision may be lower, once and never back.
 */
public final class Succession {

    private Succession() {}

    /** A generation above everything that these states know of, and at least the time of day in seconds. */
    public static long generation(Instant now, List<ProjectState> known) {
        long highest = now.getEpochSecond() - 1;
        for (ProjectState project : known) {
            highest = Math.max(highest, project.lineage().restored());
            for (EnvironmentState environment : project.environments().values()) {
                highest = Math.max(highest, environment.storedId().epoch().generation());
            }
        }
        return highest + 1;
    }

    /**
     * Puts a project in the place of what is stored. Kept versions of flags go away, for they are of the line that ends.
     *
     * @param content what is to be in force; an environment that is the very one of {@code present} is not written, unless mended
     * @param contentAudit its audit log; used where the store has none
     * @param present what is stored now, or null if nothing is
     * @param presentAudit the stored audit log, which goes on
     * @param generation of the new epochs
     * @param random the random part of the new epochs and the name of this write
     * @param now when
     * @param entry what the audit log says about it
     * @param mend whether keys that hold something else go away, and nothing that is stored is compared
     */
    public static Replay of(
            ProjectState content,
            List<AuditRecord> contentAudit,
            @Nullable ProjectState present,
            List<AuditRecord> presentAudit,
            long generation,
            String random,
            Instant now,
            AuditEntry entry,
            boolean mend) {
        List<AuditRecord> chain = present == null ? contentAudit : presentAudit;
        AuditHead head = present != null
                ? present.auditHead()
                : chain.isEmpty() ? AuditHead.NONE : chain.get(chain.size() - 1).head();
        if (mend && !chain.isEmpty()) {
            head = chain.get(chain.size() - 1).head();
        }
        AuditRecord note = AuditRecord.after(head, now, entry);
        boolean anew = present == null || mend;
        List<AuditRecord> audit = new ArrayList<>(anew ? chain : List.of());
        audit.add(note);

        long revision = Math.max(content.revision(), present == null ? 0 : present.revision()) + 1;
        Lineage lineage = (present == null ? content : present).lineage();
        SortedMap<String, Replay.EnvironmentCopy> environments = new TreeMap<>();
        content.environments().forEach((name, state) -> {
            EnvironmentState stored =
                    present == null ? null : present.environments().get(name);
            if (state == stored && !mend) {
                return;
            }
            StateId id = state.stateId();
            environments.put(
                    name,
                    Replay.EnvironmentCopy.whole(
                            state,
                            stored == null ? null : stored.storedId(),
                            new StateId(new Epoch(generation, random), id.revision(), id.hash())));
        });
        return new Replay(
                content.key(),
                random,
                present == null ? null : new Replay.Fence(present.documentsId(), present.auditHead()),
                new Lineage(lineage.origin(), generation),
                new Replay.DocumentsCopy(
                        new DocumentsId(revision, note.digest()), content.document(), content.flags(), content.keys()),
                List.copyOf(environments.values()),
                audit,
                anew,
                mend);
    }
}
