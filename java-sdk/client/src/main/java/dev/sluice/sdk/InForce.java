package dev.sluice.sdk;

import dev.sluice.engine.Evaluator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What decides now, and where it is from: the server's newest state, with what this process overrides, and without the flags that are too old
 * to decide by ({@link OutOfTouch}). Read from any thread, {@link #live} by one volatile field; changed on the loop.
 */
final class InForce {

    private static final int MOST_NAMED = 10;

    private final @Nullable Counts counts;
    private final Evaluator evaluator;
    private final Overrides overrides;
    private final Complaints complaints;
    private volatile @Nullable Live live;
    private volatile @Nullable StateId state;
    private volatile @Nullable FlagSource source;

    private @Nullable Replica decided;
    private @Nullable OutOfTouch outOfTouch; // of what is decided by; found when it is asked for, not at each change
    private Set<String> due = Set.of();

    /**
     * Nothing but what is overridden in this process.
     *
     * @param counts null when decisions are not to be counted
     */
    InForce(@Nullable Counts counts, Evaluator evaluator, Overrides overrides, Complaints complaints) {
        this.counts = counts;
        this.evaluator = evaluator;
        this.overrides = overrides;
        this.complaints = complaints;
        Snapshot own = overrides.withoutServer();
        this.live = own == null ? null : live(own, false);
    }

    /** What decides; null while there is nothing to decide by. */
    @Nullable
    Live live() {
        return live;
    }

    /** The state that decides; null while none has come. */
    @Nullable
    StateId state() {
        return state;
    }

    @Nullable
    FlagSource source() {
        return source;
    }

    /**
     * This state decides from now on.
     *
     * @param known whether the server says that it is the newest
     * @param age time since the server last said so; null when nobody knows
     */
    void put(Replica replica, FlagSource from, boolean known, @Nullable Duration age) {
        Replica present = overrides.in(replica);
        decided = present;
        outOfTouch = null;
        decide(present, known ? Set.of() : outOfTouch(present).due(age));
        state = replica.id();
        source = from;
    }

    /** The server says that this is its own. */
    void confirmed() {
        source = FlagSource.LIVE;
    }

    /**
     * Time has passed, or the server was heard: leaves out what is too old, and takes back what is not.
     *
     * @return whether other flags decide than before
     */
    boolean weigh(boolean known, @Nullable Duration age) {
        Replica present = decided;
        if (present == null) {
            return false;
        }
        Set<String> now = known ? Set.of() : outOfTouch(present).due(age);
        if (now.equals(due)) {
            return false;
        }
        decide(present, now);
        return true;
    }

    /** How long until more flags are too old; null when none will be. */
    @Nullable
    Duration untilNext(@Nullable Duration age) {
        Replica present = decided;
        Duration next =
                age == null || present == null ? null : outOfTouch(present).nextAfter(age);
        return next == null || age == null ? null : next.minus(age);
    }

    private void decide(Replica replica, Set<String> tooOld) {
        if (!tooOld.isEmpty() && !tooOld.equals(due)) {
            complaints.warn("Out of touch with the flag server for too long: what they say of it decides "
                    + tooOld.size() + " flags, "
                    + String.join(
                            ", ", tooOld.stream().sorted().limit(MOST_NAMED).toList())
                    + (tooOld.size() > MOST_NAMED ? " and more" : ""));
        }
        Replica without = tooOld.isEmpty()
                ? replica
                : Rewritten.of(replica, outOfTouch(replica).forms(tooOld), complaints);
        live = live(without.snapshot(), true);
        due = tooOld;
    }

    private OutOfTouch outOfTouch(Replica present) {
        OutOfTouch found = outOfTouch;
        if (found == null) {
            found = OutOfTouch.of(present.snapshot(), overrides.variations().keySet());
            outOfTouch = found;
        }
        return found;
    }

    private Live live(Snapshot snapshot, boolean received) {
        return new Live(snapshot, evaluator, received, counts == null ? null : counts.tallyOf(snapshot.numbering()));
    }
}
