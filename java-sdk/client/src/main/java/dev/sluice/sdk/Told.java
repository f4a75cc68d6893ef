package dev.sluice.sdk;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireException;
import dev.sluice.sdk.internal.http.ServerSentEvent;
import org.jspecify.annotations.Nullable;

/**
 * The highest state that one stream has told of, by whatever event, against what is held; and what a human has to hear when the two do not
 * go together. While it is ahead of what is held nothing is settled, whoever says so: the node that answers a request beside the stream
 * may be behind the node of the stream. Belongs to the loop.
 */
final class Told {

    private final Held held;
    private final Complaints complaints;
    private @Nullable StateId highest;

    Told(Held held, Complaints complaints) {
        this.held = held;
        this.complaints = complaints;
    }

    /**
     * An event brings a state, or leads to it. Hashes cover what is in a state, not its number. The id of the event repeats the number:
     * where the two differ, a byte was damaged on the way, and a number that is too high would be believed for ever.
     *
     * @throws WireException when the event's id names another state
     */
    void by(ServerSentEvent event, StateId id) {
        if (event.identified() && !event.lastEventId().equals(id.eventId().toString())) {
            throw new WireException("its id is not the one of the state it holds, " + id.eventId());
        }
        of(id);
    }

    /** The stream names a state. */
    void of(StateId id) {
        if (highest == null || id.asRevision().compareTo(highest.asRevision()) >= 0) {
            highest = id;
        }
    }

    /** Whether the newest that the stream has told of is what is held; not so before it has told of anything. */
    boolean isHeld() {
        return highest != null && held.compare(highest) == Held.Verdict.SAME;
    }

    /** Whether the stream has told of something that is not held yet. */
    boolean isAhead() {
        Held.Verdict verdict = highest == null ? Held.Verdict.SAME : held.compare(highest);
        return verdict == Held.Verdict.GAP || verdict == Held.Verdict.FORK;
    }

    /** Whether all that the stream has told of is older than what is held. */
    boolean isBehind() {
        return highest != null && held.compare(highest) == Held.Verdict.OLDER;
    }

    /** The server is at a state that does not follow what is held, and is taken. */
    void alarm(StateId other) {
        complaints.error("Two histories of the environment exist: the server sends " + other.eventId()
                + ", which does not follow what this client holds; taking the server's."
                + " Compare the server's nodes and their store");
    }

    /** The server is at less than is held, which stays. */
    void complainOfLess(StateId theirs) {
        Replica mine = held.replica();
        if (mine != null && mine.id().standingOf(theirs) == StateId.Standing.FORK) {
            complaints.error("Two histories of the environment exist: the server is at " + theirs.eventId()
                    + ", this client, further on in another one, at "
                    + mine.id().eventId() + ". Compare the server's nodes and their store");
        } else {
            complaints.warn("The server is behind what this client already has; keeping the newer flags");
        }
    }

    @Override
    public String toString() {
        return highest == null ? "nothing" : highest.eventId().toString();
    }
}
