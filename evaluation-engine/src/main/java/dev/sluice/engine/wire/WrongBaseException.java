package dev.sluice.engine.wire;

import dev.sluice.engine.StateId;

/** A delta that starts from another state than the one that is held: nothing was applied, ask again from mine. */
public final class WrongBaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongBaseException(StateId mine, Delta delta) {
        super("delta from " + delta.epoch() + ":" + delta.from() + " to " + delta.to() + " does not start at mine, "
                + mine.eventId());
    }
}
