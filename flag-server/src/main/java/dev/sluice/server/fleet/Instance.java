package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SDK instance as this node sees it.
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
        List<NotUnderstoodFlag> notUnderstood) {

    /** Copies the list. */
    public Instance {
        notUnderstood = List.copyOf(notUnderstood);
    }

    /**
     * A flag that an instance cannot evaluate.
     *
     * @param flag key of the flag
     * @param why the instance's reason
     */
    public record NotUnderstoodFlag(String flag, String why) {}
}
