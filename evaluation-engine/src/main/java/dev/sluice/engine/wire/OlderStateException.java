package dev.sluice.engine.wire;

import dev.sluice.engine.StateId;

/** A snapshot that lies before the state that is held; nobody goes back in time. */
public final class OlderStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OlderStateException(StateId mine, StateId offered) {
        super("snapshot " + offered.eventId() + " is older than mine, " + mine.eventId());
    }
}
