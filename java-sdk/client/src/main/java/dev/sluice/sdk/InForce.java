package dev.sluice.sdk;

import dev.sluice.engine.Evaluator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import org.jspecify.annotations.Nullable;

/** What decides now, and where it is from. Read from any thread, {@link #live} by one volatile field; changed on the loop. */
final class InForce {

    private final @Nullable Counts counts;
    private final Evaluator evaluator;
    private final Overrides overrides;
    private volatile @Nullable Live live;
    private volatile @Nullable StateId state;
    private volatile @Nullable FlagSource source;

    /**
     * Nothing but what is overridden in this process.
     *
     * @param counts null when decisions are not to be counted
     */
    InForce(@Nullable Counts counts, Evaluator evaluator, Overrides overrides) {
        this.counts = counts;
        this.evaluator = evaluator;
        this.overrides = overrides;
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

    void put(Replica replica, FlagSource from) {
        live = live(overrides.in(replica), true);
        state = replica.id();
        source = from;
    }

    /** The server says that this is its own. */
    void confirmed() {
        source = FlagSource.LIVE;
    }

    private Live live(Snapshot snapshot, boolean received) {
        return new Live(snapshot, evaluator, received, counts == null ? null : counts.tallyOf(snapshot.numbering()));
    }
}
