package dev.sluice.server.store;

/**
 * A project as a node kept it: where it is, and what is known of how it came there.
 *
 * @param state the project
 * @param history its recent past
 */
public record Remembered(ProjectState state, History history) {}
