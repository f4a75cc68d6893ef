package dev.sluice.engine;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One revision of an environment, compiled to be decided by. Immutable: whoever takes it once sees one consistent state for
 * as long as they hold it. Made by the compiler.
 */
public final class Snapshot extends FlagTable {
    private final StateId id;
    private final Map<String, FlagUnit> flags;
    private final DecisionNumbering numbering;
    private final Map<String, SegmentUnit> segments;
    private final boolean needsGeo;
    private final List<NotUnderstood> notUnderstood;

    Snapshot(
            StateId id,
            Map<String, FlagUnit> flags,
            Map<String, SegmentUnit> segments,
            DecisionNumbering numbering,
            boolean needsGeo,
            List<NotUnderstood> notUnderstood) {
        super(flags);
        this.id = id;
        this.flags = flags;
        this.segments = segments;
        this.numbering = numbering;
        this.needsGeo = needsGeo;
        this.notUnderstood = List.copyOf(notUnderstood);
    }

    /** The snapshot of a state in which there is nothing. */
    public static Snapshot empty(StateId id) {
        return new Snapshot(id, Map.of(), Map.of(), new DecisionNumbering(), false, List.of());
    }

    /** The state that this was compiled from. */
    public StateId id() {
        return id;
    }

    /** The keys of all flags, also of those that are not understood. */
    public Set<String> flagKeys() {
        return Collections.unmodifiableSet(flags.keySet());
    }

    /** What is known of a flag; null when there is none of that key, or nothing could ever be read of it. */
    public @Nullable FlagInfo flag(String key) {
        CompiledFlag found = find(key);
        return found == null ? null : found.info();
    }

    /** Whether some flag looks at geography, so that a locator is of use. */
    public boolean needsGeo() {
        return needsGeo;
    }

    /** The flags whose newest record does not decide, by key. */
    public List<NotUnderstood> notUnderstood() {
        return notUnderstood;
    }

    /** What numbers the decisions of this snapshot, and usually of those before and after it. */
    public DecisionNumbering numbering() {
        return numbering;
    }

    Map<String, FlagUnit> flagUnits() {
        return flags;
    }

    Map<String, SegmentUnit> segmentUnits() {
        return segments;
    }

    @Override
    public String toString() {
        return "Snapshot[" + id.asRevision() + ", " + flags.size() + " flags, " + segments.size() + " segments]";
    }
}
