package dev.sluice.sdk;

import dev.sluice.engine.Epoch;
import dev.sluice.engine.Revision;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireException;
import dev.sluice.engine.wire.WrongBaseException;
import org.jspecify.annotations.Nullable;

/**
 * The state that a client holds, and the law of what may follow it.
 *
 * <p>States are ordered by (generation, revision); a lower one is never taken, whoever sends it. A delta is taken on its
 * own base only; that makes repeats, reordering and gaps harmless: a repeat is lower, a later one has another base. Two
 * states of the same place in that order which are not the same are a fork: two servers wrote without knowing of each
 * other. Then the one that is sent now is taken, whole, and a human is told. Belongs to the loop.
 */
final class Held {

    /** What came of something offered, or how something told compares with what is held. */
    enum Verdict {
        /** It is in force now. */
        TAKEN,
        /** It is in force now, though what was held before was no ancestor of it. */
        TAKEN_FROM_FORK,
        /** It is what is held. */
        SAME,
        /** It is lower than what is held. */
        OLDER,
        /** It is higher, but does not begin at what is held. */
        GAP,
        /** It has the same place in the order as what is held, or its generation, but another history. */
        FORK
    }

    private @Nullable Replica replica;

    @Nullable
    Replica replica() {
        return replica;
    }

    /** How what a server says it has compares with what is held. */
    Verdict compare(StateId told) {
        Replica mine = replica;
        if (mine == null) {
            return Verdict.GAP;
        }
        StateId held = mine.id();
        if (held.equals(told)) {
            return Verdict.SAME;
        }
        int order = told.asRevision().compareTo(held.asRevision());
        if (order < 0) {
            return Verdict.OLDER;
        }
        return order == 0 || forked(held.epoch(), told.epoch()) ? Verdict.FORK : Verdict.GAP;
    }

    /** Begins with what is known before a server has been heard. */
    void begin(Replica recalled) {
        replica = recalled;
    }

    /**
     * Offers a whole state.
     *
     * @throws WireException when it contradicts itself; nothing has changed then
     */
    Verdict offer(SnapshotEvent event) {
        Verdict verdict = compare(event.id());
        if (verdict == Verdict.SAME || verdict == Verdict.OLDER) {
            return verdict;
        }
        replica = replica == null ? Replica.of(event) : replica.replace(event);
        return verdict == Verdict.FORK ? Verdict.TAKEN_FROM_FORK : Verdict.TAKEN;
    }

    /**
     * Offers a change.
     *
     * @throws WireException when it contradicts itself; nothing has changed then
     */
    Verdict offer(Delta delta) {
        Replica mine = replica;
        if (mine == null) {
            return Verdict.GAP;
        }
        if (delta.base().equals(mine.id())) {
            try {
                replica = mine.apply(delta);
            } catch (WrongBaseException impossible) {
                return Verdict.GAP;
            }
            return Verdict.TAKEN;
        }
        Verdict verdict = compare(delta.target());
        return verdict == Verdict.GAP && sameRevisionOtherHash(mine.id(), delta.base()) ? Verdict.FORK : verdict;
    }

    private static boolean sameRevisionOtherHash(StateId held, StateId base) {
        Revision mine = held.asRevision();
        return mine.compareTo(base.asRevision()) == 0;
    }

    private static boolean forked(Epoch mine, Epoch other) {
        return mine.generation() == other.generation() && !mine.equals(other);
    }
}
