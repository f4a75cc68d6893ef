package dev.sluice.sdk;

import dev.sluice.engine.Decision;

/**
 * A flag decides otherwise for one context than it did before.
 *
 * @param flag its key
 * @param before the decision until then
 * @param after the decision now; it differs in value, variation or error
 */
public record FlagChange(String flag, Decision before, Decision after) {}
