package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import org.jspecify.annotations.Nullable;

/**
 * A session that does not evaluate the wanted state.
 *
 * @param instance id of the instance
 * @param application its {@code name/version}
 * @param session id of the session
 * @param acked the last state it acknowledged, or null
 * @param why one sentence
 */
public record Laggard(
        String instance,
        String application,
        String session,
        @Nullable StateId acked,
        String why) {}
