package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One session or poller of an SDK instance, as the node that it talks to sees it.
 *
 * @param id the instance's own id
 * @param application {@code name/version}
 * @param sdk {@code name/version} of the SDK
 * @param node the node that it talks to
 * @param session its stream session, or null if it polls or is lost
 * @param connectedAt when that session began, else its last call
 * @param lastSeenAt its last call
 * @param acked the last state it acknowledged, or null
 * @param polling whether it polls
 * @param lost live by the rule, but without a connection
 * @param notUnderstood flags that it reported it cannot evaluate
 * @param overrides variations that it forces by itself, by flag
 * @param geo how its geography database stands ({@code missing}, {@code ready}), or an empty text if it needs none
 * @param droppedWindows windows of its usage reports that it had to drop
 */
public record Instance(
        String id,
        String application,
        String sdk,
        String node,
        @Nullable String session,
        Instant connectedAt,
        Instant lastSeenAt,
        @Nullable StateId acked,
        boolean polling,
        boolean lost,
        List<NotUnderstoodFlag> notUnderstood,
        Map<String, String> overrides,
        String geo,
        long droppedWindows) {

    /** Copies the collections. */
    public Instance {
        notUnderstood = List.copyOf(notUnderstood);
        overrides = Map.copyOf(overrides);
    }

    Instance withDroppedWindows(long dropped) {
        return new Instance(
                id,
                application,
                sdk,
                node,
                session,
                connectedAt,
                lastSeenAt,
                acked,
                polling,
                lost,
                notUnderstood,
                overrides,
                geo,
                dropped);
    }

    /**
     * A flag that an instance cannot evaluate.
     *
     * @param flag key of the flag
     * @param why the instance's reason
     */
    public record NotUnderstoodFlag(String flag, String why) {}
}
