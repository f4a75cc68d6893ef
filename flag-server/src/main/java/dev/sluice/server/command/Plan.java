package dev.sluice.server.command;

import dev.sluice.server.store.Write;
import java.util.Optional;

/**
 * What a planner came to: the write to make, and what the caller will be told if it succeeds.
 *
 * @param write empty if there is nothing to change
 * @param result what there will be
 */
record Plan<T>(Optional<Write> write, T result) {}
