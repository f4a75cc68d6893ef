package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An acknowledgement: this state, and so every one before it, is in force in that session.
 *
 * @param session id of the session that {@code hello} gave
 * @param instance id of the instance
 * @param state what is in force
 * @param held how long it has been in force when this was sent
 * @param notUnderstood flags of it that the instance cannot evaluate
 * @param notUnderstoodMore how many more there are of those than are named, 0 or more
 * @param overrides variations that the instance forces by itself, by flag
 * @param geo how its geography database stands ({@code missing}, {@code ready}), or an empty text if it needs none
 */
public record Ack(
        String session,
        String instance,
        StateId state,
        Duration held,
        List<Instance.NotUnderstoodFlag> notUnderstood,
        int notUnderstoodMore,
        Map<String, String> overrides,
        String geo) {

    /** Copies the collections. */
    public Ack {
        notUnderstood = List.copyOf(notUnderstood);
        overrides = Map.copyOf(overrides);
    }

    /** One of an instance that forces nothing and needs no geography. */
    public Ack(
            String session,
            String instance,
            StateId state,
            Duration held,
            List<Instance.NotUnderstoodFlag> notUnderstood) {
        this(session, instance, state, held, notUnderstood, 0, Map.of(), "");
    }

    Ack heldFor(Duration longer) {
        return new Ack(session, instance, state, held.plus(longer), notUnderstood, notUnderstoodMore, overrides, geo);
    }
}
