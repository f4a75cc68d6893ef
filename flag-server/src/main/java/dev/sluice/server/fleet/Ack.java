package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import java.time.Duration;
import java.util.List;

/**
 * An acknowledgement: this state, and so every one before it, is in force in that session.
 *
 * @param session id of the session that {@code hello} gave
 * @param instance id of the instance
 * @param state what is in force
 * @param held how long it has been in force when this was sent
 * @param notUnderstood flags of it that the instance cannot evaluate
 */
public record Ack(
        String session, String instance, StateId state, Duration held, List<Instance.NotUnderstoodFlag> notUnderstood) {

    /** Copies the list. */
    public Ack {
        notUnderstood = List.copyOf(notUnderstood);
    }
}
