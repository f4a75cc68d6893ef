package dev.sluice.server.command;

/**
 * A flag in an environment.
 *
 * @param project key of the project
 * @param environment key of the environment
 * @param flag key of the flag
 */
public record FlagPlace(String project, String environment, String flag) {}
