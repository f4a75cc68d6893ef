package dev.sluice.sdk;

import dev.sluice.engine.Evaluator;
import dev.sluice.engine.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What decides at this moment. Whoever reads it once decides by one consistent state.
 *
 * @param snapshot the compiled flags, with overrides put in their place
 * @param evaluator decides by them
 * @param received false while there are only overrides, and nothing of a server's
 * @param tally counts what is decided by the snapshot; null where nothing is counted
 */
record Live(
        Snapshot snapshot,
        Evaluator evaluator,
        boolean received,
        @Nullable Tally tally) {}
