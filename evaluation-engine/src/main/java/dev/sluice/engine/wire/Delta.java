package dev.sluice.engine.wire;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.StateId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What leads from one state of an environment to a later one; applied as one or not at all.
 *
 * @param from the revision it starts from
 * @param fromHash the hash it starts from
 * @param to the revision it leads to, above {@code from}
 * @param flags by key; empty = deleted
 * @param segments by key; empty = deleted
 * @param urgent to be acknowledged without the usual spread: off, kill, rollback
 */
public record Delta(
        Epoch epoch,
        long from,
        EnvironmentHash fromHash,
        long to,
        EnvironmentHash hash,
        SortedMap<String, Optional<WireRecord>> flags,
        SortedMap<String, Optional<WireRecord>> segments,
        boolean urgent) {

    public Delta {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "delta: from " + from + " to " + to + " is not allowed; expected 0 <= from < to");
        }
        flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
        segments = Collections.unmodifiableSortedMap(new TreeMap<>(segments));
    }

    /** The state it starts from. */
    public StateId base() {
        return new StateId(epoch, from, fromHash);
    }

    /** The state it leads to. */
    public StateId target() {
        return new StateId(epoch, to, hash);
    }
}
