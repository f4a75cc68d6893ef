package dev.sluice.sdk;

import dev.sluice.engine.StateId;
import org.jspecify.annotations.Nullable;

/**
 * Another state of the environment came into force.
 *
 * @param before the state until then; null for the first one
 * @param after the state that decides now
 */
public record RevisionChange(@Nullable StateId before, StateId after) {}
