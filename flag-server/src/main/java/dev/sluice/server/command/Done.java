package dev.sluice.server.command;

import dev.sluice.server.store.Written;

/**
 * A command that succeeded.
 *
 * @param result what there is now
 * @param written where the project stands
 */
public record Done<T>(T result, Written written) {}
