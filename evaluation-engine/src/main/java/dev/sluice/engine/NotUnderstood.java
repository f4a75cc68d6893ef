package dev.sluice.engine;

/**
 * A flag whose newest record does not decide.
 *
 * @param flag its key
 * @param why for people; travels in acknowledgements
 */
public record NotUnderstood(String flag, String why) {}
