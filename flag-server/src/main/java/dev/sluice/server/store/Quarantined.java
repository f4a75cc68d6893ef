package dev.sluice.server.store;

import java.time.Instant;

/**
 * Something in the store that this node can't read. It is left as it is; the last good form stays in force, if there is one.
 *
 * @param place where, as {@code <project>/<environment>/flag/<key>} or shorter
 * @param why one sentence without its content
 * @param since since when
 */
public record Quarantined(String place, String why, Instant since) {}
