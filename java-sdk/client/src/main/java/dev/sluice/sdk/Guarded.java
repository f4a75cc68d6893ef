package dev.sluice.sdk;

import dev.sluice.engine.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A decision whose outcome is watched: whether it works, and how long it takes. Made by {@link FlagClient#guarded}; use it once.
 *
 * <p>Where the flag carries a guard (a release sets one), and this process sees the guarded variation fail more often than the
 * guard allows, the baseline is served in its place until the variation works again. What was assigned and what was served are
 * both reported, so that nobody takes the one for the other. Thread-safe.
 */
public final class Guarded {

    private final Decision decision;
    private final @Nullable Watch watch;

    Guarded(Decision decision, @Nullable Watch watch) {
        this.decision = decision;
        this.watch = watch;
    }

    /** What the flag decided, whatever is served. */
    public Decision decision() {
        return decision;
    }

    /**
     * Goes one of two ways, watches it, and gives what it gives.
     *
     * @param newWay gone for the guarded variation; without a guard, where a boolean flag is on
     * @param oldWay gone for everything else, also while the breaker is open and where there is no decision
     * @throws E what the way throws, which is its failure; the other way is not tried, since what was done halfway cannot be undone
     *     from here
     */
    @SuppressWarnings("ThrowSpecificExceptions")
    public <T, E extends Exception> T run(Way<? extends T, ? extends E> newWay, Way<? extends T, ? extends E> oldWay)
            throws E {
        Watch watched = watch;
        if (watched == null) {
            return decision.booleanValue(false) ? newWay.go() : oldWay.go();
        }
        Watch.Try attempt = watched.begin();
        try {
            T given = attempt.isNew() ? newWay.go() : oldWay.go();
            attempt.succeeded();
            return given;
        } catch (Throwable thrown) { // any failure is one; it goes on its way
            attempt.failed(thrown);
            throw thrown;
        }
    }
}
