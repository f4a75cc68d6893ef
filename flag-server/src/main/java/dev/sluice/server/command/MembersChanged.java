package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a change of a segment's keys came to.
 *
 * @param environment where
 * @param change what was asked for
 * @param before the segment until then
 * @param after the segment now
 */
public record MembersChanged(
        String environment, MembersChange change, SegmentDocument before, Stored<SegmentDocument> after) {
    /** The answer, with what it means in words. */
    public ObjectNode json() {
        SegmentDocument now = after.document();
        int was = change.list().of(before).size();
        int is = change.list().of(now).size();
        int changed = Math.abs(is - was);
        int unchanged = change.keys().size() - changed;
        String list = change.list().name().toLowerCase(Locale.ROOT);
        return Json.object()
                .put("environment", environment)
                .put("segment", now.key())
                .put("list", list)
                .put("added", change.add() ? changed : 0)
                .put("removed", change.add() ? 0 : changed)
                .put("unchanged", unchanged)
                .put("keys", is)
                .put("version", after.version())
                .put("note", note(list, changed, unchanged, is));
    }

    private String note(String list, int changed, int unchanged, int is) {
        StringBuilder note = new StringBuilder(Words.count(changed, "key"))
                .append(change.add() ? " added to " : " removed from ")
                .append(list)
                .append(", which has ")
                .append(Words.count(is, "key"))
                .append(" now.");
        if (unchanged > 0) {
            note.append(' ').append(unchanged).append(change.add() ? " were in it already." : " were not in it.");
        }
        Set<String> excluded = new HashSet<>(after.document().excluded());
        List<String> both =
                after.document().included().stream().filter(excluded::contains).toList();
        if (!both.isEmpty()) {
            note.append(' ').append(Words.count(both.size(), "key")).append(" in both lists: excluded wins.");
        }
        return note.toString();
    }
}
